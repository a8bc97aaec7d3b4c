"""Asking for a claim's computation, and asking again where it failed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from disbursements.computation import stage_of
from disbursements.models import Claim
from disbursements.selectors.decisions import COMPUTE, computing_job
from disbursements.services.decisions import locked_claim
from portal.accounts.models import User
from portal.accounts.roles import COMPANY, Role
from portal.common import jobs
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.models import Job
from portal.common.refusals import NotAllowed, Refusal

WHO_ASKS = (*COMPANY, Role.PMA_OFFICER, Role.PMA_HEAD)


def ask_computation(claim: Claim, *, requested_by: str) -> Job:
    """Ask for a computation of the claim at its present stage. The caller holds the claim's lock."""
    count = Job.objects.filter(kind=COMPUTE, object_id=str(claim.pk)).count()
    key = f"compute:{claim.pk}:{stage_of(claim)}:{count + 1}"
    return jobs.ask(COMPUTE, claim.pk, key=key, requested_by=requested_by)


@constrained
@service
def compute_again(*, by: User, claim_id: int, version: int | None) -> Job:
    """Put a claim's failed computation back in the queue, once what stopped it is mended.

    The agency and the company itself can. Raises NotFound, NotAllowed, and Refusal where the latest one didn't fail.
    """
    claim = locked_claim(claim_id, by)
    if not by.has_role(*WHO_ASKS):
        raise NotAllowed(_("You can't ask for the computation."), expected=", ".join(WHO_ASKS))
    job = computing_job(claim)
    if job is None or job.state != Job.State.FAILED:
        raise Refusal(
            _("The latest computation of this claim has not failed."),
            where="computation",
            given=job.get_state_display() if job else "",
            expected=Job.State.FAILED.label,
            todo=_("Look at its progress."),
        )
    jobs.retry(job)
    record(claim, "compute_again", by, {"job": job.pk, "error": job.error})
    return job
