"""Who is acting in this request or job, for the event chain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

_address: ContextVar[str] = ContextVar("address", default="")


class Actor(Protocol):
    """What the floor needs to know of a user."""

    pk: int

    @property
    def pseudonym(self) -> str: ...

    def has_role(self, *roles: str) -> bool: ...


def pseudonym_of(actor: Actor | None) -> str:
    """Return the pseudonymous id that stands in the chain; ``system`` for jobs and shipped data."""
    return actor.pseudonym if actor is not None else "system"


def address() -> str:
    """Return the network address the request came from, empty for jobs."""
    return _address.get()


@contextmanager
def from_address(value: str) -> Iterator[None]:
    """Remember the network address inside the block."""
    token = _address.set(value)
    try:
        yield
    finally:
        _address.reset(token)
