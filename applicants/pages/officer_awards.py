"""Awards: the list, preparing one, recording one made elsewhere."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.filters import AwardFilter
from applicants.forms.office import AwardForm, RecordForm
from applicants.models import Application, Award
from applicants.pages.acting import attempt, status_of, visible
from applicants.pages.tables import award_badge
from applicants.permissions import applications_visible_to, awards_visible_to
from applicants.selectors.selections import approved_entry
from applicants.services.award import prepare_award, record_award
from portal.accounts.access import UserRequest, office_or_audit_page, role_page
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.exports import Report, csv_response, xlsx_response
from portal.common.tables import Column, Empty, build_table


def award_columns() -> list[Column]:
    """Return the columns of the list and its downloads."""
    return [
        Column(
            "number",
            _("Award"),
            kind="link",
            value=lambda row: row.number or _("in preparation"),
            url=lambda row: reverse("officer:award", args=[row.pk]),
            sortable=True,
        ),
        Column(
            "company",
            _("Company"),
            value=lambda row: row.manufacturer.legal_name,
            sortable=True,
            order_by=("manufacturer__legal_name",),
        ),
        Column(
            "unit_name",
            _("Unit"),
            kind="link",
            url=lambda row: reverse("officer:unit", args=[row.unit_id]) if row.unit_id else None,
            sortable=True,
        ),
        Column("capacity_mtpa", _("Tonnes a year"), kind="number", sortable=True),
        Column("award_rate", _("Rate, ₹ a kg"), kind="money", sortable=True),
        Column("award_date", _("Award date"), kind="date", sortable=True),
        Column("rank", _("Rank"), value=lambda row: f"L{row.rank}" if row.rank else "", sortable=True),
        Column("state", _("State"), kind="badge", value=award_badge, sortable=True),
    ]


def _filtered(request: UserRequest) -> AwardFilter:
    rows = awards_visible_to(request.user).select_related("manufacturer")
    return AwardFilter(request.GET, rows, request=request)


@office_or_audit_page("GET")
def awards(request: UserRequest) -> HttpResponse:
    """List the awards, prepared and issued."""
    found = _filtered(request)
    table = build_table(
        request,
        found.qs.order_by("-award_date", "rank", "pk"),
        caption=_("Awards"),
        hide_caption=True,
        columns=award_columns(),
        filters=found.form,
        exports={
            "CSV": reverse("officer:awards_export", args=["csv"]),
            "XLSX": reverse("officer:awards_export", args=["xlsx"]),
        },
        empty=Empty(
            _("No award yet."),
            _(
                "A section officer prepares the award of an allotted application, or records one of the tender."
            ),
        ),
    )
    return render(
        request, "officer/awards.html", {"table": table, "may_record": request.user.has_role(Role.MHI_SO)}
    )


@office_or_audit_page("GET")
def awards_export(request: UserRequest, form: str) -> HttpResponseBase:
    """Download every row under the present filters."""
    writers = {"csv": csv_response, "xlsx": xlsx_response}
    if form not in writers:
        raise Http404
    found = _filtered(request)
    rows = found.qs.order_by("-award_date", "rank", "pk")
    report = Report(
        code="awards",
        title=_("Awards"),
        columns=award_columns(),
        rows=rows,
    )
    return writers[form](report)


@role_page(Role.MHI_SO, methods=("GET", "POST"))
def award_new(request: UserRequest, pk: int) -> HttpResponse:
    """Prepare the award of an allotted application."""
    found = visible(applications_visible_to(request.user).select_related("manufacturer"), pk)
    form, refusal = AwardForm(request.POST or None, initial=_initial(found)), None
    if request.method == "POST" and form.is_valid():
        made: list[Award] = []
        data = form.cleaned_data
        refusal = attempt(
            form, lambda: made.append(prepare_award(by=request.user, application_id=pk, **data))
        )
        if made:
            return redirect("officer:award", made[0].pk)
    crumbs = [
        (_("Applications"), reverse("officer:applications")),
        (str(found), reverse("officer:application", args=[pk])),
        (_("Prepare the award"), ""),
    ]
    context = {"application": found, "entry": approved_entry(found), "form": form, "crumbs": crumbs}
    return render(request, "officer/award_new.html", context, status=status_of(form, refusal))


def _initial(found: Application) -> dict[str, object]:
    return {
        "award_date": business_today(),
        "unit_name": found.unit_name,
        "district": found.unit_district,
        "state_name": found.unit_state,
    }


@role_page(Role.MHI_SO, methods=("GET", "POST"))
def award_record(request: UserRequest) -> HttpResponse:
    """Record an award made on the procurement portal, with its papers."""
    form, refusal = RecordForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        made: list[Award] = []
        refusal = attempt(form, lambda: made.append(_record(request, form)))
        if made:
            return redirect("officer:award", made[0].pk)
    crumbs = [(_("Awards"), reverse("officer:awards")), (_("Record an award"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "officer/award_record.html", context, status=status_of(form, refusal))


def _record(request: UserRequest, form: RecordForm) -> Award:
    data = dict(form.cleaned_data)
    maker, papers = data.pop("manufacturer"), data.pop("file")
    return record_award(by=request.user, manufacturer_id=maker.pk, papers=papers, **data)
