"""Storing computations: versions, excesses, later claims and the unit's ceiling, in one locked step (domain.md 10.1).

One claim's figure enters every later one's, so a change is carried through all of the unit's later claims before
anything is posted: nobody ever sees the ceiling passed, and a change that would pass it never commits.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from disbursements import computation
from disbursements.computation import Facts, Result
from disbursements.models import Claim, Computation
from disbursements.selectors.order import lock_filed_claims
from disbursements.services.ceiling import post_entitlements
from disbursements.services.tranches import settle
from portal.common.clock import business_today
from portal.common.events import record
from schemes.models import BookVersion


@dataclass
class Carried:
    """The unit's claims in order, and which of them got another version."""

    claims: list[Claim]
    version: BookVersion
    changed: list[Claim] = field(default_factory=list)

    def entitled(self, claim: Claim) -> tuple[int, int]:
        """Return what earlier claims are entitled to, excess taken off: in all, and in the claim's year."""
        earlier = self.claims[: self.claims.index(claim)]
        nets = [(other.fy, net_of(other)) for other in earlier]
        return sum(net for _fy, net in nets), sum(net for fy, net in nets if fy == claim.fy)


def net_of(claim: Claim) -> int:
    """Return what a claim takes of the ceiling by its current version, whole rupees; 0 before it was computed."""
    return claim.current.entitlement - claim.current.excess if claim.current else 0


def store_computation(*, claim_id: int, facts: Facts, cause: str) -> Claim | None:
    """Store the claim's computation on these facts and carry it through the unit's later claims.

    Runs inside the job's final transaction. Locks the unit's claims and only then reads what was entitled before, so
    two computations of one unit can't both count the same room. Returns None where the claim is no longer live.
    """
    known = Claim.objects.select_related("unit__award").get(pk=claim_id)
    claims = lock_filed_claims(known.unit, known.component)
    claim = next((one for one in claims if one.pk == claim_id), None)
    if claim is None:
        return None
    carried = Carried(claims, computation.book_version(claim.book_code))
    _compute(carried, claim, facts, computation.stage_of(claim))
    carry_on(carried, claims[claims.index(claim) + 1 :], cause=cause)
    return claim


def carry_on(carried: Carried, later: list[Claim], *, cause: str) -> None:
    """Give the later claims that were computed their new versions, then post and settle everything that changed."""
    for claim in later:
        if claim.current:
            _compute(carried, claim, json.loads(claim.current.facts), claim.current.stage)
    post_entitlements(carried.claims, carried.version, cause=cause)
    for claim in carried.changed:
        settle(claim)


def _compute(carried: Carried, claim: Claim, facts: Facts, stage: str) -> None:
    full = computation.with_entitled(facts, *carried.entitled(claim))
    result = computation.compute(full, carried.version)
    _keep(carried, claim, full, result, stage)
    excess = int(str(result["excess"]))
    if excess:
        _book_excess(carried, claim, excess)
        again = computation.with_entitled(facts, *carried.entitled(claim))
        _keep(carried, claim, again, computation.compute(again, carried.version), stage)


def _book_excess(carried: Carried, claim: Claim, excess: int) -> None:
    """Lower the year's earlier claims (subsidy: all earlier ones), latest first; then the excess is nil (10.1)."""
    for earlier in reversed(carried.claims[: carried.claims.index(claim)]):
        if not excess:
            return
        current = earlier.current
        if current is None or earlier.fy != claim.fy:
            continue
        taken = min(current.entitlement, excess)
        if taken:
            lowered = current.lowered + taken
            facts, result = json.loads(current.facts), json.loads(current.result)
            _keep(carried, earlier, facts, result, current.stage, lowered=lowered, book=current.book)
            excess -= taken


def _keep(
    carried: Carried,
    claim: Claim,
    facts: Facts,
    result: Result,
    stage: str,
    *,
    lowered: int = 0,
    book: BookVersion | None = None,
) -> None:
    """Make the version the claim's current one: the same inputs are the same version."""
    version = book or carried.version
    inputs = computation.inputs_sha256(stage, version, facts, lowered)
    before = claim.current
    if before and before.inputs_sha256 == inputs:
        return
    made = Computation.objects.filter(claim=claim, inputs_sha256=inputs).first()
    claim.current = made or _insert(
        claim, version, facts, result, stage=stage, inputs=inputs, lowered=lowered
    )
    Claim.objects.filter(pk=claim.pk).update(current=claim.current)
    if claim not in carried.changed:
        carried.changed.append(claim)
    _record(claim, before)


def _insert(
    claim: Claim,
    version: BookVersion,
    facts: Facts,
    result: Result,
    *,
    stage: str,
    inputs: str,
    lowered: int,
) -> Computation:
    return Computation.objects.create(
        claim=claim,
        number=Computation.objects.filter(claim=claim).count() + 1,
        stage=stage,
        book=version,
        engine=str(result["engine"]),
        facts=computation.as_text(facts),
        inputs_sha256=inputs,
        result=computation.as_text(result),
        result_sha256=str(result["sha256"]),
        entitlement=int(str(result["entitlement"])) - lowered,
        lowered=lowered,
        excess=int(str(result["excess"])),
        binding=str(result["binding"]),
        made_on=business_today(),
    )


def _record(claim: Claim, before: Computation | None) -> None:
    current = claim.current
    if current is None:
        return
    record(
        claim,
        "compute",
        None,
        {
            "version": current.number,
            "stage": current.stage,
            "inputs_sha256": current.inputs_sha256,
            "result_sha256": current.result_sha256,
            "entitlement": [before.entitlement if before else None, current.entitlement],
            "excess": current.excess,
            "lowered": current.lowered,
            "binding": current.binding,
        },
    )


def withdraw_entitlement(*, claim: Claim, cause: str) -> None:
    """After a claim was withdrawn, returned or rejected: give its room back and recompute what rested on it.

    That is every later claim, and from the first one on that was lowered in its year: an excess only this claim had
    would else keep the earlier ones low for good (domain.md 10.1).
    """
    claims = lock_filed_claims(claim.unit, claim.component)
    gone = Claim.objects.select_related("current", "unit__award").get(pk=claim.pk)
    carried = Carried(claims, computation.book_version(claim.book_code))
    post_entitlements([gone], carried.version, cause=f"{cause} {gone.number}", to_nothing=True)
    carry_on(carried, _resting_on(gone, claims), cause=f"after {cause} {gone.number}")


def _resting_on(gone: Claim, claims: list[Claim]) -> list[Claim]:
    """Return the claims, in order, from the first that stands otherwise without the one that is gone."""
    for place, one in enumerate(claims):
        lowered = one.current is not None and one.current.lowered > 0 and one.fy == gone.fy
        if lowered or _is_after(one, gone):
            return claims[place:]
    return []


def _is_after(one: Claim, gone: Claim) -> bool:
    if one.component == Claim.Component.SLI and one.period_end and gone.period_end:
        return (one.period_end, one.pk) > (gone.period_end, gone.pk)
    return bool(one.submitted_at and gone.submitted_at and one.submitted_at > gone.submitted_at)
