"""What became of a claim's money: tranches with state and amount, what was paid, what is held and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _t

from disbursements.models import Claim, LedgerAccount, Payment, Sanction, Tranche
from disbursements.waiting import Waiting, furthest, payment_of, sanction_of
from portal.common.templatetags.portal_money import NBSP, crore_text
from portal.common.workflow import Text
from schemes.rules.book import Book, Trigger

UNDECIDED = ("submitted", "desk_check", "query", "checked")


@dataclass(frozen=True)
class TrancheRow:
    """One tranche as the page lists it; `state` is in the reader's words, `text` says which trigger made it due."""

    tranche: Tranche
    label: str
    place: Waiting
    state: Text
    text: Text
    sanction: Sanction | None
    payment: Payment | None
    url: str

    @property
    def paid_on(self) -> dt.date | None:
        """The bank's value date, None before."""
        return self.payment.value_date if self.payment else None


@dataclass(frozen=True)
class Held:
    """A part of the entitlement that waits for a trigger of the book: rupees, and what it waits for."""

    amount: int
    percent: Decimal
    trigger: str
    why: str

    @property
    def percent_text(self) -> str:
        """The cumulative percentage in print."""
        return percent_text(self.percent)


@dataclass(frozen=True)
class ClaimMoney:
    """A claim's money in whole rupees."""

    rows: Sequence[TrancheRow]
    entitlement: int
    paid: int
    on_its_way: int
    held: Sequence[Held]
    ceiling_left: int | None
    first_due: tuple[int, Decimal] | None

    @property
    def held_total(self) -> int:
        """What waits for a trigger."""
        return sum(part.amount for part in self.held)

    @property
    def raised(self) -> int:
        """What was raised so far, less what lapsed."""
        return sum(row.tranche.amount for row in self.rows if row.tranche.state != "lapsed")


def with_money(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with tranches, sanctions and payments read at once, in the order of tranche number."""
    tranches = Tranche.objects.select_related("sanction__payment", "sanction__letter").order_by("number")
    return claims.prefetch_related(Prefetch("tranches", tranches))


def money_of(claim: Claim, audience: str, book: Book | None, ceiling_left: int | None = None) -> ClaimMoney:
    """Tranches, payments and what is held of a claim read by `with_money`."""
    tranches = list(claim.tranches.all())
    names = trigger_names(claim, book)
    rows = [_row(tranche, audience, book, names) for tranche in tranches]
    paid = sum(row.payment.amount for row in rows if row.payment and row.payment.state == "paid")
    live = sum(tranche.amount for tranche in tranches if tranche.state != "lapsed")
    entitlement = claim.current.entitlement if claim.current else 0
    held = _held(claim, book, entitlement, live) if claim.state in ("verified", "closed") else []
    return ClaimMoney(
        rows, entitlement, paid, live - paid, held, ceiling_left, _first_due(claim, book, entitlement)
    )


def ceiling_left_of(claim: Claim) -> int | None:
    """What is left under the unit's ceiling for the claim's component, from the ledger; None before it is opened."""
    account = LedgerAccount.objects.filter(
        kind="ceiling", unit=claim.unit_id, component=claim.component
    ).first()
    return account.balance if account else None


def triggers_of(claim: Claim, book: Book | None) -> tuple[Trigger, ...]:
    """The book's triggers for a claim, as on its period end (or the day it was claimed)."""
    day = claim.period_end or claim.claimed_on
    return book.triggers(claim.component, day) if book and day else ()


def trigger_names(claim: Claim, book: Book | None) -> dict[str, str]:
    """The triggers' names in the reader's language, by key."""
    return {trigger.key: in_language(trigger.name) for trigger in triggers_of(claim, book)}


def in_language(name: Mapping[str, str]) -> str:
    """A book's name of something in the reader's language."""
    return name.get(get_language() or "en", name["en"])


def in_crore(rupees: int) -> str:
    """Rupees as plain text in crore that stays on one line, "₹ 155.80 cr"."""
    return f"₹ {crore_text(rupees)}".replace(" ", NBSP)


def percent_text(percent: Decimal) -> str:
    """A percentage without needless zeros, "85 %"."""
    whole = percent.to_integral_value()
    return f"{whole if whole == percent else percent.normalize()} %"


def _row(tranche: Tranche, audience: str, book: Book | None, names: dict[str, str]) -> TrancheRow:
    place = furthest(tranche, book)
    label = _t("Tranche %(number)d") % {"number": tranche.number}
    if tranche.parent_id:
        label = _t("Tranche %(number)d, rest deferred from %(year)s") % {
            "number": tranche.number,
            "year": tranche.deferred_from,
        }
    why = names.get(tranche.trigger, tranche.trigger)
    text = _t("%(trigger)s: up to %(percent)s") % {"trigger": why, "percent": percent_text(tranche.percent)}
    sanction = sanction_of(tranche)
    return TrancheRow(
        tranche,
        label,
        place,
        place.state.label_for(audience),
        text,
        sanction,
        payment_of(tranche),
        _order_url(sanction, audience) if sanction else "",
    )


def _order_url(sanction: Sanction, audience: str) -> str:
    """Where a reader finds the order: officers its page, the company its letter."""
    if audience != "manufacturer":
        return reverse("officer:sanction", args=[sanction.pk])
    return reverse("sanction_letter", args=[sanction.pk]) if sanction.letter_id else ""


def _first_due(claim: Claim, book: Book | None, entitlement: int) -> tuple[int, Decimal] | None:
    """What verification would make due of the entitlement so far, and the percentage; None once it is verified."""
    triggers = triggers_of(claim, book) if claim.state in UNDECIDED else ()
    if not triggers:
        return None
    percent = triggers[0].percent
    return int(percent * entitlement / 100), Decimal(percent.numerator) / percent.denominator


def _held(claim: Claim, book: Book | None, entitlement: int, raised: int) -> list[Held]:
    """The parts no trigger has released yet: each trigger's share beyond what is raised (rule 10.3)."""
    held, before = [], raised
    for trigger in triggers_of(claim, book):
        due = int(trigger.percent * entitlement / 100)
        if due <= before:
            continue
        percent = Decimal(trigger.percent.numerator) / trigger.percent.denominator
        held.append(Held(due - before, percent, trigger.key, in_language(trigger.name)))
        before = due
    return held
