"""A company's applications: the list, the task list, the last check, the acknowledgement."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.office import ActForm, NoteForm, StartForm, book_choices
from applicants.forms.steps import STEP_TITLES
from applicants.letters import acknowledgement_pdf
from applicants.lifecycle import APPLICATION
from applicants.models import Application
from applicants.pages.acting import ask_first, attempt, done, posted_version, status_of, visible
from applicants.pages.content import sections
from applicants.pages.story import application_story
from applicants.permissions import applications_visible_to, manufacturers_visible_to
from applicants.selectors.applications import STEPS, Missing, what_is_missing
from applicants.selectors.selections import approved_entry
from applicants.services.application import (
    OVER,
    start_application,
    submit_application,
    withdraw_application,
)
from portal.accounts.access import UserRequest, company_page
from portal.accounts.roles import Role
from portal.common.files import serve
from portal.common.tables import Column, Empty, Table, build_table
from portal.common.workflow import Text


@dataclass(frozen=True)
class TaskStep:
    """One line of the task list, as components/task.html prints it."""

    title: Text
    note: Text
    url: str
    action: Text
    badge: Text
    tone: str
    quiet: bool = True
    amount: None = None
    due: None = None


@company_page("GET", "POST")
def applications(request: UserRequest) -> HttpResponse:
    """List the company's applications; start one."""
    form, refusal = StartForm(request.POST or None), None
    maker = manufacturers_visible_to(request.user).first()
    if request.method == "POST" and maker is not None and form.is_valid():
        made: list[Application] = []
        code = form.cleaned_data["book_code"]
        refusal = attempt(
            form,
            lambda: made.append(start_application(by=request.user, manufacturer=maker, book_code=code)),
        )
        if made:
            return redirect("manufacturer:application", made[0].pk)
    rows = applications_visible_to(request.user).order_by("-pk")
    live = {row.book_code for row in rows if row.state not in OVER}
    choices = [(code, label) for code, label in book_choices() if code not in live]
    context = {
        "form": form,
        "books": choices,
        "table": _list(request, rows),
    }
    return render(request, "manufacturer/applications.html", context, status=status_of(form, refusal))


def _list(request: UserRequest, rows: QuerySet[Application]) -> Table:
    return build_table(
        request,
        rows,
        caption=_("Your applications"),
        hide_caption=True,
        columns=[
            Column(
                "number",
                _("Application"),
                kind="link",
                value=lambda row: row.number or _("Draft"),
                url=lambda row: reverse("manufacturer:application", args=[row.pk]),
            ),
            Column("unit_name", _("Unit")),
            Column("capacity_mtpa", _("Tonnes a year"), kind="number"),
            Column("submitted_day", _("Submitted"), kind="date"),
            Column("state", _("State"), kind="badge", value=state_badge),
        ],
        empty=Empty(_("No application yet."), _("Start one: a draft can be left and taken up again.")),
    )


def state_badge(application: Application, audience: str = "manufacturer") -> tuple[Text, str]:
    """Return the state's words and tone for an audience."""
    state = APPLICATION.by_code[application.state]
    return state.label_for(audience), state.tone


@company_page("GET")
def application(request: UserRequest, pk: int) -> HttpResponse:
    """The task list of a draft; once submitted, what was submitted and where it stands."""
    found = visible(applications_visible_to(request.user).select_related("manufacturer"), pk)
    if found.state == "draft":
        return render(request, "manufacturer/application_tasks.html", _tasks_context(request, found))
    return render(request, "manufacturer/application.html", _submitted_context(request, found))


def _tasks_context(request: UserRequest, found: Application) -> dict[str, object]:
    missing = what_is_missing(found)
    steps = [_task(found, code, [item for item in missing if item.step == code]) for code in STEPS]
    ready = sum(step.tone == "ok" for step in steps)
    return {
        "application": found,
        "tasks": steps,
        "ready": ready,
        "total": len(steps),
        "complete": not missing,
        "may_withdraw": request.user.has_role(Role.APPLICANT_SIGNATORY),
    }


