"""Heads and years: what Parliament voted, what is bound, what a round may give out (domain.md 10.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from disbursements.models import Provision, Tranche
from disbursements.selectors.positions import balance_of


@dataclass(frozen=True)
class HeadYear:
    """A head's money in one financial year, whole rupees. ``revised`` is None until a revised estimate is set."""

    head: str
    fy: str
    voted_left: int
    committed: int
    released: int
    paid: int
    revised: int | None
    allotted: int
    outlay_left: int

    @property
    def provision(self) -> int:
        """Return what was voted and re-appropriated so far, less what was given away."""
        return self.voted_left + self.bound

    @property
    def bound(self) -> int:
        """Return the live sanctions of the year, paid ones included."""
        return self.committed + self.released + self.paid

    @property
    def sanctionable(self) -> int:
        """Return what may still be sanctioned in the year: provision under the revised estimate, head over its life."""
        limit = self.provision if self.revised is None else min(self.provision, self.revised)
        return max(0, min(limit - self.bound, self.outlay_left))

    @property
    def available(self) -> int:
        """Return what a round may give out: what may be sanctioned, less what earlier rounds have allotted."""
        return max(0, self.sanctionable - self.allotted)


def head_year(head: str, fy: str) -> HeadYear:
    """Return a head's money in a year."""
    return HeadYear(
        head=head,
        fy=fy,
        voted_left=balance_of("voted", head=head, fy=fy),
        committed=balance_of("committed", head=head, fy=fy),
        released=balance_of("released", head=head, fy=fy),
        paid=balance_of("paid", head=head, fy=fy),
        revised=revised_estimate(head, fy),
        allotted=allotted_unsanctioned(head),
        outlay_left=balance_of("outlay", head=head),
    )


def revised_estimate(head: str, fy: str) -> int | None:
    """Return the latest confirmed revised estimate of the year, None before there is one."""
    latest = (
        Provision.objects.filter(head=head, fy=fy, kind=Provision.Kind.REVISED_ESTIMATE, state="confirmed")
        .order_by("-order_date", "-pk")
        .first()
    )
    return latest.amount if latest else None


def allotted_unsanctioned(head: str) -> int:
    """Return what rounds have allotted under the head and nobody has sanctioned yet."""
    found = Tranche.objects.filter(claim__component=head, state="allotted")
    return int(found.aggregate(total=Sum("amount"))["total"] or 0)


def head_years(head: str) -> list[HeadYear]:
    """Return the head's years that have a provision, oldest first."""
    years = Provision.objects.filter(head=head, state="confirmed").order_by("fy").values_list("fy", flat=True)
    return [head_year(head, fy) for fy in sorted(set(years))]
