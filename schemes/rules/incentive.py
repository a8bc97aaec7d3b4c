"""The sales-linked incentive (rule 10.1): year to date, less earlier claims, under the lifetime ceiling."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from schemes.rules import facts
from schemes.rules.book import Book, Entry, LadderRow
from schemes.rules.facts import UnitFacts, Window
from schemes.rules.money import plain
from schemes.rules.reading import Record
from schemes.rules.working import GIVEN, Cite, WorkingLine, cited, line, rule

KEYS = frozenset({"unit", "year_to_date", "entitled_earlier_this_year", "entitled_before"})
_UNIT = frozenset({"capacity_mtpa", "award_rate", "award_date", "commissioned"})
_OPTIONAL_UNIT = frozenset({"window_to"})
_YEAR = frozenset({"period_end", "sold_kg", "net_sales_turnover"})
KG_IN_TONNE = 1000
RULE = rule("10.1")
REASONS = {
    "rate": "A is the lesser",
    "allocation": "A is the lesser, on the quantity allowed",
    "turnover": "B is the lesser",
    "outside_window": "no day of the year to date lies in the incentive window",
    "no_sales": "nothing sold, net of returns",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """The facts of one claim, checked; money in exact rupees, weight in exact kilograms."""

    unit: UnitFacts
    capacity_mtpa: int
    award_rate: Fraction
    period_end: date
    sold: Fraction
    turnover: Fraction
    earlier_this_year: int
    before: int


@dataclass(frozen=True, slots=True)
class YearToDate:
    """What a year earned up to the period end. `by_rate` is A and `by_turnover` is B, in exact rupees."""

    quantity: Fraction
    by_rate: Fraction
    by_turnover: Fraction
    rupees: int
    binding: str


def compute(record: Record, book: Book) -> dict[str, object]:
    """Window, days, entitlement, excess, binding and working of one claim.

    Refused: a capacity off the ladder, a rate above the ceiling, a period end that ends no quarter.
    """
    claim, row, ceiling = _read(record, book)
    percent = book.entry("turnover_percent", claim.period_end)
    window = facts.window_of(claim.unit, book)
    start = facts.fy_start(claim.period_end)
    days = _days_counted(window, start, claim.period_end)
    year = facts.days_in_fy(claim.period_end)
    parts = _parts(claim, window, start)
    allowed = Fraction(sum(tonnes * count for tonnes, count in parts) * KG_IN_TONNE, year)
    earned = year_to_date(
        claim.sold,
        claim.turnover,
        allowed if days else None,
        claim.award_rate,
        book.fraction("turnover_percent", claim.period_end),
    )
    this = max(0, earned.rupees - claim.earlier_this_year)
    excess = max(0, claim.earlier_this_year - earned.rupees)
    left = max(0, row.sli_cap_crore.rupees - claim.before)
    entitlement = min(this, left)
    span = f"{window.first} to {window.last}" if window else "not open"
    period = f"{claim.period_end}"
    working = [
        line("days_counted", days, RULE, first=start, last=period, window=span, year=year),
        line("allowed", allowed, RULE, allotted=plain(claim.capacity_mtpa), parts=_phrase(parts, year)),
        line("sold", claim.sold, GIVEN, last=period),
        line("net_turnover", claim.turnover, GIVEN, last=period),
        *_earning_lines(claim, earned, ceiling, percent),
        line("to_date", earned.rupees, RULE, reason=REASONS[earned.binding]),
        line("earlier_this_year", claim.earlier_this_year, GIVEN, fy=facts.fy_of(claim.period_end)),
        line("this_claim", this, RULE),
        *_ceiling_lines(claim, row, left),
        line(
            "entitlement", entitlement, RULE, what="the lesser of this claim and what is left of the ceiling"
        ),
        line("excess", excess, RULE, more="earlier claims of the year", less="the year to date"),
    ]
    return {
        "window": {"from": str(window.first), "to": str(window.last)} if window else None,
        "eligible_days": days,
        "days_in_year": year,
        "entitlement": str(entitlement),
        "excess": str(excess),
        "binding": "lifetime" if left < this else earned.binding,
        "working": working,
    }


def year_to_date(
    sold: Fraction, turnover: Fraction, allowed: Fraction | None, rate: Fraction, percent: Fraction
) -> YearToDate:
    """`to_date` and what bound it; `allowed` is None where no day counts.

    Weights in kilograms, money in rupees, `percent` of the turnover. Rounding 1: down to the rupee.
    """
    nothing = Fraction(0)
    if allowed is None:
        return YearToDate(nothing, nothing, nothing, 0, "outside_window")
    if sold <= 0:
        return YearToDate(nothing, nothing, nothing, 0, "no_sales")
    quantity = min(sold, allowed)
    by_rate = rate * quantity
    by_turnover = percent * turnover * quantity / (100 * sold)
    if turnover <= 0:
        return YearToDate(quantity, by_rate, by_turnover, 0, "turnover")
    if by_turnover < by_rate:
        return YearToDate(quantity, by_rate, by_turnover, floor(by_turnover), "turnover")
    return YearToDate(
        quantity, by_rate, by_turnover, floor(by_rate), "rate" if quantity == sold else "allocation"
    )


def warns_cheaper_sales(
    sold: Fraction, turnover: Fraction, allowed: Fraction, rate: Fraction, percent: Fraction
) -> Fraction | None:
    """The price a kilogram below which further sales lower the year's amount; None while they can't.

    Once everything allowed is sold, a further sale earns nothing itself and moves the average price, on which
    B rests. Below the lesser of the average price and the price at which B meets A, it costs money.
    """
    if sold <= 0 or sold < allowed or turnover <= 0:
        return None
    return min(turnover / sold, rate * 100 / percent)


def _read(record: Record, book: Book) -> tuple[Claim, LadderRow, Entry]:
    unit = record.record("unit", _UNIT, _OPTIONAL_UNIT)
    year = record.record("year_to_date", _YEAR)
    claim = Claim(
        unit=facts.read_unit(unit),
        capacity_mtpa=unit.integer("capacity_mtpa"),
        award_rate=Fraction(unit.money("award_rate"), 100),
        period_end=year.day("period_end"),
        sold=Fraction(year.weight("sold_kg", signed=True), 1000),
        turnover=Fraction(year.money("net_sales_turnover", signed=True), 100),
        earlier_this_year=record.rupees("entitled_earlier_this_year"),
        before=record.rupees("entitled_before"),
    )
    if not facts.is_quarter_end(claim.period_end):
        raise year.refuse(
            "period_end", "the last day of a quarter: 30 June, 30 September, 31 December or 31 March"
        )
    award_date = claim.unit.award_date
    row = book.ladder_row(claim.capacity_mtpa, award_date, unit.at("capacity_mtpa"))
    ceiling = book.entry("rate_ceiling", award_date)
    most = book.fraction("rate_ceiling", award_date)
    if claim.award_rate > most:
        raise unit.refuse("award_rate", f"a rate not above the ceiling of Rs {plain(most)} a kg")
    return claim, row, ceiling


def _days_counted(window: Window | None, start: date, end: date) -> int:
    return facts.days_between(max(start, window.first), min(end, window.last)) if window else 0


def _parts(claim: Claim, window: Window | None, start: date) -> list[tuple[int, int]]:
    """Pairs (tonnes a year, days) of the days that count."""
    if window is None:
        return []
    first, last = max(start, window.first), min(claim.period_end, window.last)
    phases = facts.commissioned_days(claim.unit.phases, first, last)
    return [(min(claim.capacity_mtpa, tonnes), days) for tonnes, days in phases]


def _phrase(parts: list[tuple[int, int]], year: int) -> str:
    return " + ".join(f"{plain(tonnes)} t on {days}/{year} days" for tonnes, days in parts) or "no day"


def _earning_lines(claim: Claim, earned: YearToDate, ceiling: Entry, percent: Entry) -> list[WorkingLine]:
    """Quantity, A and B; absent where the year earned nothing before they arise."""
    if earned.binding in ("outside_window", "no_sales"):
        return []
    quantity = plain(earned.quantity)
    return [
        line("quantity", earned.quantity, RULE),
        line("by_rate", earned.by_rate, cited(ceiling), rate=plain(claim.award_rate), quantity=quantity),
        line(
            "by_turnover",
            earned.by_turnover,
            cited(percent),
            percent=percent.raw["value"],
            turnover=plain(claim.turnover),
            quantity=quantity,
            sold=plain(claim.sold),
        ),
    ]


def _ceiling_lines(claim: Claim, row: LadderRow, left: int) -> list[WorkingLine]:
    cap = row.sli_cap_crore
    return [
        line(
            "lifetime_cap",
            cap.rupees,
            Cite(cap.source, cap.tag),
            capacity=plain(claim.capacity_mtpa),
            on=claim.unit.award_date,
        ),
        line("entitled_before", claim.before, GIVEN),
        line("lifetime_left", left, RULE),
    ]
