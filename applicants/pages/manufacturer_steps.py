"""The steps of an application: saved as they are, right or wrong, and shown again with what to correct."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.draft import Terms, capacity_of, investment_cell, read_field, read_investment
from applicants.forms.steps import FORMS, STEP_TITLES, DocumentsForm, StepForm, next_step
from applicants.models import Application
from applicants.pages.acting import Fact, posted_version, visible
from applicants.pages.content import document_link
from applicants.permissions import applications_visible_to
from applicants.selectors.applications import (
    needed_kinds,
    newest_documents,
    planned_investment,
    terms_of,
)
from applicants.services.application import save_draft
from applicants.services.documents import add_document
from portal.accounts.access import UserRequest, company_page
from portal.common.forms import refuse, sentence
from portal.common.refusals import Refusal, WrongInput
from portal.common.templatetags.portal_money import crore, grouped, inr


@company_page("GET", "POST")
def application_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """One step. Saving keeps everything typed; a wrong value comes back beside its message."""
    found = visible(applications_visible_to(request.user).select_related("manufacturer"), pk)
    if step not in FORMS:
        raise Http404
    if found.state != "draft":
        return redirect("manufacturer:application", pk)
    terms = terms_of(found)
    if request.method == "POST":
        return _save(request, found, step, terms)
    form = FORMS[step](None, found, terms)
    _show_wrong(form, found, terms)
    return _page(request, found, step, form)


def _save(request: UserRequest, found: Application, step: str, terms: Terms) -> HttpResponse:
    form = FORMS[step](request.POST, found, terms, request.FILES)
    in_passing = request.GET.get("autosave") == "1"
    refusals: Mapping[str, Refusal] = {}
    try:
        if isinstance(form, DocumentsForm):
            refusals = _add_documents(request, found, form)
        else:
            refusals = save_draft(
                by=request.user,
                application_id=found.pk,
                version=posted_version(request),
                fields=form.typed(),
                investment=form.plan(),
                keep_wrong=True,
                in_passing=in_passing,
            )
    except Refusal as refusal:
        refuse(form, refusal)
        found.refresh_from_db()
        return _page(request, found, step, form, status=refusal.status)
    if in_passing:
        return HttpResponse(status=204)
    return _after(request, found, step, form, refusals)


def _after(
    request: UserRequest, found: Application, step: str, form: StepForm, refusals: Mapping[str, Refusal]
) -> HttpResponse:
    if request.POST.get("save_draft"):
        return redirect("manufacturer:application", found.pk)
    if refusals:
        for name, refusal in refusals.items():
            form.add_error(name if name in form.fields else None, sentence(refusal))
        found.refresh_from_db()
        return _page(request, found, step, form, status=422)
    following = next_step(step)
    if following and request.POST.get("then") != "list":
        return redirect("manufacturer:application_step", found.pk, following)
    return redirect("manufacturer:application", found.pk)


def _add_documents(request: UserRequest, found: Application, form: DocumentsForm) -> dict[str, Refusal]:
    """Keep each file that can be kept; a wrong one doesn't undo the others."""
    refused: dict[str, Refusal] = {}
    for kind in form.fields:
        upload = request.FILES.get(kind)
        if upload is None:
            continue
        try:
            add_document(by=request.user, application_id=found.pk, kind=kind, upload=upload)
        except WrongInput as wrong:
            refused[kind] = wrong
    return refused


def _show_wrong(form: StepForm, found: Application, terms: Terms) -> None:
    """A draft that was left with a wrong value is shown with it and its message."""
    for name in form.fields:
        if name in found.typed:
            try:
                read_field(name, found.typed[name], terms)
            except WrongInput as wrong:
                form.add_error(name, sentence(wrong))
    for name, typed in found.typed.get("investment", {}).items():
        head, fy = investment_cell(name)
        try:
            read_investment({"head": head, "fy": fy, "crore": typed}, terms)
        except WrongInput as wrong:
            if name in form.fields:
                form.add_error(name, sentence(wrong))


def _page(
    request: UserRequest, found: Application, step: str, form: StepForm, status: int = 200
) -> HttpResponse:
    url = reverse("manufacturer:application_step", args=[found.pk, step])
    context = {
        "application": found,
        "step": step,
        "title": STEP_TITLES[step],
        "form": form,
        "number": list(FORMS).index(step) + 1,
        "total": len(FORMS),
        "autosave_url": f"{url}?autosave=1",
        "beside": _beside(found, step, form),
        "ladder": _ladder(found, str(form.data.get("capacity_mtpa", ""))) if step == "unit" else None,
        "documents": _documents(found) if step == "documents" else None,
    }
    template = {"investment": "application_investment", "documents": "application_documents"}.get(
        step, "application_step"
    )
    return render(request, f"manufacturer/{template}.html", context, status=status)


@company_page("GET")
def application_ladder(request: UserRequest, pk: int) -> HttpResponse:
    """The ladder with the capacity typed marked: what it asks and what it gives."""
    found = visible(applications_visible_to(request.user), pk)
    ladder = _ladder(found, request.GET.get("capacity_mtpa", ""))
    return render(request, "manufacturer/application_ladder.html", {"ladder": ladder})


def _ladder(found: Application, typed: str) -> dict[str, object]:
    terms = terms_of(found)
    try:
        chosen = capacity_of(typed, terms) if typed.strip() else None
    except WrongInput:
        chosen = None
    rows = [
        {
            "capacity": row.capacity_mtpa,
            "net_worth": row.min_net_worth_crore.rupees,
            "investment": row.min_investment_crore.rupees,
            "incentive": row.sli_cap_crore.rupees,
            "subsidy": row.cs_cap_crore.rupees,
            "chosen": row.capacity_mtpa == chosen,
        }
        for row in terms.book.ladder(terms.on).values()
    ]
    return {"rows": rows, "chosen": next((row for row in rows if row["chosen"]), None)}


def _beside(found: Application, step: str, form: StepForm) -> list[Fact]:
    """What the book says of this step, for the capacity chosen."""
    terms = terms_of(found)
    ceiling = terms.book.fraction("rate_ceiling", terms.on)
    if step == "rate":
        turnover = terms.book.fraction("turnover_percent", terms.on)
        return [
            Fact(_("Ceiling of the rate"), _("%(rate)s a kilogram") % {"rate": inr(ceiling)}),
            Fact(_("Never more than"), _("%(share)s percent of net sales turnover") % {"share": turnover}),
        ]
    row = terms.book.ladder(terms.on).get(found.capacity_mtpa or 0)
    if row is None or step not in ("standing", "investment"):
        return []
    capacity = Fact(_("Capacity chosen"), _("%(mtpa)s t a year") % {"mtpa": grouped(row.capacity_mtpa)})
    if step == "standing":
        lead = terms.book.fraction("lead_equity_percent", terms.on)
        return [
            capacity,
            Fact(_("Least net worth"), crore(row.min_net_worth_crore.rupees)),
            Fact(_("Least equity of the lead member"), _("%(share)s percent") % {"share": lead}),
        ]
    return [
        capacity,
        Fact(_("Least investment"), crore(row.min_investment_crore.rupees)),
        Fact(_("Planned so far"), crore(planned_investment(found))),
    ]


def _documents(found: Application) -> dict[str, object]:
    links = {document.kind: document_link(document, "manufacturer") for document in newest_documents(found)}
    return {kind: links.get(kind, "") for kind in needed_kinds(found)}
