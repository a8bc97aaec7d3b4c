"""Applications as officers and auditors see them: the list, its download, and one application with its screening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.filters import ApplicationFilter
from applicants.forms.office import ClearanceForm, ScreeningForm
from applicants.labels import finding_label
from applicants.models import Application, Finding, SelectionEntry
from applicants.pages.acting import attempt, done, posted_version, status_of, visible
from applicants.pages.content import sections
from applicants.pages.manufacturer_applications import state_badge
from applicants.pages.story import application_story
from applicants.permissions import applications_visible_to
from applicants.selectors.applications import eligibility_facts, rate_is_sealed, terms_of
from applicants.selectors.selections import approved_entry
from applicants.services.screening import screen
from applicants.services.selection import record_clearance
from portal.accounts.access import UserRequest, office_or_audit_page, role_page
from portal.accounts.roles import Role
from portal.common.exports import Report, csv_response, xlsx_response
from portal.common.files import serve
from portal.common.refusals import Refusal
from portal.common.tables import Column, Empty, build_table
from portal.common.workflow import Text
from schemes.rules import eligibility


def _opened(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Mark the rows whose quoted rate a prepared ranking has opened."""
    return rows.annotate(opened=Exists(SelectionEntry.objects.filter(application=OuterRef("pk"))))


def application_columns() -> list[Column]:
    """Return the columns of the list and its downloads; a sealed rate is blank and can't be sorted by."""
    return [
        Column(
            "number",
            _("Application"),
            kind="link",
            url=lambda row: reverse("officer:application", args=[row.pk]),
            sortable=True,
        ),
        Column(
            "company",
            _("Company"),
            value=lambda row: row.manufacturer.legal_name,
            sortable=True,
            order_by=("manufacturer__legal_name",),
        ),
        Column("unit_name", _("Unit"), sortable=True),
        Column("capacity_mtpa", _("Tonnes a year"), kind="number", sortable=True),
        Column(
            "quoted_rate",
            _("Quoted rate, ₹ a kg"),
            kind="money",
            value=lambda row: row.quoted_rate if row.opened else None,
        ),
        Column("submitted_day", _("Submitted"), kind="date", sortable=True),
        Column(
            "state", _("State"), kind="badge", value=lambda row: state_badge(row, "officer"), sortable=True
        ),
    ]


def _filtered(request: UserRequest) -> ApplicationFilter:
    rows = _opened(applications_visible_to(request.user)).select_related("manufacturer")
    return ApplicationFilter(request.GET, rows, request=request)


@office_or_audit_page("GET")
def applications(request: UserRequest) -> HttpResponse:
    """List what was submitted: sorted, filtered, downloadable."""
    found = _filtered(request)
    export = reverse("officer:applications_export", args=["csv"])
    table = build_table(
        request,
        found.qs.order_by("-submitted_day", "-pk"),
        caption=_("Applications"),
        hide_caption=True,
        columns=application_columns(),
        filters=found.form,
        exports={"CSV": export, "XLSX": reverse("officer:applications_export", args=["xlsx"])},
        empty=Empty(
            _("No application here."),
            _("A company's signatory submits it; what is submitted waits here for screening."),
        ),
    )
    return render(request, "officer/applications.html", {"table": table})


@office_or_audit_page("GET")
def applications_export(request: UserRequest, form: str) -> HttpResponseBase:
    """Download every row under the present filters."""
    writers = {"csv": csv_response, "xlsx": xlsx_response}
    if form not in writers:
        raise Http404
    found = _filtered(request)
    rows = found.qs.order_by("-submitted_day", "-pk")
    data = found.form.data
    used = {str(field.label): data.get(name, "") for name, field in found.form.fields.items()}
    report = Report(
        code="applications",
        title=_("Applications"),
        columns=application_columns(),
        rows=rows,
        filters={label: text for label, text in used.items() if text},
    )
    return writers[form](report)


@dataclass(frozen=True)
class FindingLine:
    """One finding as the page shows it, stored or as the rules would make it now."""

    label: Text
    clause: str
    tag: str
    given: str
    required: str
    holds: bool


