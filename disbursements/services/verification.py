"""Verification by the head of the agency, and reconciliation, which makes the last tranche due (domain.md 10.3)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from disbursements.lifecycle import CLAIM, Function
from disbursements.models import Claim, Computation
from disbursements.permissions import RECONCILE
from disbursements.services import decisions
from disbursements.services.asking import ask_computation
from disbursements.services.separation import take_function
from disbursements.services.tranches import settle
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.refusals import NotAllowed, Refusal, Stale, WrongInput
from portal.common.workflow import last_word


@constrained
@service
def verify_claim(*, by: User, claim_id: int, version: int | None, note: str = "") -> Claim:
    """Verify a checked claim and ask for its verified computation, which makes the first tranche.

    Raises Refusal while the indicative computation is missing, and where the claim is to be returned instead: below
    the minimum investment, or not commissioned (domain.md 10.2).
    """
    claim = decisions.locked_claim(claim_id, by)
    decisions.begin(claim, CLAIM, "verify", claim=claim, by=by, version=version, note=note)
    _check_computed(claim.current)
    changes = {"computation": claim.current.number if claim.current else None}
    decisions.finish(claim, CLAIM, "verify", claim=claim, by=by, note=note, changes=changes)
    ask_computation(claim, requested_by=by.pseudonym)
    return claim


def _check_computed(current: Computation | None) -> None:
    if current is None:
        raise Refusal(
            _("The claim has not been computed yet."),
            where="computation",
            expected=_("a finished computation"),
            todo=_("Wait until it is finished, then verify."),
        )
    reasons = {
        "below_minimum": _("The eligible investment is below the minimum for the capacity."),
        "not_commissioned": _("No phase was commissioned by the claim date."),
    }
    if current.binding in reasons:
        raise Refusal(
            reasons[current.binding],
            where="computation",
            given=current.binding,
            expected=_("a claim on which something can be due"),
            todo=_("Send it back to the desk, which returns it to the company; it is not rejected."),
        )


@constrained
@service
def reconcile_claim(
    *,
    by: User,
    claim_id: int,
    version: int | None = None,
    reconciled_on: dt.date,
    certificate_number: str,
    note: str = "",
) -> Claim:
    """Record the statutory auditor's reconciliation of a verified claim; the rest of its entitlement falls due.

    Raises Refusal before the verified computation, or where it was reconciled already; WrongInput for a date before
    the claim or in the future, or without the certificate's number.
    """
    claim = decisions.locked_claim(claim_id, by)
    _check_reconcilable(claim, by, version)
    _check_certificate(claim, reconciled_on, certificate_number)
    take_function(claim=claim, user=by, function=Function.CHECK)
    claim.reconciled_on, claim.reconciliation_number = reconciled_on, certificate_number.strip()
    claim.version += 1
    claim.save(update_fields=["reconciled_on", "reconciliation_number", "version"])
    decision = decisions.write_note(claim=claim, tranche=None, action=RECONCILE, by=by, note=note)
    changes = {"on": reconciled_on.isoformat(), "certificate": claim.reconciliation_number}
    record(claim, RECONCILE, by, {"note": decision.note_no, **changes})
    settle(claim)
    return claim


def _check_reconcilable(claim: Claim, by: User, version: int | None) -> None:
    if not by.has_role(Role.PMA_OFFICER):
        raise NotAllowed(_("You can't reconcile here."), given=RECONCILE, expected=Role.PMA_OFFICER)
    if version is not None and version != claim.version:
        raise Stale(
            _("This changed while you were looking at it.") + " " + last_word(claim), todo=_("Look again.")
        )
    verified = claim.current and claim.current.stage == Computation.Stage.VERIFIED
    if claim.component != Claim.Component.SLI or claim.state != "verified" or not verified:
        raise Refusal(
            _("Only a verified sales-linked claim is reconciled.") + " " + last_word(claim),
            where="state",
            given=claim.state,
            expected="verified",
            todo=_("Wait until the verified computation is finished."),
        )
    if claim.reconciled_on:
        raise Refusal(
            _("The claim was reconciled on %(day)s already.") % {"day": f"{claim.reconciled_on:%d-%m-%Y}"},
            where="reconciled_on",
            given=claim.reconciliation_number,
            todo=_("Look again."),
        )


def _check_certificate(claim: Claim, reconciled_on: dt.date, number: str) -> None:
    if not number.strip():
        raise WrongInput(
            _("Give the number of the auditor's certificate."),
            where="certificate_number",
            expected=_("the certificate's number"),
        )
    first = claim.period_end or reconciled_on
    if not first <= reconciled_on <= business_today():
        raise WrongInput(
            _("The date of reconciliation does not fit."),
            where="reconciled_on",
            given=f"{reconciled_on:%d-%m-%Y}",
            expected=_("a day from %(first)s to %(today)s")
            % {"first": f"{first:%d-%m-%Y}", "today": f"{business_today():%d-%m-%Y}"},
        )
