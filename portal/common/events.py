"""Writing the event chain. Services record; the append is the last statement before commit.

docs/event-chain.md documents the bytes and ``portal.common.chain`` defines them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import models, transaction

from portal.common.actor import Actor, address, pseudonym_of
from portal.common.canonical import canonical_text
from portal.common.chain import FORMAT_VERSION, hash_of
from portal.common.clock import business_today, now
from portal.common.models.event import ChainHead, Event

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Happening:
    """One thing that happened, before it has its place in the chain."""

    object_type: str
    object_id: str
    action: str
    actor: str
    changes: str


_buffer: ContextVar[list[Happening] | None] = ContextVar("happenings", default=None)


def record(
    subject: models.Model, action: str, actor: Actor | None, changes: Mapping[str, object] | None = None
) -> None:
    """Note that ``action`` happened to ``subject``. Only inside a service; raises RuntimeError elsewhere."""
    buffer = _buffer.get()
    if buffer is None:
        raise RuntimeError(f"{action} on {subject} was recorded outside a service.")
    buffer.append(
        Happening(
            object_type=subject._meta.label_lower,
            object_id=str(subject.pk),
            action=action,
            actor=pseudonym_of(actor),
            changes=canonical_text(changes or {}),
        )
    )


@contextmanager
def recording() -> Iterator[None]:
    """Open a transaction whose happenings join the chain at its end; inside another one, join that."""
    outer = _buffer.get()
    if outer is not None:
        mark = len(outer)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer[mark:]
            raise
        return
    buffer: list[Happening] = []
    token = _buffer.set(buffer)
    try:
        with transaction.atomic():
            yield
            _append(buffer)
    finally:
        _buffer.reset(token)


def service(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a service: atomic, its events appended last."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        with recording():
            return function(*args, **kwargs)

    return call


def _append(happenings: list[Happening]) -> None:
    if not happenings:
        return
    head = ChainHead.objects.select_for_update().get(pk=1)
    today, stamp = business_today().isoformat(), now().isoformat(timespec="microseconds")
    rows = []
    for happening in happenings:
        values: dict[str, object] = {
            "format_version": FORMAT_VERSION,
            "seq": head.seq + 1,
            "business_date": today,
            "recorded_at": stamp,
            "actor": happening.actor,
            "address": address(),
            "object_type": happening.object_type,
            "object_id": happening.object_id,
            "action": happening.action,
            "changes": happening.changes,
            "previous_hash": head.hash,
        }
        head.seq, head.hash = head.seq + 1, hash_of(values)
        rows.append(Event(**values, hash=head.hash))
    Event.objects.bulk_create(rows)
    head.save(update_fields=["seq", "hash"])