def _findings(found: Application, sealed: bool) -> list[FindingLine]:
    """The stored findings; before screening, those the rules make now. A sealed rate shows only whether it holds."""
    rows: Sequence[Finding | eligibility.Finding] = list(found.findings.order_by("pk"))
    if not rows and found.state == "submitted":
        terms = terms_of(found)
        rows = eligibility.findings(eligibility_facts(found), terms.book, terms.on)
    hidden = _("sealed")
    return [
        FindingLine(
            label=finding_label(row.key, row.label),
            clause=row.clause,
            tag=row.tag,
            given=hidden if sealed and row.key == "rate" else row.given,
            required=row.required,
            holds=row.holds,
        )
        for row in rows
    ]


@office_or_audit_page("GET")
def application(request: UserRequest, pk: int) -> HttpResponse:
    """One application: what it says, what the rules find, who decided what."""
    return _page(request, _found(request, pk))


def _found(request: UserRequest, pk: int) -> Application:
    return visible(applications_visible_to(request.user).select_related("manufacturer"), pk)


def _page(
    request: UserRequest, found: Application, form: Form | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    sealed = rate_is_sealed(found)
    may_screen = found.state == "submitted" and request.user.has_role(Role.PMA_OFFICER)
    may_clear = found.state == "held" and request.user.has_role(Role.MHI_SO)
    context = {
        "application": found,
        "badge": state_badge(found, "officer"),
        "findings": _findings(found, sealed),
        "sections": sections(found, changeable=False, sealed=sealed, audience="officer"),
        "steps": application_story(found, "officer"),
        "entry": approved_entry(found),
        "awards": found.awards.exclude(state="dropped"),
        "screening": (form or ScreeningForm()) if may_screen else None,
        "clearance": (form or ClearanceForm()) if may_clear else None,
        "may_award": found.state == "allotted" and request.user.has_role(Role.MHI_SO),
        "form": form,
        "crumbs": [(_("Applications"), reverse("officer:applications")), (str(found), "")],
    }
    status = status_of(form, refusal) if form is not None else 200
    return render(request, "officer/application.html", context, status=status)


@role_page(Role.PMA_OFFICER, methods=("POST",))
def application_screen(request: UserRequest, pk: int) -> HttpResponse:
    """Find an application responsive or not."""
    found, form, refusal = _found(request, pk), ScreeningForm(request.POST), None
    if form.is_valid():
        refusal = attempt(form, lambda: _screen(request, pk, form))
        if refusal is None:
            return done(request, _("Your finding is recorded."), "officer:application", pk)
        found.refresh_from_db()
    return _page(request, found, form, refusal)


def _screen(request: UserRequest, pk: int, form: ScreeningForm) -> Application:
    return screen(
        by=request.user,
        application_id=pk,
        version=posted_version(request),
        responsive=form.cleaned_data["responsive"] == "yes",
        note=form.cleaned_data["note"],
    )


@role_page(Role.MHI_SO, methods=("POST",))
def application_clearance(request: UserRequest, pk: int) -> HttpResponse:
    """Record the clearance of a held application."""
    found, form, refusal = _found(request, pk), ClearanceForm(request.POST, request.FILES), None
    if form.is_valid():
        refusal = attempt(form, lambda: _clear(request, pk, form))
        if refusal is None:
            return done(
                request, _("The clearance is recorded; the place is allotted."), "officer:application", pk
            )
        found.refresh_from_db()
    return _page(request, found, form, refusal)


def _clear(request: UserRequest, pk: int, form: ClearanceForm) -> Application:
    return record_clearance(
        by=request.user,
        application_id=pk,
        version=posted_version(request),
        clearance_number=form.cleaned_data["clearance_number"],
        upload=form.cleaned_data["file"],
    )


@office_or_audit_page("GET")
def application_document(request: UserRequest, pk: int, document_pk: int) -> FileResponse:
    """Hand out a document of an application."""
    found = _found(request, pk)
    return serve(get_object_or_404(found.documents.select_related("file"), pk=document_pk).file)
