"""One award: its figures, its papers, issuing or dropping it, its letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.office import ActForm, NoteForm
from applicants.models import Award
from applicants.pages.acting import Fact, ask_first, attempt, done, posted_version, status_of, visible
from applicants.pages.tables import award_badge
from applicants.permissions import awards_visible_to
from applicants.selectors.units import ceilings_of
from applicants.services.award import drop_award, issue_award
from portal.accounts.access import UserRequest, office_or_audit_page, role_page
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.files import serve
from portal.common.models import Job
from portal.common.refusals import Refusal
from portal.common.templatetags.portal_money import crore, dmy, grouped, inr
from portal.common.workflow import Text


def _found(request: UserRequest, pk: int) -> Award:
    rows = awards_visible_to(request.user).select_related(
        "manufacturer", "unit", "application", "papers", "letter", "prepared_by__person", "issued_by__person"
    )
    return visible(rows, pk)


@office_or_audit_page("GET")
def award(request: UserRequest, pk: int) -> HttpResponse:
    """One award; a second officer issues its letter here."""
    return _page(request, _found(request, pk))


def _page(
    request: UserRequest, found: Award, form: Form | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    limits = ceilings_of(found)
    waiting = found.state == "prepared"
    context = {
        "award": found,
        "title": found.number or _("Award in preparation"),
        "badge": award_badge(found),
        "facts": _facts(found),
        "ceiling": limits.sales_incentive + limits.capital_subsidy if limits else None,
        "may_issue": waiting and may_issue(request.user, found),
        "may_drop": waiting and request.user.has_role(Role.MHI_SO, Role.MHI_US),
        "is_preparer": found.prepared_by.person_id == request.user.person_id,
        "job": _letter_job(found),
        "form": form,
        "note_form": form if isinstance(form, NoteForm) else NoteForm(),
        "crumbs": [(_("Awards"), reverse("officer:awards")), (str(found), "")],
    }
    status = status_of(form, refusal) if form is not None else 200
    return render(request, "officer/award.html", context, status=status)


def may_issue(user: User, found: Award) -> bool:
    """An under secretary, never the person who prepared it."""
    return user.has_role(Role.MHI_US) and found.prepared_by.person_id != user.person_id


def _letter_job(found: Award) -> Job | None:
    if found.state != "issued" or found.letter_id is not None:
        return None
    return Job.objects.filter(key=f"award_letter:{found.pk}").first()


def _facts(found: Award) -> list[Fact]:
    place = ", ".join(part for part in (found.unit_name, found.district, found.state_name) if part)
    facts = [
        Fact(_("Company"), found.manufacturer.legal_name),
        Fact(_("Unit"), place),
        Fact(_("Scheme book"), found.book_code),
        Fact(_("Capacity"), _("%(capacity)s t a year") % {"capacity": grouped(found.capacity_mtpa)}),
        Fact(_("Rate of the award"), _("%(rate)s a kilogram") % {"rate": inr(found.award_rate)}),
        Fact(_("Award date"), dmy(found.award_date)),
        Fact(_("Ground"), found.get_origin_display()),
    ]
    if found.tender_number:
        facts.append(Fact(_("Tender"), found.tender_number))
    if found.rank:
        facts.append(Fact(_("Rank"), f"L{found.rank}"))
    facts.append(Fact(_("Assured oxide"), _("yes") if found.oxide else _("no")))
    limits = ceilings_of(found)
    if limits is not None:
        facts += [
            Fact(_("Ceiling of the sales-linked incentive"), crore(limits.sales_incentive)),
            Fact(_("Ceiling of the capital subsidy"), crore(limits.capital_subsidy)),
        ]
    facts.append(Fact(_("Prepared by"), str(found.prepared_by)))
    if found.issued_by is not None:
        facts.append(Fact(_("Issued by"), f"{found.issued_by}, {dmy(found.issued_day)}"))
    if found.note:
        facts.append(Fact(_("Why it was dropped"), found.note))
    return facts


@role_page(Role.MHI_US, methods=("POST",))
def award_issue(request: UserRequest, pk: int) -> HttpResponse:
    """Issue the letter of award."""
    found = _found(request, pk)
    limits = ceilings_of(found)
    question = ask_first(
        request,
        question=_("Issue the letter of award?"),
        label=_("Issue the letter of award"),
        note=_("The scheme's seven years run from the award date."),
        back_url=reverse("officer:award", args=[pk]),
        amount=limits.sales_incentive + limits.capital_subsidy if limits else None,
    )
    if question is not None:
        return question
    version = posted_version(request)
    return _acted(
        request,
        found,
        ActForm(),
        lambda: issue_award(by=request.user, award_id=pk, version=version),
        _("The letter of award is issued."),
    )


@role_page(Role.MHI_SO, Role.MHI_US, methods=("POST",))
def award_drop(request: UserRequest, pk: int) -> HttpResponse:
    """Drop a prepared award, saying why."""
    found, form = _found(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    version, note = posted_version(request), form.cleaned_data["note"]
    return _acted(
        request,
        found,
        form,
        lambda: drop_award(by=request.user, award_id=pk, version=version, note=note),
        _("The award is dropped."),
    )


def _acted(
    request: UserRequest, found: Award, form: Form, run: Callable[[], Any], told: Text
) -> HttpResponse:
    refusal = attempt(form, run)
    if refusal is None:
        return done(request, told, "officer:award", found.pk)
    return _page(request, _found(request, found.pk), form, refusal)


@office_or_audit_page("GET")
def award_paper(request: UserRequest, pk: int, what: str) -> FileResponse:
    """Hand out the papers an award rests on, or its letter."""
    found = _found(request, pk)
    stored = {"papers": found.papers, "letter": found.letter}.get(what)
    if stored is None:
        raise Http404
    return serve(stored)
