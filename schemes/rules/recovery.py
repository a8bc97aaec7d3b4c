"""Recovery with interest, and the deduction for late commissioning (rule 10.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from schemes.rules.book import Book
from schemes.rules.facts import add_months
from schemes.rules.money import plain
from schemes.rules.reading import Record
from schemes.rules.refusal import Refused
from schemes.rules.working import GIVEN, line, rule

KEYS = frozenset({"principal", "paid_on", "recovered_on", "rates"})
_RATE = frozenset({"from", "percent"})
RULE = rule("10.5")
DAYS = 365


@dataclass(frozen=True, slots=True)
class Rate:
    """A yearly rate of interest, in percent, in force from a day."""

    start: date
    percent: Fraction


@dataclass(frozen=True, slots=True)
class Stretch:
    """A whole year, or the `days` left over, and what the principal was worth before and after (Rs)."""

    first: date
    last: date
    days: int | None
    percent: Fraction
    before: Fraction
    after: Fraction


def half_up(amount: Fraction) -> int:
    """Rounding 4: to the rupee, half a rupee and more counts up."""
    return floor(amount + Fraction(1, 2))


def stretches(principal: int, paid_on: date, recovered_on: date, rates: Sequence[Rate]) -> list[Stretch]:
    """Whole years counted from the day paid, then the days left over.

    Refused where no rate is in force on the first day of a stretch.
    """
    found: list[Stretch] = []
    grown, first, years = Fraction(principal), paid_on, 0
    while first < recovered_on:
        years += 1
        last = add_months(paid_on, 12 * years)
        whole = last <= recovered_on
        percent = _rate_on(first, rates)
        days = None if whole else (recovered_on - first).days
        last = min(last, recovered_on)
        after = grown * (1 + percent / 100 * (1 if days is None else Fraction(days, DAYS)))
        found.append(Stretch(first, last, days, percent, grown, after))
        grown, first = after, last
    return found


def due(principal: int, paid_on: date, recovered_on: date, rates: Sequence[Rate]) -> int:
    """Whole rupees due on the day of recovery, interest included; the principal alone on the day paid."""
    grown = stretches(principal, paid_on, recovered_on, rates)
    return half_up(grown[-1].after) if grown else principal


def delay_deduction(
    security: int, percent_per_day: Fraction, gestation_end: date, commissioned_on: date
) -> int:
    """Rupees due against the guarantee for commissioning after the gestation end; 0 where it was in time.

    `security` is the performance security in rupees, `percent_per_day` the book's daily rate.
    """
    late = max(0, (commissioned_on - gestation_end).days)
    return half_up(security * percent_per_day / 100 * late)


def compute(record: Record, book: Book) -> dict[str, object]:
    """Amount due and interest, with the working year by year."""
    principal = record.rupees("principal")
    paid_on, recovered_on = record.day("paid_on"), record.day("recovered_on")
    if recovered_on < paid_on:
        raise record.refuse("recovered_on", f"a date on or after the day paid, {paid_on}")
    grown = stretches(principal, paid_on, recovered_on, _read_rates(record))
    amount = half_up(grown[-1].after) if grown else principal
    lines = [
        line(
            "year_interest" if part.days is None else "days_interest",
            part.after - part.before,
            RULE,
            first=part.first,
            last=part.last,
            days=part.days,
            percent=plain(part.percent),
            base=plain(part.before),
        )
        for part in grown
    ]
    return {
        "due": str(amount),
        "interest": str(amount - principal),
        "working": [
            line("principal", principal, GIVEN, paid_on=paid_on),
            *lines,
            line("recovery_interest", amount - principal, RULE),
            line("recovery_due", amount, RULE, recovered_on=recovered_on),
        ],
    }


def _rate_on(day: date, rates: Sequence[Rate]) -> Fraction:
    in_force = [rate for rate in rates if rate.start <= day]
    if not in_force:
        raise Refused(
            "rates", f"no rate on {day}", "a rate in force on the first day of every year of interest"
        )
    return max(in_force, key=lambda rate: rate.start).percent


def _read_rates(record: Record) -> list[Rate]:
    rates: list[Rate] = []
    for item in record.records("rates", _RATE):
        rate = Rate(item.day("from"), item.percent("percent", most=1000))
        if any(rate.start == other.start for other in rates):
            raise item.refuse("from", "a date no rate before it has")
        rates.append(rate)
    return rates
