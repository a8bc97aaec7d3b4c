"""Capacity and output of the scheme against 6,000 t a year and against demand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Sum

from applicants.models import Award, Phase
from disbursements.models import Claim


@dataclass(frozen=True)
class Capacity:
    """Tonnes a year: allotted by awards, commissioned by confirmed phases; units awarded."""

    allotted: int
    commissioned: int
    units: int


def capacity() -> Capacity:
    """Return what is allotted and what stands."""
    awards = Award.objects.filter(state="issued")
    confirmed = Phase.objects.filter(state="confirmed").order_by("commissioned_on", "pk")
    latest = dict(confirmed.values_list("unit_id", "capacity_mtpa"))  # the last phase of each unit stands
    whole = awards.aggregate(sum=Sum("capacity_mtpa"), units=Count("pk"))
    return Capacity(whole["sum"] or 0, sum(latest.values()), whole["units"])


def sold_by_year() -> dict[str, int]:
    """Return grams of eligible magnets counted in filed claims, by financial year."""
    found: dict[str, int] = defaultdict(int)
    filed = Claim.objects.filter(
        component="SLI", state__in=["submitted", "desk_check", "query", "checked", "verified", "closed"]
    )
    for fy, grams in filed.order_by().values_list("fy").annotate(sum=Sum("register__sold_grams")):
        found[fy] += grams
    return dict(sorted(found.items()))
