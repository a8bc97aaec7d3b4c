"""Rankings: the list, preparing one, the comparative statement, approving or dropping it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.office import ActForm, NoteForm
from applicants.labels import OUTCOMES, reason_label
from applicants.lifecycle import SELECTION
from applicants.models import Application, Selection, SelectionEntry
from applicants.pages.acting import ask_first, attempt, done, posted_version, status_of, visible
from applicants.permissions import selections_visible_to
from applicants.services.selection import approve_selection, drop_selection, prepare_selection
from portal.accounts.access import UserRequest, office_or_audit_page, role_page
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.refusals import Refusal
from portal.common.tables import Column, Empty, Table, build_table
from portal.common.workflow import Text


def selection_badge(selection: Selection) -> tuple[Text, str]:
    """Return the words and tone of a ranking's state."""
    state = SELECTION.by_code[selection.state]
    return state.label, state.tone


@office_or_audit_page("GET")
def selections(request: UserRequest) -> HttpResponse:
    """List the rankings, and what could be ranked now."""
    return _list_page(request)


def _list_page(
    request: UserRequest, form: Form | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    table = build_table(
        request,
        selections_visible_to(request.user).select_related("prepared_by__person", "approved_by__person"),
        caption=_("Rankings"),
        hide_caption=True,
        columns=[
            Column(
                "book_code",
                _("Scheme book"),
                kind="link",
                url=lambda row: reverse("officer:selection", args=[row.pk]),
            ),
            Column("prepared_at", _("Prepared"), kind="moment", sortable=True),
            Column("prepared_by", _("By"), value=lambda row: str(row.prepared_by)),
            Column("approved_by", _("Approved by"), value=lambda row: str(row.approved_by or "")),
            Column("state", _("State"), kind="badge", value=selection_badge, sortable=True),
        ],
        default_sort="-prepared_at",
        empty=Empty(
            _("No ranking yet."), _("When every submitted application is screened, a director prepares one.")
        ),
    )
    context = {
        "table": table,
        "ready": ready_to_rank() if request.user.has_role(Role.MHI_DIRECTOR) else [],
        "form": form,
    }
    status = status_of(form, refusal) if form is not None else 200
    return render(request, "officer/selections.html", context, status=status)


def ready_to_rank() -> list[Mapping[str, Any]]:
    """Return each book with applications to rank: how many are responsive, how many not yet screened."""
    busy = Selection.objects.filter(state="prepared").values("book_code")
    found = (
        Application.objects.exclude(book_code__in=busy)
        .values("book_code")
        .annotate(
            responsive=Count("pk", filter=Q(state="responsive")),
            unscreened=Count("pk", filter=Q(state="submitted")),
        )
        .filter(Q(responsive__gt=0) | Q(unscreened__gt=0))
        .order_by("book_code")
    )
    return [dict(row) for row in found]


@role_page(Role.MHI_DIRECTOR, methods=("POST",))
def selection_prepare(request: UserRequest) -> HttpResponse:
    """Rank all responsive applications of a book; this opens their quoted rates."""
    code = request.POST.get("book_code", "")
    question = ask_first(
        request,
        question=_("Prepare the ranking under %(code)s?") % {"code": code},
        label=_("Prepare the ranking"),
        note=_("This opens the quoted rates of all responsive applications."),
        back_url=reverse("officer:selections"),
    )
    if question is not None:
        return question
    form, made = ActForm(), []
    refusal = attempt(form, lambda: made.append(prepare_selection(by=request.user, book_code=code)))
    if made:
        return redirect("officer:selection", made[0].pk)
    return _list_page(request, form, refusal)


@office_or_audit_page("GET")
def selection(request: UserRequest, pk: int) -> HttpResponse:
    """The comparative statement: place, rate, outcome and reason of each bidder, and the engine's working."""
    return _page(request, visible(selections_visible_to(request.user), pk))


def _page(
    request: UserRequest, found: Selection, form: Form | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    result = json.loads(found.result)
    waiting = found.state == "prepared"
    context = {
        "selection": found,
        "badge": selection_badge(found),
        "table": _statement(request, found),
        "result": result,
        "may_approve": waiting and _may_approve(request.user, found),
        "may_drop": waiting and request.user.has_role(Role.MHI_DIRECTOR, Role.COMPETENT_AUTHORITY),
        "is_preparer": found.prepared_by.person_id == request.user.person_id,
        "form": form,
        "note_form": form if isinstance(form, NoteForm) else NoteForm(),
        "crumbs": [(_("Rankings"), reverse("officer:selections")), (found.book_code, "")],
    }
    status = status_of(form, refusal) if form is not None else 200
    return render(request, "officer/selection.html", context, status=status)


def _may_approve(user: User, found: Selection) -> bool:
    """The competent authority, never the person who prepared it."""
    return user.has_role(Role.COMPETENT_AUTHORITY) and found.prepared_by.person_id != user.person_id


def _statement(request: UserRequest, found: Selection) -> Table:
    entries = found.entries.select_related("application__manufacturer").order_by("pk")
    return build_table(
        request,
        entries,
        caption=_("Comparative statement"),
        per_page=200,
        columns=[
            Column("rank", _("Rank"), value=lambda entry: f"L{entry.rank}" if entry.rank else "-"),
            Column(
                "number",
                _("Application"),
                kind="link",
                value=lambda entry: entry.application.number,
                url=lambda entry: reverse("officer:application", args=[entry.application_id]),
            ),
            Column("company", _("Company"), value=lambda entry: entry.application.manufacturer.legal_name),
            Column(
                "capacity",
                _("Tonnes a year"),
                kind="number",
                value=lambda entry: entry.application.capacity_mtpa,
            ),
            Column(
                "quoted", _("Quoted, ₹ a kg"), kind="money", value=lambda entry: entry.application.quoted_rate
            ),
            Column("award_rate", _("Award rate, ₹ a kg"), kind="money"),
            Column("oxide", _("Oxide"), value=lambda entry: _("yes") if entry.oxide else ""),
            Column("outcome", _("Outcome"), kind="badge", value=_outcome),
            Column("reason", _("Reason"), value=lambda entry: reason_label(entry.reason)),
        ],
        emphasise=lambda entry: "binds" if entry.outcome == "allotted" else "",
    )


def _outcome(entry: SelectionEntry) -> tuple[Text, str]:
    return OUTCOMES[entry.outcome]


@role_page(Role.COMPETENT_AUTHORITY, methods=("POST",))
def selection_approve(request: UserRequest, pk: int) -> HttpResponse:
    """Approve the allotment; everybody is told at the same moment."""
    found = visible(selections_visible_to(request.user), pk)
    question = ask_first(
        request,
        question=_("Approve the allotment?"),
        label=_("Approve the allotment"),
        note=_("Every applicant sees its result from that moment on."),
        back_url=reverse("officer:selection", args=[pk]),
    )
    if question is not None:
        return question
    version = posted_version(request)
    return _acted(
        request,
        found,
        ActForm(),
        lambda: approve_selection(by=request.user, selection_id=pk, version=version),
        _("The allotment is approved. Everybody has been told."),
    )


@role_page(Role.MHI_DIRECTOR, Role.COMPETENT_AUTHORITY, methods=("POST",))
def selection_drop(request: UserRequest, pk: int) -> HttpResponse:
    """Drop a prepared ranking, saying why."""
    found, form = visible(selections_visible_to(request.user), pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    version, note = posted_version(request), form.cleaned_data["note"]
    return _acted(
        request,
        found,
        form,
        lambda: drop_selection(by=request.user, selection_id=pk, version=version, note=note),
        _("The ranking is dropped."),
    )


def _acted(
    request: UserRequest, found: Selection, form: Form, run: Callable[[], Any], told: Text
) -> HttpResponse:
    refusal = attempt(form, run)
    if refusal is None:
        return done(request, told, "officer:selection", found.pk)
    found.refresh_from_db()
    return _page(request, found, form, refusal)
