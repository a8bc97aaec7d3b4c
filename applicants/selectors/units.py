"""A unit's facts, as the rules take them, and who holds it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from applicants.models import Award, Manufacturer, Phase, Unit
from schemes.terms import published_book


def confirmed_phases(unit: Unit) -> list[Phase]:
    """Return the phases an officer confirmed, by date; capacities are cumulative."""
    return list(unit.phases.filter(state="confirmed").order_by("commissioned_on"))


def unit_facts(unit: Unit) -> dict[str, object]:
    """Return the ``unit`` object of the engine's facts: allotted capacity, rate, award date, phases, window."""
    award = unit.award
    return {
        "capacity_mtpa": award.capacity_mtpa,
        "award_rate": f"{award.award_rate:.2f}",
        "award_date": award.award_date.isoformat(),
        "commissioned": [
            {"on": phase.commissioned_on.isoformat(), "capacity_mtpa": phase.capacity_mtpa}
            for phase in confirmed_phases(unit)
        ],
        "window_to": award.window_to.isoformat() if award.window_to else None,
    }


def holder_pans(unit: Unit) -> list[str]:
    """Return the PANs of every past and present holder: sales among them are stock transfers (rule 10.0)."""
    return list(
        Manufacturer.objects.filter(holdings__unit=unit)
        .order_by("pan")
        .values_list("pan", flat=True)
        .distinct()
    )


def holder_of(unit: Unit, on: dt.date | None = None) -> Manufacturer:
    """Return the company that holds the unit, on a date or now. Raises Manufacturer.DoesNotExist."""
    if on is None:
        return Manufacturer.objects.get(holdings__unit=unit, holdings__until__isnull=True)
    then = Q(holdings__until__isnull=True) | Q(holdings__until__gte=on)
    return Manufacturer.objects.get(then, holdings__unit=unit, holdings__since__lte=on)


@dataclass(frozen=True)
class Ceilings:
    """What the ladder asks of an awarded capacity and gives it, in whole rupees."""

    least_investment: int
    sales_incentive: int
    capital_subsidy: int


def ceilings_of(award: Award) -> Ceilings | None:
    """Return the ladder's figures for an award, as on its date; None without a published book."""
    book = published_book(award.book_code)
    if book is None:
        return None
    row = book.ladder_row(award.capacity_mtpa, award.award_date, "capacity_mtpa")
    return Ceilings(row.min_investment_crore.rupees, row.sli_cap_crore.rupees, row.cs_cap_crore.rupees)
