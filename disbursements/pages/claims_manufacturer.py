"""The company's claims: what each year brought, the list, a new claim, and its letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applicants.models import Register, Unit
from applicants.permissions import awards_visible_to, units_visible_to
from disbursements.models import Claim
from disbursements.pages.claim_forms import ClaimForm, claimable_registers
from disbursements.pages.claim_lists import ClaimList, books_in_force, claims_of, period_of
from disbursements.pages.context.entitlement import Entitlement, entitlement_of
from disbursements.pages.sanctions import sanctions_of
from disbursements.services.filing import start_sales_claim, start_subsidy_claim
from portal.accounts.access import UserRequest, company_page
from portal.accounts.models import User
from portal.common.clock import business_today
from portal.common.forms import refuse
from portal.common.models import StoredFile
from portal.common.refusals import Refusal
from portal.common.tables import Column, Empty, build_table
from portal.common.workflow import Text
from schemes.rules.facts import fy_bounds


@dataclass(frozen=True)
class LetterRow:
    """One letter a company has: `url` is empty until its file is made."""

    number: str
    what: Text
    day: object
    amount: int | None
    url: str
    file: StoredFile | None
    verify_url: str


@company_page("GET")
def claims(request: UserRequest) -> HttpResponse:
    """Show the incentive year by year and the company's claims."""
    listed = ClaimList("manufacturer")
    mine = claims_of(request.user).order_by("-pk")
    table = build_table(
        request,
        mine,
        columns=[
            Column("number", _("Claim"), kind="link", url=listed.address, value=str),
            Column("fy", _("For"), sortable=True, value=period_of, order_by=("fy", "period_end")),
            Column("submitted_day", _("Filed"), kind="date", sortable=True),
            Column(
                "entitlement",
                _("Entitled"),
                kind="money",
                value=lambda claim: claim.current.entitlement if claim.current else None,
            ),
            Column(
                "state",
                _("Stands at"),
                kind="badge",
                value=listed.badge,
            ),
        ],
        caption=_("Your claims"),
        empty=Empty(
            _("No claim yet."),
            _("Upload a register, then claim on it."),
            reverse("manufacturer:claim_new"),
            _("New claim"),
        ),
    )
    views = [view for unit in _units(request.user) if (view := _entitlement(unit, request.user, listed))]
    return render(request, "manufacturer/claims.html", {"table": table, "views": views})


@company_page("GET", "POST")
def claim_new(request: UserRequest) -> HttpResponse:
    """Start a claim on a register."""
    registers = claimable_registers(request.user)
    form = ClaimForm(
        request.POST or None,
        registers=registers,
        annual=_annual(registers),
        initial={"register": request.GET.get("register", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            claim = _start(request.user, form)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("manufacturer:claim", claim.pk)
    context = {
        "form": form,
        "registers": registers,
        "upload_url": reverse("manufacturer:register_new"),
        "crumbs": [(_("Claims"), reverse("manufacturer:claims")), (_("New claim"), None)],
    }
    return render(request, "manufacturer/claim_new.html", context, status=422 if form.errors else 200)


@company_page("GET")
def letters(request: UserRequest) -> HttpResponse:
    """Show the letters of award and the sanction orders of the company."""
    rows = [*_award_letters(request.user), *_sanction_letters(request.user)]
    return render(request, "manufacturer/letters.html", {"letters": rows})


def _start(user: User, form: ClaimForm) -> Claim:
    register = form.chosen
    if register.kind == Register.Kind.ASSETS:
        return start_subsidy_claim(by=user, unit_id=register.unit_id, register_id=register.pk)
    _first, last = fy_bounds(register.fy)
    return start_sales_claim(
        by=user, unit_id=register.unit_id, register_id=register.pk, period_end=form.period(last)
    )


def _annual(registers: list[Register]) -> bool:
    """Whether every book of the registers' units takes one claim a year, so that the period needs no asking."""
    books = books_in_force()
    codes = {register.unit.award.book_code for register in registers}
    return all(
        books[code].text("claim_period", business_today()) == "ANNUAL" for code in codes if code in books
    )


def _units(user: User) -> list[Unit]:
    return list(units_visible_to(user).filter(award__state="issued").select_related("award").order_by("pk"))


def _entitlement(unit: Unit, user: User, listed: ClaimList) -> Entitlement | None:
    book = listed.books.get(unit.award.book_code)
    if book is None:
        return None
    claims = list(
        claims_of(user).filter(unit=unit, component=Claim.Component.SLI).order_by("fy", "period_end")
    )
    return entitlement_of(unit, claims, book)


def _award_letters(user: User) -> list[LetterRow]:
    return [
        LetterRow(
            award.number or "",
            _t("Letter of award, %(unit)s") % {"unit": award.unit_name},
            award.award_date,
            None,
            reverse("manufacturer:award_letter", args=[award.pk]) if award.letter else "",
            award.letter,
            "",
        )
        for award in awards_visible_to(user).select_related("letter", "unit").order_by("-award_date", "-pk")
    ]


def _sanction_letters(user: User) -> list[LetterRow]:
    return [
        LetterRow(
            found.number,
            _t("Sanction order, claim %(claim)s") % {"claim": found.tranche.claim},
            found.sanctioned_on,
            found.amount,
            reverse("sanction_letter", args=[found.pk]) if found.letter else "",
            found.letter,
            reverse("verify", args=[found.token]),
        )
        for found in sanctions_of(user).order_by("-sanctioned_on", "-pk")
    ]
