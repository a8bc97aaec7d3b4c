"""Two clocks: ``business_today`` for the scheme's dates, ``now`` (real time) for everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from portal.common.models.calendar import DemoCalendar

_held: ContextVar[dt.date | None] = ContextVar("held_business_date", default=None)
_read: ContextVar[list[dt.date] | None] = ContextVar("calendar_read", default=None)


def now() -> dt.datetime:
    """Return the real time, aware, in UTC."""
    return timezone.now().astimezone(dt.UTC)


def business_today() -> dt.date:
    """Return the scheme's date: today in India, or the demonstration calendar's date where there is one."""
    held = _held.get()
    if held is not None:
        return held
    shown = _shown() if settings.DEMO else None
    return shown or timezone.localdate()


def _shown() -> dt.date | None:
    """Return the day on the demonstration's calendar, None where it has none yet."""
    read = _read.get()
    if read:
        return read[0]
    shown = DemoCalendar.objects.values_list("today", flat=True).first()
    if read is not None and shown:
        read.append(shown)
    return shown


def held_date() -> dt.date | None:
    """Return the day a demonstration holds the scheme's date at just now, so that its jobs can hold it too."""
    return _held.get()


@contextmanager
def business_date(day: dt.date) -> Iterator[None]:
    """Hold the scheme's date at ``day`` inside the block. Refused outside a demonstration."""
    if not settings.DEMO:
        raise ImproperlyConfigured(
            "The scheme's date can be held only in a demonstration (DEMO=1, not production)."
        )
    token = _held.set(day)
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def one_day() -> Iterator[None]:
    """Let everything inside the block, such as one request, see one scheme date: the demonstration's is read once."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)
