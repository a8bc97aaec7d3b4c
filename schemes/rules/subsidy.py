"""The capital subsidy (rule 10.2): a percentage of the eligible investment, up to the ladder's ceiling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from re import compile as pattern

from schemes.rules import facts
from schemes.rules.book import Book, LadderRow
from schemes.rules.facts import UnitFacts
from schemes.rules.money import fixed, plain
from schemes.rules.reading import Record
from schemes.rules.working import GIVEN, Cite, WorkingLine, cited, line, rule

KEYS = frozenset({"claimed_on", "unit", "assets", "entitled_before"})
_UNIT = frozenset({"capacity_mtpa", "award_date", "commissioned"})
_ASSET = frozenset({"head", "incurred_on", "amount", "condition"})
_HEAD = pattern(r"[a-z][a-z0-9_]{0,63}")
CONDITIONS = ("new", "second_hand")
PLANT = "plant_machinery"
RULE = rule("10.2")


@dataclass(frozen=True, slots=True)
class Asset:
    """One line of the asset register: its counted cost in paise."""

    head: str
    incurred_on: date
    paise: int
    second_hand: bool


@dataclass(frozen=True, slots=True)
class Disallowed:
    """What of a line is not counted, in paise, and the first reason that applies; lines count from 1."""

    line: int
    paise: int
    reason: str


@dataclass(frozen=True, slots=True)
class Investment:
    """The register after the rules: everything in paise."""

    total: int
    eligible: int
    plant: int
    second_hand: int
    second_hand_limit: int
    disallowed: tuple[Disallowed, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """The facts of one claim, checked."""

    unit: UnitFacts
    capacity_mtpa: int
    claimed_on: date
    assets: tuple[Asset, ...]
    before: int


def counted_cost(gross: int, recoverable_tax: int, credited: int, paid: int) -> int:
    """The counted cost of one asset line (rule 10.0), all in paise: what was paid, less tax that returns."""
    return max(0, min(paid, gross - recoverable_tax - credited))


def compute(record: Record, book: Book) -> dict[str, object]:
    """Entitlement, excess, binding, eligible investment, disallowed lines and working of one claim."""
    claim, row = _read(record, book)
    investment = assess(claim.assets, book, claim.claimed_on)
    by_rate = book.fraction("subsidy_percent", claim.claimed_on) * investment.eligible / (100 * 100)
    due, binding = _due(claim, row, investment, by_rate)
    excess = max(0, claim.before - due)
    entitlement = max(0, due - claim.before)
    return {
        "entitlement": str(entitlement),
        "excess": str(excess),
        "binding": binding,
        "eligible_investment": fixed(investment.eligible, 2),
        "disallowed": [
            {"line": d.line, "amount": fixed(d.paise, 2), "reason": d.reason} for d in investment.disallowed
        ],
        "working": [
            *_investment_lines(claim, investment, book),
            *_due_lines(claim, row, investment, by_rate, book),
            line("subsidy_due", due, RULE, reason=REASONS[binding]),
            line("entitled_before", claim.before, GIVEN),
            line("entitlement", entitlement, RULE, what="what is due less entitled before, not below 0"),
            line("excess", excess, RULE, more="entitled before", less="what is due"),
        ],
    }


REASONS = {
    "rate": "the percentage of the eligible investment, down to the rupee",
    "cap": "the ceiling, since it is the lesser",
    "below_minimum": "nothing: eligible investment is below the minimum, the claim is returned",
    "not_commissioned": "nothing: no phase was commissioned by the claim date",
}


def assess(assets: Sequence[Asset], book: Book, on: date) -> Investment:
    """Eligible investment and disallowed lines, by the parameters in force on the claim date."""
    heads = book.names("counted_heads", on)
    start = book.day("investment_start", on)
    refused: list[Disallowed] = []
    passed: list[tuple[int, Asset]] = []
    for place, asset in enumerate(assets, 1):
        reason = _reason(asset, heads, start, on)
        if reason is None:
            passed.append((place, asset))
        else:
            refused.append(Disallowed(place, asset.paise, reason))
    plant = sum(asset.paise for _, asset in passed if asset.head == PLANT)
    old = [(place, asset.paise) for place, asset in passed if asset.head == PLANT and asset.second_hand]
    limit = floor(book.fraction("second_hand_percent", on) * plant / 100)  # rounding 5: down to the paisa
    refused += _beyond(old, limit)
    total = sum(asset.paise for asset in assets)
    return Investment(
        total=total,
        eligible=total - sum(d.paise for d in refused),
        plant=plant,
        second_hand=sum(paise for _, paise in old),
        second_hand_limit=limit,
        disallowed=tuple(sorted(refused, key=lambda d: d.line)),
    )


def _reason(asset: Asset, heads: tuple[str, ...], start: date, claimed_on: date) -> str | None:
    if asset.head not in heads:
        return "head"
    if asset.incurred_on < start:
        return "before_start"
    return "after_claim" if asset.incurred_on > claimed_on else None


def _beyond(lines: Sequence[tuple[int, int]], limit: int) -> list[Disallowed]:
    """What of second-hand lines lies beyond the limit, filled in line order, the last line partly."""
    left, beyond = limit, []
    for place, paise in lines:
        counted = min(paise, left)
        left -= counted
        if counted < paise:
            beyond.append(Disallowed(place, paise - counted, "second_hand_limit"))
    return beyond


def _due(claim: Claim, row: LadderRow, investment: Investment, by_rate: Fraction) -> tuple[int, str]:
    """Rupees due in all and what bound them. Rounding 1: the percentage goes down to the rupee."""
    if not claim.unit.commissioned_by(claim.claimed_on):
        return 0, "not_commissioned"
    if investment.eligible < row.min_investment_crore.rupees * 100:
        return 0, "below_minimum"
    rounded = floor(by_rate)
    cap = row.cs_cap_crore.rupees
    return (cap, "cap") if cap < rounded else (rounded, "rate")


def _read(record: Record, book: Book) -> tuple[Claim, LadderRow]:
    unit = record.record("unit", _UNIT)
    claim = Claim(
        unit=facts.read_unit(unit),
        capacity_mtpa=unit.integer("capacity_mtpa"),
        claimed_on=record.day("claimed_on"),
        assets=tuple(map(_read_asset, record.records("assets", _ASSET))),
        before=record.rupees("entitled_before"),
    )
    return claim, book.ladder_row(claim.capacity_mtpa, claim.unit.award_date, unit.at("capacity_mtpa"))


def _read_asset(record: Record) -> Asset:
    return Asset(
        head=record.matching("head", _HEAD, "the name of a head, in small letters, such as plant_machinery"),
        incurred_on=record.day("incurred_on"),
        paise=record.money("amount"),
        second_hand=record.choice("condition", CONDITIONS) == "second_hand",
    )


def _investment_lines(claim: Claim, investment: Investment, book: Book) -> list[WorkingLine]:
    on = claim.claimed_on
    heads, start = book.entry("counted_heads", on), book.entry("investment_start", on)
    percent = book.entry("second_hand_percent", on)
    sums: dict[str, int] = {}
    counts: dict[str, int] = {}
    for item in investment.disallowed:
        sums[item.reason] = sums.get(item.reason, 0) + item.paise
        counts[item.reason] = counts.get(item.reason, 0) + 1

    def without(reason: str, cite: Cite, **values: object) -> WorkingLine:
        amount = Fraction(sums.get(reason, 0), 100)
        return line(f"disallowed_{reason}", amount, cite, count=counts.get(reason, 0), **values)

    return [
        line("assets_total", Fraction(investment.total, 100), GIVEN, count=len(claim.assets)),
        without("head", cited(heads), heads=", ".join(book.names("counted_heads", on)).replace("_", " ")),
        without("before_start", cited(start), start=start.value),
        without("after_claim", RULE, on=on),
        line(
            "second_hand_limit",
            Fraction(investment.second_hand_limit, 100),
            cited(percent),
            percent=percent.raw["value"],
            base=plain(Fraction(investment.plant, 100)),
        ),
        without("second_hand_limit", RULE, total=plain(Fraction(investment.second_hand, 100))),
        line("eligible_investment", Fraction(investment.eligible, 100), RULE),
    ]


def _due_lines(
    claim: Claim, row: LadderRow, investment: Investment, by_rate: Fraction, book: Book
) -> list[WorkingLine]:
    percent = book.entry("subsidy_percent", claim.claimed_on)
    place = {"capacity": plain(claim.capacity_mtpa), "on": claim.unit.award_date}
    least, cap = row.min_investment_crore, row.cs_cap_crore
    base = plain(Fraction(investment.eligible, 100))
    return [
        line("minimum_investment", least.rupees, Cite(least.source, least.tag), **place),
        line("subsidy_by_rate", by_rate, cited(percent), percent=percent.raw["value"], investment=base),
        line("subsidy_cap", cap.rupees, Cite(cap.source, cap.tag), **place),
    ]
