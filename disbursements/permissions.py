"""Who sees what of the money, and whether a person may take a step. Everything shown starts from here."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applicants.permissions import is_of_company, sees_all
from disbursements.lifecycle import CLAIM, FUNCTIONS, PAYMENT, TRANCHE, Function
from disbursements.models import Claim, ClaimFunction, Computation, Payment, Sanction, Tranche
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.models import Stateful
from portal.common.refusals import Refusal
from portal.common.workflow import Lifecycle, check

FUNCTION_LABELS = dict(FUNCTIONS)
RECONCILE = "reconcile"


def claims_visible_to(user: User) -> QuerySet[Claim]:
    """Officers and auditors: every claim that was submitted. People of a company: their own, drafts included."""
    if sees_all(user):
        return Claim.objects.filter(submitted_at__isnull=False)
    if is_of_company(user):
        return Claim.objects.filter(manufacturer__organisation__in=user.organisation_ids)
    return Claim.objects.none()


def tranches_visible_to(user: User) -> QuerySet[Tranche]:
    """The tranches of the claims the user sees."""
    return Tranche.objects.filter(claim__in=claims_visible_to(user))


def sanctions_visible_to(user: User) -> QuerySet[Sanction]:
    """The sanctions on the claims the user sees."""
    return Sanction.objects.filter(tranche__claim__in=claims_visible_to(user))


def payments_visible_to(user: User) -> QuerySet[Payment]:
    """The payments on the claims the user sees."""
    return Payment.objects.filter(sanction__tranche__claim__in=claims_visible_to(user))


def function_of(user: User, claim: Claim) -> str:
    """Return the function the person already holds on the claim under any sign-in, empty if none."""
    held = ClaimFunction.objects.filter(claim=claim, person_id=user.person_id).first()
    return held.function if held else ""


def separated(user: User, claim: Claim, function: str) -> str:
    """Say why the person can't take ``function`` on the claim (design decision 4); empty if they can."""
    held = function_of(user, claim)
    if not held or held == function:
        return ""
    return _("%(name)s already holds the function “%(held)s” on %(claim)s; one person has one function.") % {
        "name": user.person.name,
        "held": FUNCTION_LABELS[held],
        "claim": claim,
    }


def can_act(
    user: User, claim: Claim, action: str, tranche: Tranche | None = None, payment: Payment | None = None
) -> tuple[bool, str]:
    """Say whether the user may take ``action`` on the claim, or on the tranche or payment given, and why not.

    Looks at role, state and separation of functions over the whole claim; the service looks again.
    """
    if action == RECONCILE:
        return _can_reconcile(user, claim)
    thing: Stateful = payment or tranche or claim
    lifecycle: Lifecycle = PAYMENT if payment else TRANCHE if tranche else CLAIM
    try:
        move = check(thing, lifecycle, action, user, None)
    except Refusal as refusal:
        return False, str(refusal)
    reason = separated(user, claim, move.function) if move.function else ""
    return not reason, reason


def _can_reconcile(user: User, claim: Claim) -> tuple[bool, str]:
    """Reconciliation is no move of the claim: the desk records it once on a verified sales-linked claim."""
    if not user.has_role(Role.PMA_OFFICER):
        return False, _("The agency's desk records the reconciliation.")
    verified = claim.current is not None and claim.current.stage == Computation.Stage.VERIFIED
    if claim.component != Claim.Component.SLI or claim.state != "verified" or not verified:
        return False, _("Only a verified sales-linked claim is reconciled.")
    if claim.reconciled_on:
        return False, _("The claim was reconciled already.")
    reason = separated(user, claim, Function.CHECK)
    return not reason, reason
