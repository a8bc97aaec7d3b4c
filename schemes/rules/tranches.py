"""Tranches (rule 10.3): what of an entitlement is due by now, against what was raised and paid."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from schemes.rules.book import Book
from schemes.rules.money import plain
from schemes.rules.reading import Record
from schemes.rules.working import GIVEN, line, rule

KEYS = frozenset({"entitlement", "percent", "raised", "paid"})
RULE = rule("10.3")


@dataclass(frozen=True, slots=True)
class Position:
    """Whole rupees: due so far, and what is to be raised, withdrawn before payment, or recovered."""

    due: int
    tranche: int
    withdraw: int
    recover: int


def position(entitlement: int, percent: Fraction, raised: int, paid: int) -> Position:
    """The position of a claim at a trigger; `percent` is cumulative, `paid` is part of `raised`.

    Rounding 2: what is due goes down to the rupee. A fall first takes back what is not paid.
    """
    due = floor(percent * entitlement / 100)
    if due >= raised:
        return Position(due, due - raised, 0, 0)
    fall = raised - due
    withdraw = min(raised - paid, fall)
    return Position(due, 0, withdraw, fall - withdraw)


def compute(record: Record, book: Book) -> dict[str, object]:
    """Tranche, withdraw and recover, with the working; paid above raised is refused."""
    entitlement, raised, paid = record.rupees("entitlement"), record.rupees("raised"), record.rupees("paid")
    percent = record.percent("percent", most=100)
    if paid > raised:
        raise record.refuse("paid", f"at most what was raised, {raised}")
    found = position(entitlement, percent, raised, paid)
    return {
        "tranche": str(found.tranche),
        "withdraw": str(found.withdraw),
        "recover": str(found.recover),
        "working": [
            line("tranche_entitlement", entitlement, GIVEN),
            line("tranche_due", found.due, RULE, percent=plain(percent)),
            line("tranche_raised", raised, GIVEN),
            line("tranche_paid", paid, GIVEN),
            line("tranche", found.tranche, RULE),
            line("withdraw", found.withdraw, RULE, fall=plain(max(0, raised - found.due))),
            line("recover", found.recover, RULE),
        ],
    }
