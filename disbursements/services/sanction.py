"""Sanction orders: only from an approved round, numbered without gaps, never edited (domain.md 10.4)."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _

from applicants.selectors import holder_of
from disbursements.computation import book_version
from disbursements.lifecycle import TRANCHE
from disbursements.models import Payment, RoundItem, Sanction, Tranche
from disbursements.selectors.budget import head_year
from disbursements.services import decisions, ledger
from disbursements.services.ledger import Row
from disbursements.services.rounds import allotted_item
from disbursements.services.tranches import check_current
from portal.accounts.models import User
from portal.common import jobs
from portal.common.clock import business_today
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.numbering import next_number
from portal.common.refusals import Refusal
from schemes.rules.facts import fy_of
from schemes.terms import is_specimen

LETTER = "sanction_letter"


@constrained
@service
def sanction(*, by: User, tranche_id: int, version: int | None, note: str = "") -> Sanction:
    """Sanction an allotted tranche: number the order, bind the money, make its payment and ask for its letter.

    Raises Refusal where the round is of another year, where the year, the head or the claim has too little left, or
    where the latest computation no longer carries the amount.
    """
    tranche = decisions.locked_tranche(tranche_id, by)
    decisions.begin(tranche, TRANCHE, "sanction", claim=tranche.claim, by=by, version=version, note=note)
    item = allotted_item(tranche)
    _check_year(item)
    check_current(tranche.claim)
    _check_room(tranche, item.round.fy)
    fy = item.round.fy
    serial = next_number(f"SO/{fy}")
    number = f"SO/{fy}/{serial:04d}"
    _commit(tranche, fy, number)
    order = _order(tranche, item, serial, number, by)
    payment = Payment.objects.create(
        state="sanctioned", sanction=order, amount=order.amount, state_since_day=business_today()
    )
    changes = {"sanction": number, "amount": order.amount, "round": item.round.number}
    record(order, "make", by, {**changes, "head": order.head, "fy": fy, "payee": order.payee_id})
    decisions.finish(tranche, TRANCHE, "sanction", claim=tranche.claim, by=by, note=note, changes=changes)
    record(payment, "make", by, {"sanction": number, "amount": order.amount})
    jobs.ask(LETTER, order.pk, key=f"{LETTER}:{order.pk}", requested_by=by.pseudonym)
    return order


def _check_year(item: RoundItem) -> None:
    running = fy_of(business_today())
    if item.round.fy != running:
        raise Refusal(
            _("The round gave out the money of %(fy)s, which is over.") % {"fy": item.round.fy},
            where="fy",
            given=item.round.fy,
            expected=running,
            todo=_("Close a round of the running year; this part is first in it."),
        )


def _check_room(tranche: Tranche, fy: str) -> None:
    """Look once more, with the accounts locked, that year and head still hold the amount (design decision 6)."""
    head = tranche.claim.component
    accounts = [ledger.year_account(kind, head, fy) for kind in ("voted", "committed", "released", "paid")]
    ledger.locked([*accounts, ledger.head_account("outlay", head)])
    left = head_year(head, fy).sanctionable
    if tranche.amount > left:
        raise Refusal(
            _("The provision of %(head)s for %(fy)s does not hold this amount any more.")
            % {"head": head, "fy": fy},
            where="amount",
            given=tranche.amount,
            expected=_("at most %(left)s rupees") % {"left": left},
            todo=_("Wait for a provision, then sanction; nothing was bound."),
        )


def _commit(tranche: Tranche, fy: str, number: str) -> None:
    head, claim = tranche.claim.component, tranche.claim
    rows = [
        Row(
            ledger.year_account("voted", head, fy), ledger.year_account("committed", head, fy), tranche.amount
        ),
        Row(ledger.head_account("outlay", head), ledger.head_account("outlay_used", head), tranche.amount),
        Row(
            ledger.claim_account("entitled", claim), ledger.claim_account("sanctioned", claim), tranche.amount
        ),
    ]
    ledger.post(journal=f"sanction {number}", order_number=number, rows=rows)


def _order(tranche: Tranche, item: RoundItem, serial: int, number: str, by: User) -> Sanction:
    claim, fy = tranche.claim, item.round.fy
    return Sanction.objects.create(
        number=number,
        serial=serial,
        fy=fy,
        head=claim.component,
        tranche=tranche,
        round_item=item,
        unit=claim.unit,
        payee=holder_of(claim.unit),
        amount=tranche.amount,
        balance_after=head_year(claim.component, fy).voted_left,
        specimen=is_specimen(book_version(claim.book_code)),
        sanctioned_on=business_today(),
        sanctioned_by=by,
        token=secrets.token_hex(16),
    )