def _task(found: Application, code: str, missing: list[Missing]) -> TaskStep:
    url = reverse("manufacturer:application_step", args=[found.pk, code])
    wrong = any(item.anchor in found.typed for item in missing)
    badge, tone = (_("Done"), "ok") if not missing else (_("To do"), "neutral")
    if wrong:
        badge, tone = _("To correct"), "bad"
    note = missing[0].sentence if missing else ""
    action = _("Change") if not missing else _("Continue")
    return TaskStep(STEP_TITLES[code], note, url, action, badge, tone)


def _submitted_context(request: UserRequest, found: Application) -> dict[str, object]:
    can_withdraw = found.state == "submitted" and request.user.has_role(Role.APPLICANT_SIGNATORY)
    return {
        "application": found,
        "badge": state_badge(found),
        "entry": approved_entry(found),
        "award": found.awards.filter(state="issued").select_related("unit").first(),
        "sections": sections(found, changeable=False, sealed=False, audience="manufacturer"),
        "steps": application_story(found, "manufacturer"),
        "can_withdraw": can_withdraw,
    }


@company_page("GET", "POST")
def application_check(request: UserRequest, pk: int) -> HttpResponse:
    """Check your answers; the signatory submits."""
    found = visible(applications_visible_to(request.user).select_related("manufacturer"), pk)
    form, refusal = None, None
    if request.method == "POST":
        question = ask_first(
            request,
            question=_("Submit the application?"),
            label=_("Submit the application"),
            note=_("Nothing in it can be changed afterwards."),
            back_url=reverse("manufacturer:application_check", args=[pk]),
        )
        if question is not None:
            return question
        form, version = ActForm(), posted_version(request)
        refusal = attempt(
            form, lambda: submit_application(by=request.user, application_id=pk, version=version)
        )
        if refusal is None:
            return redirect("manufacturer:application_done", pk)
        found.refresh_from_db()
    elif found.state != "draft":
        return redirect("manufacturer:application", pk)
    context = {
        "application": found,
        "missing": [
            (item, reverse("manufacturer:application_step", args=[pk, item.step])) for item in _left(found)
        ],
        "sections": sections(found, changeable=found.state == "draft", sealed=False, audience="manufacturer"),
        "may_submit": request.user.has_role(Role.APPLICANT_SIGNATORY) and found.state == "draft",
        "form": form,
    }
    return render(
        request, "manufacturer/application_check.html", context, status=refusal.status if refusal else 200
    )


def _left(found: Application) -> list[Missing]:
    return what_is_missing(found) if found.state == "draft" else []


@company_page("GET")
def application_done(request: UserRequest, pk: int) -> HttpResponse:
    """The acknowledgement: number, time and digest of what was submitted."""
    found = visible(applications_visible_to(request.user), pk)
    if found.submitted_at is None:
        return redirect("manufacturer:application", pk)
    return render(request, "manufacturer/application_done.html", {"application": found})


@company_page("GET")
def application_acknowledgement(request: UserRequest, pk: int) -> HttpResponse:
    """The acknowledgement as PDF, with the submitted content attached."""
    found = visible(applications_visible_to(request.user).select_related("manufacturer"), pk)
    if found.submitted_at is None:
        raise Http404
    response = HttpResponse(acknowledgement_pdf(found), content_type="application/pdf")
    name = str(found.number).replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@company_page("GET", "POST")
def application_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Withdraw, saying why."""
    found = visible(applications_visible_to(request.user).select_related("manufacturer"), pk)
    form, refusal = NoteForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        version, note = posted_version(request), form.cleaned_data["note"]
        refusal = attempt(
            form,
            lambda: withdraw_application(by=request.user, application_id=pk, version=version, note=note),
        )
        if refusal is None:
            return done(request, _("The application is withdrawn."), "manufacturer:applications")
        found.refresh_from_db()
    context = {"application": found, "form": form}
    return render(request, "manufacturer/application_withdraw.html", context, status=status_of(form, refusal))


@company_page("GET")
def application_document(request: UserRequest, pk: int, document_pk: int) -> FileResponse:
    """Hand out a document of one's own application."""
    found = visible(applications_visible_to(request.user), pk)
    document = get_object_or_404(found.documents.select_related("file"), pk=document_pk)
    return serve(document.file)
