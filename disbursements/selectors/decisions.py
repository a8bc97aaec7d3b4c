"""The chain of decisions on a claim, and who holds which function."""

from __future__ import annotations

from django.db.models import QuerySet

from disbursements.models import Approval, Claim, ClaimFunction
from portal.common.models import Job

COMPUTE = "compute_claim"


def chain_of_decisions(claim: Claim) -> QuerySet[Approval]:
    """Return the notes on the claim's file in order, with actor and tranche."""
    return (
        Approval.objects.filter(claim=claim)
        .select_related("actor", "actor__person", "tranche")
        .order_by("note_no")
    )


def functions_held(claim: Claim) -> QuerySet[ClaimFunction]:
    """Return who holds which function on the claim, in the order they took it."""
    return ClaimFunction.objects.filter(claim=claim).select_related("person", "user").order_by("at", "pk")


def computing_job(claim: Claim) -> Job | None:
    """Return the latest computation job of the claim, None before it was submitted."""
    return Job.objects.filter(kind=COMPUTE, object_id=str(claim.pk)).order_by("-pk").first()
