"""Where a claim and a unit stand in money. All figures are whole rupees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet, Sum

from applicants.models import Unit
from disbursements.lifecycle import LIVE_CLAIM
from disbursements.models import Claim, LedgerAccount, Payment, Tranche
from disbursements.selectors.order import filed_claims
from schemes.rules.book import Book, Trigger
from schemes.rules.tranches import Position, position


@dataclass(frozen=True)
class ClaimPosition:
    """A claim's money: what it is entitled to, what fell due, what is raised, sanctioned and paid of it."""

    entitlement: int
    percent: Fraction
    due: int
    raised: int
    sanctioned: int
    paid: int

    @property
    def held(self) -> int:
        """Return what of the entitlement is not due yet, for want of a trigger."""
        return self.entitlement - self.due

    @property
    def unpaid(self) -> int:
        """Return what was raised and not paid."""
        return self.raised - self.paid


@dataclass(frozen=True)
class YearOfUnit:
    """What a unit got of a component in one financial year; ``fy`` is empty for the capital subsidy."""

    fy: str
    entitlement: int
    raised: int
    paid: int


def reached_triggers(claim: Claim, book: Book) -> list[Trigger]:
    """Return the points of the book's table the claim has reached, in the book's order (domain.md 10.3).

    The table is the one in force on the period end, or on the claim date for the capital subsidy.
    """
    on = claim.period_end or claim.claimed_on
    if on is None or claim.state not in ("verified", "closed"):
        return []
    reached = {"verified", "commissioned"} | ({"reconciled"} if claim.reconciled_on else set())
    return [trigger for trigger in book.triggers(claim.component, on) if trigger.key in reached]


def is_last_trigger_reached(claim: Claim, book: Book) -> bool:
    """Whether nothing more of the entitlement can fall due."""
    on = claim.period_end or claim.claimed_on
    reached = reached_triggers(claim, book)
    return on is not None and bool(reached) and reached[-1] == book.triggers(claim.component, on)[-1]


def raised_on(claim: Claim) -> int:
    """Return the rupees of the claim's tranches, lapsed ones left out."""
    return _sum(Tranche.objects.filter(claim=claim).exclude(state="lapsed"))


def paid_on(claim: Claim) -> int:
    """Return the rupees of the claim that were paid."""
    return _sum(Payment.objects.filter(sanction__tranche__claim=claim, state="paid"))


def _sum(rows: QuerySet[Tranche] | QuerySet[Payment]) -> int:
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def engine_position(claim: Claim, percent: Fraction) -> Position:
    """Return what is to be raised, withdrawn or recovered on the claim at a cumulative percentage."""
    entitlement = claim.current.entitlement if claim.current else 0
    return position(entitlement, percent, raised_on(claim), paid_on(claim))


def claim_position(claim: Claim, book: Book) -> ClaimPosition:
    """Return where the claim stands; an indicative computation entitles but nothing is due on it."""
    reached = reached_triggers(claim, book)
    percent = reached[-1].percent if reached else Fraction(0)
    return ClaimPosition(
        entitlement=claim.current.entitlement if claim.current else 0,
        percent=percent,
        due=engine_position(claim, percent).due,
        raised=raised_on(claim),
        sanctioned=balance_of("sanctioned", claim=claim) + balance_of("received", claim=claim),
        paid=paid_on(claim),
    )


def balance_of(kind: str, **dimensions: object) -> int:
    """Return the sum of the balances of the accounts of a kind, narrowed by head, fy, unit, component or claim."""
    found = LedgerAccount.objects.filter(kind=kind, **dimensions).aggregate(total=Sum("balance"))["total"]
    return int(found or 0)


def ceiling_left(unit: Unit, component: str) -> int:
    """Return what is left of a unit's lifetime ceiling; 0 before the first computation opened it."""
    return balance_of("ceiling", unit=unit, component=component)


def ceiling_of(unit: Unit, component: str) -> int:
    """Return the unit's lifetime ceiling as opened from the book; 0 before the first computation."""
    return balance_of("ceiling_source", unit=unit, component=component)


def years_of_unit(unit: Unit, component: str) -> list[YearOfUnit]:
    """Return a unit's entitlement, what was raised and what was paid, year by year, oldest first."""
    claims = list(filed_claims(unit, component))
    return [_year(fy, [claim for claim in claims if claim.fy == fy]) for fy in sorted({c.fy for c in claims})]


def _year(fy: str, claims: Iterable[Claim]) -> YearOfUnit:
    listed = list(claims)
    return YearOfUnit(
        fy=fy,
        entitlement=sum(claim.current.entitlement for claim in listed if claim.current),
        raised=sum(raised_on(claim) for claim in listed),
        paid=sum(paid_on(claim) for claim in listed),
    )


def live_claims(unit: Unit, component: str) -> list[Claim]:
    """Return the unit's claims that count or may yet count, drafts included."""
    return list(
        Claim.objects.filter(unit=unit, component=component, state__in=LIVE_CLAIM).order_by(
            "period_end", "pk"
        )
    )
