"""What a draft would come to if it were submitted now: the paying engine in memory, nothing stored."""

from __future__ import annotations

from disbursements import computation
from disbursements.models import Claim, Computation
from disbursements.pages.context.limits import Computed, computed
from disbursements.selectors.order import filed_claims
from portal.common.clock import business_today


def preview(claim: Claim) -> Computed:
    """The computation of a draft on the facts of this moment. Raises Refusal where the rules refuse them."""
    version = computation.book_version(claim.book_code)
    facts = computation.with_entitled(computation.facts_for(claim), *_entitled(claim))
    result = computation.compute(facts, version)
    return computed(
        Computation(
            claim=claim,
            number=0,
            stage=Computation.Stage.INDICATIVE,
            book=version,
            engine=str(result["engine"]),
            facts=computation.as_text(facts),
            result=computation.as_text(result),
            result_sha256=str(result["sha256"]),
            entitlement=int(str(result["entitlement"])),
            excess=int(str(result["excess"])),
            binding=str(result["binding"]),
            made_on=business_today(),
        )
    )


def _entitled(claim: Claim) -> tuple[int, int]:
    """What the unit's earlier claims are entitled to, excess taken off: in all, and in the draft's year."""
    before = [
        other
        for other in filed_claims(claim.unit, claim.component)
        if other.pk != claim.pk
        and other.current
        and (not claim.period_end or not other.period_end or other.period_end < claim.period_end)
    ]
    nets = [(other.fy, other.current.entitlement - other.current.excess) for other in before if other.current]
    return sum(net for _fy, net in nets), sum(net for fy, net in nets if fy == claim.fy)
