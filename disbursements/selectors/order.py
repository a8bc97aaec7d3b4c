"""The order of a unit's claims, on which every lifetime ceiling rests (domain.md 10.1, 10.2)."""

from __future__ import annotations

from django.db.models import QuerySet

from applicants.models import Unit
from disbursements.lifecycle import FILED_CLAIM
from disbursements.models import Claim


def filed_claims(unit: Unit, component: str) -> QuerySet[Claim]:
    """Return the unit's live claims of a component that were submitted, in claim order.

    Sales-linked: by financial year and period end. Capital subsidy: by submission.
    """
    claims = Claim.objects.filter(unit=unit, component=component, state__in=FILED_CLAIM)
    by = ("fy", "period_end", "pk") if component == Claim.Component.SLI else ("submitted_at", "pk")
    return claims.order_by(*by).select_related("current")


def lock_filed_claims(unit: Unit, component: str) -> list[Claim]:
    """Lock the unit's claims of a component, by primary key, and return the live ones in claim order.

    Only inside a transaction. Whoever changes what a claim is entitled to holds all of them, since one claim's
    figure enters every later one's.
    """
    every = Claim.objects.select_for_update().filter(unit=unit, component=component).order_by("pk")
    list(every.values_list("pk", flat=True))
    return list(filed_claims(unit, component))
