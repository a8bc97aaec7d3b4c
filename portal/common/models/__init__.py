"""The floor's tables."""

from portal.common.models.anchor import Anchor
from portal.common.models.calendar import DemoCalendar
from portal.common.models.counter import Counter
from portal.common.models.event import ChainHead, Event
from portal.common.models.job import Job
from portal.common.models.stateful import Stateful
from portal.common.models.stored_file import StoredFile

__all__ = ["Anchor", "ChainHead", "Counter", "DemoCalendar", "Event", "Job", "Stateful", "StoredFile"]
