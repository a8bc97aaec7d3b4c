"""The computation job: reads a claim's register outside any transaction, stores the version inside the fenced one."""

from __future__ import annotations

from disbursements import computation
from disbursements.models import Claim
from disbursements.selectors.decisions import COMPUTE
from disbursements.services.entitlement import store_computation
from portal.common import jobs
from portal.common.jobs import Finish, Report
from portal.common.models import Job


def compute_claim(job: Job, report: Report) -> Finish:
    """Compute the claim whose id the job carries. A claim that ended meanwhile gets no version.

    Raises Refusal, which the job keeps as its error, where the rules refuse the facts.
    """
    claim = Claim.objects.select_related("unit__award", "register").get(pk=int(job.object_id))
    report(0, 2, "")
    facts = computation.facts_for(claim)
    report(1, 2, "")

    def finish() -> dict[str, object]:
        stored = store_computation(claim_id=claim.pk, facts=facts, cause=f"computation {job.pk}")
        current = stored.current if stored else None
        if current is None:
            return {"outcome": "not live"}
        return {
            "outcome": "computed",
            "version": current.number,
            "entitlement": str(current.entitlement),
            "binding": current.binding,
            "result_sha256": current.result_sha256,
        }

    return finish


jobs.register(COMPUTE, compute_claim)
