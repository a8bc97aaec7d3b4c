"""The agency's desk, and the company's answers to it (domain.md 6.2)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from applicants.services.register import free_counted, free_register
from disbursements.lifecycle import CLAIM
from disbursements.models import Claim, ClaimQuery
from disbursements.services import decisions
from disbursements.services.entitlement import withdraw_entitlement
from portal.accounts.models import User
from portal.common.clock import business_today
from portal.common.constraints import constrained
from portal.common.events import service
from portal.common.refusals import Refusal


def _step(action: str, *, by: User, claim_id: int, version: int | None, note: str) -> Claim:
    claim = decisions.locked_claim(claim_id, by)
    decisions.begin(claim, CLAIM, action, claim=claim, by=by, version=version, note=note)
    decisions.finish(claim, CLAIM, action, claim=claim, by=by, note=note)
    return claim


@constrained
@service
def start_check(*, by: User, claim_id: int, version: int | None, note: str = "") -> Claim:
    """Take a submitted claim to the desk."""
    return _step("start_check", by=by, claim_id=claim_id, version=version, note=note)


@constrained
@service
def ask_query(*, by: User, claim_id: int, version: int | None, text: str) -> ClaimQuery:
    """Ask the company; the claim waits for its answer and the clock stands still."""
    claim = _step("query", by=by, claim_id=claim_id, version=version, note=text)
    return ClaimQuery.objects.create(claim=claim, text=text.strip(), asked_by=by, asked_on=business_today())


@constrained
@service
def answer_query(*, by: User, claim_id: int, version: int | None, text: str) -> ClaimQuery:
    """Answer the open query; the claim is back at the desk. Raises Refusal where none is open."""
    claim = _step("answer", by=by, claim_id=claim_id, version=version, note=text)
    query = ClaimQuery.objects.select_for_update().filter(claim=claim, answered_on__isnull=True).first()
    if query is None:
        raise Refusal(_("No query is open on this claim."), where="query", todo=_("Look again."))
    query.answer, query.answered_by, query.answered_on = text.strip(), by, business_today()
    query.save(update_fields=["answer", "answered_by", "answered_on"])
    return query


@constrained
@service
def finish_check(*, by: User, claim_id: int, version: int | None, note: str = "") -> Claim:
    """Finish the desk check; the claim goes to the head of the agency."""
    return _step("finish_check", by=by, claim_id=claim_id, version=version, note=note)


@constrained
@service
def back_to_desk(*, by: User, claim_id: int, version: int | None, note: str) -> Claim:
    """Send a checked claim back to the desk, with the reason."""
    return _step("back_to_desk", by=by, claim_id=claim_id, version=version, note=note)


@constrained
@service
def return_claim(*, by: User, claim_id: int, version: int | None, note: str) -> Claim:
    """Return a claim to the company, which may claim anew; its documents and its room are free again."""
    decisions.lock_units_claims(claim_id)
    claim = _step("return", by=by, claim_id=claim_id, version=version, note=note)
    let_go(claim, by=by, cause="return")
    return claim


@constrained
@service
def reject_claim(*, by: User, claim_id: int, version: int | None, note: str) -> Claim:
    """Reject a claim with the reasons; its documents and its room are free again."""
    decisions.lock_units_claims(claim_id)
    claim = _step("reject", by=by, claim_id=claim_id, version=version, note=note)
    let_go(claim, by=by, cause="reject")
    return claim


def let_go(claim: Claim, *, by: User, cause: str) -> None:
    """Free the register, its documents and the ceiling of a claim that ended undecided."""
    free_counted(claim.register)
    free_register(register=claim.register, by=by)
    withdraw_entitlement(claim=claim, cause=cause)
