"""Asking for a claim's computation."""

from __future__ import annotations

from disbursements.computation import stage_of
from disbursements.models import Claim
from disbursements.selectors.decisions import COMPUTE
from portal.common import jobs
from portal.common.models import Job


def ask_computation(claim: Claim, *, requested_by: str) -> Job:
    """Ask for a computation of the claim at its present stage. The caller holds the claim's lock."""
    count = Job.objects.filter(kind=COMPUTE, object_id=str(claim.pk)).count()
    key = f"compute:{claim.pk}:{stage_of(claim)}:{count + 1}"
    return jobs.ask(COMPUTE, claim.pk, key=key, requested_by=requested_by)
