"""The budget round (rule 10.4): oldest deferrals first, the group that runs short shared to the rupee."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemes.rules.book import Book
from schemes.rules.facts import fy_bounds
from schemes.rules.money import plain
from schemes.rules.reading import Record
from schemes.rules.refusal import Refused
from schemes.rules.working import GIVEN, WorkingLine, line, rule

KEYS = frozenset({"available", "due"})
_ITEM = frozenset({"id", "amount", "deferred_from"})
RULE = rule("10.4")


@dataclass(frozen=True, slots=True)
class Item:
    """A part due: whole rupees, and the financial year it was first deferred from."""

    id: str
    amount: int
    deferred_from: str | None


def allot(available: int, items: Sequence[Item]) -> list[int]:
    """Rupees for each item, in the order given; they add up to `available` where that is not enough."""
    paid = [0] * len(items)
    left = available
    for places in groups(items):
        due = [items[place].amount for place in places]
        for place, part in zip(places, share(left, due), strict=True):
            paid[place] = part
            left -= part
    return paid


def groups(items: Sequence[Item]) -> list[list[int]]:
    """Places of the items by age: oldest financial year first, not deferred last."""
    ages = sorted({item.deferred_from or "" for item in items}, key=lambda age: (age == "", age))
    return [[p for p, item in enumerate(items) if (item.deferred_from or "") == age] for age in ages]


def share(available: int, due: Sequence[int]) -> list[int]:
    """`due` in full while `available` reaches; else in proportion, by the largest remainder.

    Rounding 3: each part goes down to the rupee, the rupees left over go one each to the largest remainders,
    ties to the earlier place.
    """
    total = sum(due)
    if total <= available:
        return list(due)
    parts = [amount * available // total for amount in due]
    by_remainder = sorted(range(len(due)), key=lambda place: (-(due[place] * available % total), place))
    for place in by_remainder[: available - sum(parts)]:
        parts[place] += 1
    return parts


def compute(record: Record, book: Book) -> dict[str, object]:
    """What of each item is payable and what deferred, in the order given, with the working."""
    available = record.rupees("available")
    items = _read(record)
    paid = allot(available, items)
    due_in_all, paid_in_all = sum(item.amount for item in items), sum(paid)
    return {
        "allotments": [
            {"id": item.id, "payable": str(part), "deferred": str(item.amount - part)}
            for item, part in zip(items, paid, strict=True)
        ],
        "working": [
            line("round_available", available, GIVEN),
            line("round_due", due_in_all, GIVEN, count=len(items)),
            *_group_lines(available, items, paid),
            line("round_paid", paid_in_all, RULE),
            line("round_deferred", due_in_all - paid_in_all, RULE),
        ],
    }


def _group_lines(available: int, items: Sequence[Item], paid: Sequence[int]) -> list[WorkingLine]:
    lines, left = [], available
    for places in groups(items):
        age = items[places[0]].deferred_from
        part = sum(paid[place] for place in places)
        lines.append(
            line(
                "round_group",
                part,
                RULE,
                group=f"deferred from {age}" if age else "not deferred",
                count=len(places),
                due=plain(sum(items[place].amount for place in places)),
                left=plain(left),
            )
        )
        left -= part
    return lines


def _read(record: Record) -> list[Item]:
    items: list[Item] = []
    seen: set[str] = set()
    for item in record.records("due", _ITEM):
        name = item.text("id")
        if name in seen:
            raise item.refuse("id", "an id that no item before it has")
        seen.add(name)
        items.append(Item(name, item.rupees("amount"), _age(item)))
    return items


def _age(item: Record) -> str | None:
    label = item.text_or_none("deferred_from")
    if label is not None:
        try:
            fy_bounds(label)
        except Refused as refused:
            raise item.refuse("deferred_from", refused.expected + ", or null") from None
    return label
