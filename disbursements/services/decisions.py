"""One step of a person on a claim, its tranche or its payment: role, state, function, note on the file, event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _

from disbursements.models import Approval, Claim, Payment, Tranche
from disbursements.permissions import claims_visible_to, payments_visible_to, tranches_visible_to
from disbursements.selectors.order import lock_filed_claims
from disbursements.services.separation import take_function
from portal.accounts.models import User
from portal.common.clock import business_today
from portal.common.models import Stateful
from portal.common.refusals import NotFound, WrongInput
from portal.common.workflow import Lifecycle, Transition, advance, check


def locked_claim(claim_id: int, by: User) -> Claim:
    """Lock a claim the user may see and return it fresh. Raises NotFound."""
    if not claims_visible_to(by).filter(pk=claim_id).exists():
        raise NotFound(_("There is no such claim."), where="claim", given=claim_id)
    return Claim.objects.select_for_update().get(pk=claim_id)


def lock_units_claims(claim_id: int) -> None:
    """Lock all of the unit's claims of the component before one of them ends and the others are computed anew.

    In the one order the computation job uses, so that the two can't wait for each other.
    """
    known = Claim.objects.filter(pk=claim_id).select_related("unit").first()
    if known is not None:
        lock_filed_claims(known.unit, known.component)


def locked_tranche(tranche_id: int, by: User) -> Tranche:
    """Lock a tranche the user may see, its claim first, and return it fresh. Raises NotFound."""
    known = tranches_visible_to(by).filter(pk=tranche_id).first()
    if known is None:
        raise NotFound(_("There is no such tranche."), where="tranche", given=tranche_id)
    claim = locked_claim(known.claim_id, by)
    tranche = Tranche.objects.select_for_update().get(pk=tranche_id)
    tranche.claim = claim
    return tranche


def locked_payment(payment_id: int, by: User) -> tuple[Payment, Claim]:
    """Lock a payment the user may see, its claim and tranche first, and return both fresh. Raises NotFound."""
    known = payments_visible_to(by).select_related("sanction").filter(pk=payment_id).first()
    if known is None:
        raise NotFound(_("There is no such payment."), where="payment", given=payment_id)
    tranche = locked_tranche(known.sanction.tranche_id, by)
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    payment.sanction = known.sanction
    return payment, tranche.claim


def begin(
    thing: Stateful,
    lifecycle: Lifecycle,
    action: str,
    *,
    claim: Claim,
    by: User,
    version: int | None,
    note: str,
) -> Transition:
    """Check a step before anything is written: role, page's version, state, note, then the person's function.

    Raises NotAllowed, Stale, WrongInput or Refusal.
    """
    move = check(thing, lifecycle, action, by, version)
    if move.needs_note and not note.strip():
        raise WrongInput(
            _("Say why."),
            where="note",
            given="",
            expected=_("a sentence for the file"),
            todo=_("Write the reason; it stays on the file."),
        )
    if move.function:
        take_function(claim=claim, user=by, function=move.function)
    return move


def finish(
    thing: Stateful,
    lifecycle: Lifecycle,
    action: str,
    *,
    claim: Claim,
    by: User,
    note: str,
    changes: Mapping[str, object] | None = None,
    diary_no: str = "",
    diary_date: dt.date | None = None,
    also: Sequence[str] = (),
) -> Approval:
    """Make the step that ``begin`` allowed: move the state, write the note on the file, record the event."""
    decision = write_note(
        claim=claim,
        tranche=tranche_of(thing),
        action=action,
        by=by,
        note=note,
        diary_no=diary_no,
        diary_date=diary_date,
    )
    told = {"note": decision.note_no, **(changes or {})}
    advance(thing, lifecycle, action, actor=by, changes=told, also=also)
    return decision


def tranche_of(thing: Stateful) -> Tranche | None:
    """Return the tranche a tranche or payment belongs to, None for a claim."""
    if isinstance(thing, Payment):
        return thing.sanction.tranche
    return thing if isinstance(thing, Tranche) else None


def write_note(
    *,
    claim: Claim,
    tranche: Tranche | None,
    action: str,
    by: User,
    note: str,
    diary_no: str = "",
    diary_date: dt.date | None = None,
) -> Approval:
    """Write the next numbered note on the claim's file. The caller holds the claim's lock."""
    last = Approval.objects.filter(claim=claim).aggregate(last=Max("note_no"))["last"] or 0
    return Approval.objects.create(
        claim=claim,
        tranche=tranche,
        note_no=last + 1,
        action=action,
        actor=by,
        note=note.strip(),
        diary_no=diary_no,
        diary_date=diary_date,
        on=business_today(),
    )
