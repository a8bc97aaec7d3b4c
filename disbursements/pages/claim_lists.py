"""The list of claims as officers and auditors work on it: sorted, filtered, searched, downloaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disbursements.models import Claim
from disbursements.pages.context.money import with_money
from disbursements.pages.filters import ClaimFilter
from disbursements.permissions import claims_visible_to
from disbursements.waiting import Waiting, standing
from portal.accounts.access import UserRequest, office_or_audit_page
from portal.accounts.models import User
from portal.common.clock import business_today
from portal.common.exports import Report, csv_response, xlsx_response
from portal.common.tables import Column, Empty, build_table
from portal.common.templatetags.portal_money import dmy
from schemes.rules.book import Book
from schemes.terms import book_of, current_versions

FILES = {"csv": csv_response, "xlsx": xlsx_response}


def books_in_force() -> dict[str, Book]:
    """The latest published book of every code."""
    return {version.code: book_of(version) for version in current_versions()}


class ClaimList:
    """Rows of the list with where each stands, read a page at a time."""

    def __init__(self, audience: str):
        self.audience = audience
        self.books = books_in_force()
        self.today = business_today()

    def place(self, claim: Claim) -> Waiting:
        """Where a claim stands."""
        return standing(claim, list(claim.tranches.all()), self.books.get(claim.book_code), self.today)

    def badge(self, claim: Claim) -> tuple[str, str]:
        """Where a claim stands in this audience's words; red once its time is over."""
        place = self.place(claim)
        return str(place.state.label_for(self.audience)), "bad" if place.over else place.state.tone

    def columns(self) -> list[Column]:
        """The list's columns as files have them."""
        return [
            Column("number", _("Claim"), value=str),
            Column("manufacturer", _("Company"), value=lambda claim: claim.manufacturer.legal_name),
            Column("fy", _("For"), value=period_of),
            Column("submitted_day", _("Filed"), kind="date"),
            Column(
                "entitlement",
                _("Entitled"),
                kind="money",
                value=lambda claim: claim.current.entitlement if claim.current else None,
            ),
            Column("state", _("Stands at"), kind="badge", value=self.badge),
            Column("due", _("Due"), kind="date", value=lambda claim: self.place(claim).due),
        ]

    def page_columns(self) -> list[Column]:
        """The list's columns as its page has them: linked, sortable, short texts on one line."""
        shown = {column.key: column for column in self.columns()}
        changes: dict[str, dict[str, Any]] = {
            "number": {"kind": "link", "url": self.address, "value": one_line(str)},
            "manufacturer": {"order_by": ("manufacturer__legal_name",)},
            "fy": {"value": one_line(period_of), "order_by": ("fy", "period_end")},
            "submitted_day": {"kind": "text", "value": one_line(lambda claim: dmy(claim.submitted_day))},
            "entitlement": {"order_by": ("current__entitlement",)},
        }
        due = replace(shown["due"], kind="text", value=one_line(lambda claim: dmy(self.place(claim).due)))
        sortable = [replace(shown[key], sortable=True, **change) for key, change in changes.items()]
        return [*sortable, shown["state"], due]

    def address(self, claim: Claim) -> str:
        """The claim's page for this audience."""
        return reverse(f"{self.audience}:claim", args=[claim.pk])


def one_line(read: Callable[[Claim], str]) -> Callable[[Claim], SafeString | str]:
    """The text of a cell, kept on one line; nothing for nothing."""

    def value(claim: Claim) -> SafeString | str:
        text = read(claim)
        return format_html('<span class="num">{}</span>', text) if text else ""

    return value


def period_of(claim: Claim) -> str:
    """What a claim is for, in short: "SLI 2030-31" or "CS"."""
    return f"{claim.component} {claim.fy}".strip()


def claims_of(user: User) -> QuerySet[Claim]:
    """The claims a user sees with all that a list shows of them."""
    return with_money(
        claims_visible_to(user).select_related("manufacturer", "unit", "current")
    ).prefetch_related("queries")


@office_or_audit_page("GET")
def claims(request: UserRequest) -> HttpResponse:
    """Show the list of claims."""
    audience = request.user.audience
    found = ClaimFilter(request.GET, queryset=claims_of(request.user), request=request)
    listed = ClaimList(audience)
    table = build_table(
        request,
        found.qs,
        columns=listed.page_columns(),
        caption=_("Claims"),
        filters=found.form,
        default_sort="-submitted_day",
        exports={
            label: reverse(f"{audience}:claims_file", args=[kind])
            for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"))
        },
        empty=Empty(_("No claim matches."), _("Change the filters, or show all.")),
        hide_caption=True,
    )
    return render(request, f"{audience}/claims.html", {"table": table, "crumbs": []})


@office_or_audit_page("GET")
def claims_file(request: UserRequest, kind: str) -> HttpResponseBase:
    """Download the claims under the present filters."""
    if kind not in FILES:
        raise Http404
    found = ClaimFilter(request.GET, queryset=claims_of(request.user), request=request)
    rows = found.qs.order_by("-submitted_day", "pk")
    listed = ClaimList(request.user.audience)

    words = {
        _t("Filter: %(name)s") % {"name": found.form[name].label}: request.GET[name]
        for name in found.form.fields
        if request.GET.get(name)
    }
    report = Report("claims", _t("Claims"), listed.columns(), rows, summed=("entitlement",), filters=words)
    return FILES[kind](report)
