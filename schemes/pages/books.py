"""Pages of the scheme books: in force, each figure, differences, preparing and publishing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.accounts.access import UserRequest, public_page, role_page
from portal.accounts.roles import OFFICERS, Role
from portal.common.forms import refuse
from portal.common.refusals import Refusal
from schemes.forms import AuthorityForm, PrepareForm, PublishForm
from schemes.impact import impact_of
from schemes.models import BookAuthority, BookVersion
from schemes.pages.tables import difference_table, figure_table, impact_table, version_table
from schemes.selectors import differences, figures
from schemes.services import books as services
from schemes.terms import current_versions, is_specimen

OFFICE = (Role.MHI_SO, Role.MHI_DIRECTOR)


def _is_office(request: HttpRequest) -> bool:
    """Say whether an officer of the scheme or an auditor looks; everybody else sees what is published."""
    return request.user.is_authenticated and request.user.has_role(*OFFICERS, Role.AUDITOR)


def _number(text: str) -> int:
    """Return the number of an id in an address or a form, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _seen(request: HttpRequest, version: BookVersion) -> BookVersion:
    """Return the version if this reader may see it: drafts are the office's and the auditor's.

    For everybody else a draft looks like what does not exist (404).
    """
    if version.state != "published" and not _is_office(request):
        raise Http404(version.pk)
    return version


@public_page()
def books(request: HttpRequest) -> HttpResponse:
    """List the books in force and every version."""
    versions = BookVersion.objects.select_related("prepared_by__person", "confirmed_by__person").defer(
        "content"
    )
    shown = versions if _is_office(request) else versions.filter(state="published")
    context = {
        "current": [(version, is_specimen(version)) for version in current_versions()],
        "table": version_table(request, shown),
        "can_prepare": request.user.is_authenticated and request.user.has_role(Role.MHI_SO),
        "crumbs": [(_("Home"), "/"), (_("Scheme books"), None)],
    }
    return render(request, "schemes/books.html", context)


@public_page()
def book(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one version, each figure with source, authority and tag."""
    version = _seen(request, get_object_or_404(BookVersion, code=code, number=number))
    others = BookVersion.objects.exclude(pk=version.pk).filter(state="published").defer("content")
    context = {
        "version": version,
        "book_title": services.content_of(version)["title"],
        "specimen": is_specimen(version),
        "orders": BookAuthority.objects.filter(code=code).select_related(
            "entered_by__person", "confirmed_by__person"
        ),
        "table": figure_table(figures(version)),
        "others": others,
        "crumbs": [(_("Scheme books"), "/books/"), (str(version), None)],
    }
    return render(request, "schemes/book.html", context)


@public_page()
def book_difference(request: HttpRequest) -> HttpResponse:
    """Show what differs between two versions, given as ?a=ID&b=ID."""
    ids = [request.GET.get(key, "") for key in ("a", "b")]
    found = [_seen(request, get_object_or_404(BookVersion, pk=_number(pk))) for pk in ids]
    context = {
        "old": found[0],
        "new": found[1],
        "table": difference_table(differences(*found)),
        "crumbs": [(_("Scheme books"), "/books/"), (_("Difference"), None)],
    }
    return render(request, "schemes/difference.html", context)


@role_page(Role.MHI_SO, methods=("GET", "POST"))
def book_prepare(request: UserRequest, code: str) -> HttpResponse:
    """Prepare a new version from the text of the latest one."""
    latest = BookVersion.objects.filter(code=code).first()
    if latest is None:
        return redirect("books")
    form = PrepareForm(request.POST or None, initial={"content_text": services.as_yaml(latest)})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.prepare_version(by=request.user, code=code, **form.cleaned_data)
        except Refusal as refusal:
            if refusal.where == "content":
                refusal.where = "content_text"
            refuse(form, refusal)
        else:
            messages.success(request, _("%(version)s waits for the director.") % {"version": made})
            return redirect("book_publish", pk=made.pk)
    crumbs = [(_("Scheme books"), "/books/"), (_("New version"), None)]
    return render(
        request,
        "schemes/prepare.html",
        {"form": form, "code": code, "crumbs": crumbs},
        status=422 if form.errors else 200,
    )


@role_page(*OFFICE, Role.AUDITOR, methods=("GET", "POST"))
def book_publish(request: UserRequest, pk: int) -> HttpResponse:
    """Show what a prepared version changes and moves; the director confirms it."""
    draft = get_object_or_404(BookVersion.objects.exclude(prepared_by=None), pk=pk)
    before = BookVersion.objects.filter(code=draft.code, number__lt=draft.number, state="published").first()
    impact = impact_of(draft) if draft.state == "draft" else None
    shown = {"version": draft.version, "impact_sha256": impact.sha256 if impact else ""}
    form = PublishForm(request.POST or None, initial=shown)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            values = form.cleaned_data
            services.publish_version(
                by=request.user,
                version_id=pk,
                version=values["version"],
                impact_sha256=values["impact_sha256"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("%(version)s is in force.") % {"version": draft})
            return redirect("book", code=draft.code, number=draft.number)
    context = {
        "version": draft,
        "form": form,
        "shown": shown,
        "impact": impact,
        "impact_table": impact_table(impact) if impact else None,
        "table": difference_table(differences(before, draft)) if before else None,
        "crumbs": [(_("Scheme books"), "/books/"), (str(draft), None)],
        "may_publish": request.user.has_role(Role.MHI_DIRECTOR) and draft.state == "draft",
    }
    return render(request, "schemes/publish.html", context, status=status)


@role_page(*OFFICE, methods=("GET", "POST"))
def book_authority(request: UserRequest, code: str) -> HttpResponse:
    """Enter the order behind a book, or confirm one that another officer entered."""
    form = AuthorityForm(request.POST if "order_number" in request.POST else None)
    try:
        if request.method == "POST" and "confirm" in request.POST:
            services.confirm_authority(by=request.user, authority_id=_number(request.POST["confirm"]))
            messages.success(
                request, _("The order is confirmed; letters under this book are no longer specimens.")
            )
            return redirect("book_authority", code=code)
        if request.method == "POST" and form.is_valid():
            services.enter_authority(by=request.user, code=code, **form.cleaned_data)
            messages.success(request, _("The order waits for a second officer."))
            return redirect("book_authority", code=code)
    except Refusal as refusal:
        if not form.is_bound:
            raise
        refuse(form, refusal)
    context = {
        "form": form,
        "code": code,
        "orders": BookAuthority.objects.filter(code=code).select_related(
            "entered_by__person", "confirmed_by__person"
        ),
        "crumbs": [(_("Scheme books"), "/books/"), (_("Authority"), None)],
    }
    return render(request, "schemes/authority.html", context, status=422 if form.errors else 200)
