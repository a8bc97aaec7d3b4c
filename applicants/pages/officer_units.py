"""Units and their phases, as officers and auditors see them; the agency's head confirms a phase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.filters import PhaseFilter
from applicants.forms.office import ActForm, NoteForm
from applicants.models import Phase
from applicants.pages.acting import Fact, attempt, done, posted_version, status_of, visible
from applicants.pages.manufacturer_unit import unit_facts_shown
from applicants.pages.story import unit_story
from applicants.pages.tables import phase_badge, phase_table
from applicants.permissions import phases_visible_to, units_visible_to
from applicants.services.phase import confirm_phase, reject_phase
from portal.accounts.access import UserRequest, office_or_audit_page, role_page
from portal.accounts.roles import Role
from portal.common.files import serve
from portal.common.refusals import Refusal
from portal.common.tables import Column, Empty, build_table
from portal.common.templatetags.portal_money import dmy, grouped
from portal.common.workflow import Text


@office_or_audit_page("GET")
def phases(request: UserRequest) -> HttpResponse:
    """List the reported phases of every unit."""
    rows = phases_visible_to(request.user).select_related("unit")
    found = PhaseFilter(request.GET, rows, request=request)
    table = build_table(
        request,
        found.qs.order_by("-pk"),
        caption=_("Commissioned phases"),
        hide_caption=True,
        columns=[
            Column(
                "certificate_number",
                _("Certificate"),
                kind="link",
                url=lambda row: reverse("officer:phase", args=[row.pk]),
            ),
            Column(
                "unit",
                _("Unit"),
                kind="link",
                value=lambda row: row.unit.name,
                url=lambda row: reverse("officer:unit", args=[row.unit_id]),
                sortable=True,
                order_by=("unit__name",),
            ),
            Column("commissioned_on", _("Commissioned on"), kind="date", sortable=True),
            Column("capacity_mtpa", _("Tonnes a year, cumulative"), kind="number", sortable=True),
            Column(
                "state",
                _("State"),
                kind="badge",
                value=lambda row: phase_badge(row, "officer"),
                sortable=True,
            ),
        ],
        filters=found.form,
        empty=Empty(_("No phase is reported."), _("A unit reports each phase when it is commissioned.")),
    )
    return render(request, "officer/phases.html", {"table": table})


def _found(request: UserRequest, pk: int) -> Phase:
    rows = phases_visible_to(request.user).select_related(
        "unit__award", "certificate", "reported_by__person", "confirmed_by__person"
    )
    return visible(rows, pk)


@office_or_audit_page("GET")
def phase(request: UserRequest, pk: int) -> HttpResponse:
    """One reported phase with its certificate; the agency's head decides."""
    return _page(request, _found(request, pk))


def _page(
    request: UserRequest, found: Phase, form: Form | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    others = phases_visible_to(request.user).filter(unit=found.unit_id).exclude(pk=found.pk)
    context = {
        "phase": found,
        "badge": phase_badge(found, "officer"),
        "facts": _facts(found),
        "others": phase_table(request, others, "officer"),
        "may_decide": found.state == "reported" and request.user.has_role(Role.PMA_HEAD),
        "form": form,
        "note_form": form if isinstance(form, NoteForm) else NoteForm(),
        "crumbs": [(_("Phases"), reverse("officer:phases")), (found.certificate_number, "")],
    }
    status = status_of(form, refusal) if form is not None else 200
    return render(request, "officer/phase.html", context, status=status)


def _facts(found: Phase) -> list[Fact]:
    award = found.unit.award
    facts = [
        Fact(_("Unit"), found.unit.name),
        Fact(_("Commissioned on"), dmy(found.commissioned_on)),
        Fact(
            _("Capacity from that day on"),
            _("%(capacity)s t a year") % {"capacity": grouped(found.capacity_mtpa)},
        ),
        Fact(_("Awarded"), f"{grouped(award.capacity_mtpa)} t, {dmy(award.award_date)}"),
        Fact(_("Certificate"), found.certificate_number),
        Fact(_("Reported by"), str(found.reported_by)),
    ]
    if found.confirmed_by is not None:
        facts.append(Fact(_("Decided by"), f"{found.confirmed_by}, {dmy(found.state_since_day)}"))
    if found.note:
        facts.append(Fact(_("Reason"), found.note))
    return facts


@role_page(Role.PMA_HEAD, methods=("POST",))
def phase_confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Confirm a phase."""
    found, version = _found(request, pk), posted_version(request)
    return _acted(
        request,
        found,
        ActForm(),
        lambda: confirm_phase(by=request.user, phase_id=pk, version=version),
        _("The phase is confirmed."),
    )


@role_page(Role.PMA_HEAD, methods=("POST",))
def phase_reject(request: UserRequest, pk: int) -> HttpResponse:
    """Don't confirm a phase, saying why."""
    found, form = _found(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    version, note = posted_version(request), form.cleaned_data["note"]
    return _acted(
        request,
        found,
        form,
        lambda: reject_phase(by=request.user, phase_id=pk, version=version, note=note),
        _("The phase is not confirmed; the unit is told why."),
    )


def _acted(
    request: UserRequest, found: Phase, form: Form, run: Callable[[], Any], told: Text
) -> HttpResponse:
    refusal = attempt(form, run)
    if refusal is None:
        return done(request, told, "officer:phase", found.pk)
    return _page(request, _found(request, found.pk), form, refusal)


@office_or_audit_page("GET")
def phase_certificate(request: UserRequest, pk: int) -> FileResponse:
    """Hand out a phase's certificate."""
    return serve(_found(request, pk).certificate)


@office_or_audit_page("GET")
def unit(request: UserRequest, pk: int) -> HttpResponse:
    """One unit: holder, award, ceilings, phases, years."""
    found = visible(units_visible_to(request.user).select_related("award"), pk)
    holders = found.holders.select_related("manufacturer").order_by("since")
    rows = phases_visible_to(request.user).filter(unit=found).select_related("certificate")
    context = {
        "unit": found,
        "award": found.award,
        "facts": unit_facts_shown(found),
        "holders": holders,
        "phases": phase_table(request, rows, "officer"),
        "steps": unit_story(found, found.award),
        "crumbs": [(_("Awards"), reverse("officer:awards")), (found.name, "")],
    }
    return render(request, "officer/unit.html", context)
