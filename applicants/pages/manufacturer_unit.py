"""A company's units: award, ceilings, years, phases; reporting a phase."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.office import PhaseForm
from applicants.models import Award, Phase, Unit
from applicants.pages.acting import Fact, Milestone, attempt, done, status_of, visible
from applicants.pages.story import unit_story
from applicants.pages.tables import phase_table
from applicants.permissions import awards_visible_to, phases_visible_to, units_visible_to
from applicants.selectors.units import ceilings_of
from applicants.services.phase import report_phase
from portal.accounts.access import UserRequest, company_page
from portal.common.files import serve
from portal.common.tables import Table
from portal.common.templatetags.portal_money import crore, dmy, grouped, inr


@dataclass(frozen=True)
class UnitView:
    """One unit as its page shows it."""

    unit: Unit
    award: Award
    facts: list[Fact]
    steps: list[Milestone]
    phases: Table


@company_page("GET")
def unit(request: UserRequest, pk: int | None = None) -> HttpResponse:
    """The company's unit, or all its units one under the other."""
    units = units_visible_to(request.user).filter(award__state="issued").select_related("award__letter")
    shown = [visible(units, pk)] if pk is not None else list(units.order_by("pk"))
    context = {"units": [_view(request, item) for item in shown]}
    return render(request, "manufacturer/unit.html", context)


def _view(request: UserRequest, item: Unit) -> UnitView:
    phases = phases_visible_to(request.user).filter(unit=item).select_related("certificate")
    table = phase_table(request, phases, "manufacturer")
    return UnitView(item, item.award, unit_facts_shown(item), unit_story(item, item.award), table)


def unit_facts_shown(item: Unit) -> list[Fact]:
    """Return the facts of a unit and its award, as pages list them."""
    award = item.award
    place = ", ".join(part for part in (item.district, item.state_name) if part)
    limits = ceilings_of(award)
    facts = [
        Fact(_("Number"), item.number),
        Fact(_("Place"), place),
        Fact(_("Awarded"), f"{award.number}, {dmy(award.award_date)}"),
        Fact(_("Capacity"), _("%(capacity)s t a year") % {"capacity": grouped(award.capacity_mtpa)}),
        Fact(_("Rate of the award"), _("%(rate)s a kilogram") % {"rate": inr(award.award_rate)}),
    ]
    if limits is not None:
        facts += [
            Fact(_("Ceiling of the sales-linked incentive"), crore(limits.sales_incentive)),
            Fact(_("Ceiling of the capital subsidy"), crore(limits.capital_subsidy)),
            Fact(_("Least eligible investment"), crore(limits.least_investment)),
        ]
    if award.oxide:
        facts.append(Fact(_("Assured oxide"), _("The place shares in the limited supply")))
    return facts


@company_page("GET", "POST")
def phase_new(request: UserRequest, pk: int) -> HttpResponse:
    """Report a commissioned phase of a unit."""
    item = visible(units_visible_to(request.user).select_related("award"), pk)
    form, refusal = PhaseForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        refusal = attempt(form, lambda: _report(request, item, form))
        if refusal is None:
            told = _("The phase is reported. The agency's head confirms it.")
            return done(request, told, "manufacturer:unit", item.pk)
    crumbs = [(_("Unit"), reverse("manufacturer:unit")), (_("Report a phase"), "")]
    context = {"unit": item, "form": form, "crumbs": crumbs, "phases": _earlier(request, item)}
    return render(request, "manufacturer/phase_new.html", context, status=status_of(form, refusal))


def _earlier(request: UserRequest, item: Unit) -> Table:
    phases = phases_visible_to(request.user).filter(unit=item).exclude(state="rejected")
    return phase_table(request, phases.select_related("certificate"), "manufacturer")


def _report(request: UserRequest, item: Unit, form: PhaseForm) -> Phase:
    data = form.cleaned_data
    return report_phase(
        by=request.user,
        unit_id=item.pk,
        commissioned_on=data["commissioned_on"],
        capacity_mtpa=data["capacity_mtpa"],
        certificate=data["file"],
        certificate_number=data["certificate_number"],
    )


@company_page("GET")
def award_letter(request: UserRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out the letter of one's own award."""
    award = visible(awards_visible_to(request.user).select_related("letter"), pk)
    if award.letter is None:
        return redirect("manufacturer:unit", award.unit_id)
    return serve(award.letter)


@company_page("GET")
def phase_certificate(request: UserRequest, pk: int) -> FileResponse:
    """Hand out the certificate of one's own phase."""
    phase = visible(phases_visible_to(request.user).select_related("certificate"), pk)
    return serve(phase.certificate)
