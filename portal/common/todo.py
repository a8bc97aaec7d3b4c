"""The to-do list: each app registers who waits for what; a home page shows the sum of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.common.actor import Actor
from portal.common.workflow import Text


@dataclass(frozen=True)
class Todo:
    """One thing that waits for a person: what, why, where, since when, until when."""

    title: Text
    note: Text
    url: str
    action: Text
    since: dt.date | None = None
    due: dt.date | None = None
    amount: int | None = None


Provider = Callable[[Actor], Iterable[Todo]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add an app's answer to the question what waits for this user."""
    if provider not in _providers:
        _providers.append(provider)


def todo_for(user: Actor) -> list[Todo]:
    """Return everything that waits for the user, most urgent first."""
    found = [item for provider in _providers for item in provider(user)]
    return sorted(
        found, key=lambda item: (item.due or dt.date.max, item.since or dt.date.max, str(item.title))
    )
