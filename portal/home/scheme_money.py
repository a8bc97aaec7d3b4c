"""Scheme money for dashboards: every figure is a sum of ledger rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from disbursements.models import LedgerEntry

SCHEME_KINDS = ("outlay", "outlay_used")
YEAR_KINDS = ("voted", "committed", "released", "paid")


@dataclass(frozen=True)
class HeadMoney:
    """One head over the scheme's life, in whole rupees: ``committed`` is sanctioned and not yet paid."""

    head: str
    outlay: int
    committed: int
    paid: int

    @property
    def left(self) -> int:
        """Return what the head can still give."""
        return self.outlay - self.committed - self.paid


@dataclass(frozen=True)
class YearMoney:
    """One head in one financial year, in whole rupees. ``left`` is voted and not sanctioned."""

    head: str
    fy: str
    left: int
    committed: int
    released: int
    paid: int

    @property
    def voted(self) -> int:
        """Return the provision so far."""
        return self.left + self.committed + self.released + self.paid


Balances = dict[tuple[str, str, str], int]


def balances() -> Balances:
    """Return debits less credits by (head, FY, kind), over all ledger rows of the scheme and its years."""
    found: Balances = defaultdict(int)
    for side, sign in (("debit", 1), ("credit", -1)):
        names = [f"{side}__head", f"{side}__fy", f"{side}__kind"]
        rows = LedgerEntry.objects.filter(**{f"{side}__kind__in": (*SCHEME_KINDS, *YEAR_KINDS)})
        for head, fy, kind, amount in rows.order_by().values_list(*names).annotate(sum=Sum("amount")):
            found[head, fy, kind] += sign * amount
    return dict(found)


def heads(found: Balances) -> list[HeadMoney]:
    """Return every head over the scheme's life."""
    paid: dict[str, int] = defaultdict(int)
    for (head, _fy, kind), amount in found.items():
        paid[head] += amount if kind == "paid" else 0
    rows = []
    for head in sorted({head for head, _fy, kind in found if kind in SCHEME_KINDS}):
        left, used = found.get((head, "", "outlay"), 0), found.get((head, "", "outlay_used"), 0)
        rows.append(HeadMoney(head, left + used, used - paid[head], paid[head]))
    return rows


def years(found: Balances) -> list[YearMoney]:
    """Return every head and financial year with a provision."""
    known = {(fy, head) for head, fy, kind in found if kind in YEAR_KINDS}
    return [
        YearMoney(head, fy, *(found.get((head, fy, kind), 0) for kind in YEAR_KINDS))
        for fy, head in sorted(known)
    ]
