"""One person, one function on a claim (design decision 4)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from disbursements.models import Claim, ClaimFunction
from disbursements.permissions import FUNCTION_LABELS, function_of, separated
from portal.accounts.models import User
from portal.common.refusals import Refusal


def take_function(*, claim: Claim, user: User, function: str) -> None:
    """Write down that the person acts in ``function`` on the claim, once. The caller holds the claim's lock.

    Raises Refusal when the person, under any sign-in, holds another function on this claim.
    """
    reason = separated(user, claim, function)
    if reason:
        raise Refusal(
            reason,
            where="function",
            given=FUNCTION_LABELS[function],
            expected=FUNCTION_LABELS[function_of(user, claim)],
            todo=_("Another person must take this step."),
        )
    ClaimFunction.objects.get_or_create(
        claim=claim, person_id=user.person_id, defaults={"function": function, "user": user}
    )
