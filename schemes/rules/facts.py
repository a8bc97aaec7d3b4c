"""Dates of the scheme: financial years, months, the incentive window, and a unit's facts.

Dates are inclusive at both ends. A financial year runs from 1 April to 31 March (rule 10).
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from schemes.rules.book import Book
from schemes.rules.reading import Record
from schemes.rules.refusal import Refused

ONE_DAY = timedelta(days=1)
QUARTER_ENDS = ((6, 30), (9, 30), (12, 31), (3, 31))
_PHASE_KEYS = frozenset({"on", "capacity_mtpa"})


@dataclass(frozen=True, slots=True)
class Phase:
    """Capacity commissioned from a day on, in tonnes a year, earlier phases included."""

    on: date
    capacity_mtpa: int


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both ends included, whose sales earn the sales-linked incentive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What the window hangs on: the award, the phases in order, and an end the authority granted."""

    award_date: date
    phases: tuple[Phase, ...]
    window_to: date | None = None

    def commissioned_by(self, day: date) -> bool:
        """Whether any phase was commissioned on or before `day`."""
        return bool(self.phases) and self.phases[0].on <= day


def read_unit(record: Record) -> UnitFacts:
    """A unit's facts from `award_date`, `commissioned` and, where it is there, `window_to`.

    Refused: phases before the award, or not ascending in both date and cumulative capacity; a window that
    ends before the award.
    """
    award_date = record.day("award_date")
    phases = tuple(_read_phases(record, award_date))
    window_to = record.day_or_none("window_to")
    if window_to is not None and window_to < award_date:
        raise record.refuse("window_to", f"a date on or after the award date {award_date}")
    return UnitFacts(award_date, phases, window_to)


def _read_phases(record: Record, award_date: date) -> Iterable[Phase]:
    earlier: Phase | None = None
    for item in record.records("commissioned", _PHASE_KEYS):
        phase = Phase(item.day("on"), item.integer("capacity_mtpa", most=10**6))
        if phase.on < award_date:
            raise item.refuse("on", f"a date on or after the award date {award_date}")
        if earlier is not None and phase.on <= earlier.on:
            raise item.refuse("on", f"a date after the phase before, {earlier.on}")
        if earlier is not None and phase.capacity_mtpa <= earlier.capacity_mtpa:
            expected = f"more than the phase before, {earlier.capacity_mtpa}: capacities are cumulative"
            raise item.refuse("capacity_mtpa", expected)
        yield phase
        earlier = phase


def window_of(unit: UnitFacts, book: Book) -> Window | None:
    """The incentive window (rule 10.1); None without a phase, or where it would end before it starts."""
    if not unit.phases:
        return None
    first, last = unit.phases[0].on, unit.window_to or scheme_end(unit.award_date, book)
    return Window(first, last) if first <= last else None


def scheme_end(award_date: date, book: Book) -> date:
    """The last day of the unit's years under the scheme: gestation and incentive months after the award."""
    months = book.integer("gestation_months", award_date) + book.integer("incentive_months", award_date)
    return add_months(award_date, months) - ONE_DAY


def gestation_end(award_date: date, book: Book) -> date:
    """The last day by which the unit was to be commissioned."""
    return add_months(award_date, book.integer("gestation_months", award_date)) - ONE_DAY


def add_months(day: date, months: int) -> date:
    """`day` so many months on, at the end of the month where the month is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def fy_of(day: date) -> str:
    """The financial year of a day, as in `2029-30`."""
    year = day.year if day.month >= 4 else day.year - 1
    return f"{year}-{(year + 1) % 100:02d}"


def fy_start(day: date) -> date:
    """The 1 April on or before a day."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def fy_end(day: date) -> date:
    """The 31 March on or after a day."""
    return date(day.year + 1 if day.month >= 4 else day.year, 3, 31)


def fy_bounds(label: str) -> tuple[date, date]:
    """First and last day of a financial year written as `2029-30`; Refused where it is not one."""
    if len(label) == 7 and label.isascii() and label[:4].isdigit() and label[4] == "-" and label[0] in "12":
        first = date(int(label[:4]), 4, 1)
        if fy_of(first) == label:
            return first, fy_end(first)
    raise Refused("financial year", label, 'a financial year such as "2029-30"')


def days_in_fy(day: date) -> int:
    """Days of the financial year a day lies in: 366 where it has a 29 February, else 365."""
    return days_between(fy_start(day), fy_end(day))


def days_between(first: date, last: date) -> int:
    """Days from `first` to `last`, both included; 0 where `last` is before `first`."""
    return max(0, last.toordinal() - first.toordinal() + 1)


def is_quarter_end(day: date) -> bool:
    """Whether a day is 30 June, 30 September, 31 December or 31 March."""
    return (day.month, day.day) in QUARTER_ENDS


def quarter_ends(label: str) -> tuple[date, ...]:
    """The four quarter ends of a financial year, in order."""
    first, _ = fy_bounds(label)
    return tuple(date(first.year + (month < 4), month, day) for month, day in QUARTER_ENDS)


def quarter_end(day: date) -> date:
    """The last day of the quarter a day lies in."""
    return next(end for end in quarter_ends(fy_of(day)) if day <= end)


def commissioned_days(phases: Sequence[Phase], first: date, last: date) -> Iterable[tuple[int, int]]:
    """Pairs (capacity in tonnes a year, days) over the days from `first` to `last`, phase by phase."""
    for place, phase in enumerate(phases):
        until = phases[place + 1].on - ONE_DAY if place + 1 < len(phases) else last
        days = days_between(max(first, phase.on), min(last, until))
        if days:
            yield phase.capacity_mtpa, days
