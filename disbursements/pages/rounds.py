"""Budget rounds: what one would give, before it is decided; closing one; one round with its decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from disbursements.models import BudgetRound, Claim, Tranche
from disbursements.pages.budget import round_badge
from disbursements.pages.context.deciding import turn_on
from disbursements.pages.context.figures import Figure
from disbursements.pages.context.turn import Attempt
from disbursements.services.rounds import Preview, close_round, preview_round
from portal.accounts.access import UserRequest, office_or_audit_page
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.confirm import carried, is_confirmed
from portal.common.forms import refuse
from portal.common.refusals import NotAllowed, Refusal
from portal.common.tables import Column, Table
from portal.common.workflow import Text
from schemes.rules.facts import fy_of

Line = Mapping[str, str | None]


class RoundForm(forms.Form):
    """Which head, which year, up to which day."""

    head = forms.ChoiceField(label=_("Head"), choices=Claim.Component.choices)
    fy = forms.CharField(label=_("Financial year"), max_length=7)
    cut_off = forms.DateField(
        label=_("Cut-off: what was approved up to this day"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@dataclass(frozen=True)
class RoundItemRow:
    """What one tranche gets, whole rupees."""

    name: str
    url: str
    company: str
    deferred_from: str
    due: int
    payable: int
    deferred: int


@dataclass(frozen=True)
class RoundView:
    """A round as its pages show it, decided or not."""

    rows: Sequence[RoundItemRow]
    available: int
    working: Sequence[Line]

    @property
    def payable(self) -> int:
        """What the round gives out in all."""
        return sum(row.payable for row in self.rows)

    @property
    def deferred(self) -> int:
        """What it defers in all."""
        return sum(row.deferred for row in self.rows)

    @property
    def figures(self) -> list[Figure]:
        """The key figures."""
        return [
            Figure(_t("Available"), self.available),
            Figure(_t("Due in all"), self.payable + self.deferred),
            Figure(_t("Given out"), self.payable),
            Figure(_t("Deferred"), self.deferred),
        ]

    @property
    def table(self) -> Table:
        """Who gets what."""
        columns = (
            Column("name", _("Claim and tranche"), kind="link", url=lambda row: row.url),
            Column("company", _("Company")),
            Column("deferred_from", _("Deferred from")),
            Column("due", _("Due"), kind="money"),
            Column("payable", _("Gets now"), kind="money"),
            Column("deferred", _("Deferred"), kind="money"),
        )
        total = {
            "name": _t("In all"),
            "due": self.payable + self.deferred,
            "payable": self.payable,
            "deferred": self.deferred,
        }
        return Table(columns, self.rows, _("What each tranche gets"), total=total)


@office_or_audit_page("GET", "POST")
def round_new(request: UserRequest) -> HttpResponse:
    """Show what a round would give; by POST the section officer closes it."""
    if request.method == "POST" and not request.user.has_role(Role.MHI_SO):
        raise NotAllowed(_t("You can't close a budget round."), expected=Role.MHI_SO)
    form = RoundForm(
        request.POST if request.method == "POST" else request.GET if "cut_off" in request.GET else None
    )
    if not form.is_bound:
        form.initial = _initial(request)
    seen: Preview | None = None
    status = 200
    if form.is_bound and form.is_valid():
        try:
            seen = preview_round(**form.cleaned_data)
            if request.method == "POST":
                return _close(request, form, seen)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status if request.method == "POST" else 200
    return render(request, "officer/round_new.html", _context(request, form, seen), status=status)


def _initial(request: UserRequest) -> dict[str, object]:
    today = business_today()
    return {"head": request.GET.get("head", "SLI"), "fy": fy_of(today), "cut_off": today.isoformat()}


def _context(request: UserRequest, form: RoundForm, seen: Preview | None) -> dict[str, object]:
    return {
        "form": form,
        "preview": view_of_preview(seen, request.user.audience) if seen else None,
        "may_close": request.user.has_role(Role.MHI_SO),
        "close_url": reverse("officer:round_new"),
        "close_fields": {name: str(value) for name, value in form.cleaned_data.items()} if seen else {},
        "close_label": _t("Close the round"),
        "close_question": _t("Close this budget round?"),
        "close_note": _tranches(len(seen.items)) if seen else "",
        "crumbs": [(_("Budget"), reverse("officer:budget")), (_("Preview a round"), None)],
    }


def _close(request: UserRequest, form: RoundForm, seen: Preview) -> HttpResponse:
    if not is_confirmed(request):
        context = {
            "question": _t("Close this budget round?"),
            "action": request.path,
            "label": _t("Yes: close the round"),
            "version": "",
            "amount": seen.payable,
            "note": "",
            "carried": carried(request),
            "back_url": reverse("officer:budget"),
        }
        return render(request, "layout/confirm_step.html", context)
    made = close_round(by=request.user, **form.cleaned_data)
    messages.success(request, _t("Closed: %(round)s. It waits for approval.") % {"round": made})
    return redirect("officer:round", made.pk)


@office_or_audit_page("GET")
def round_page(request: UserRequest, pk: int) -> HttpResponse:
    """Show one round."""
    return show_round(request, pk)


def show_round(
    request: UserRequest, pk: int, *, attempt: Attempt | None = None, status: int = 200
) -> HttpResponse:
    """Answer with one round's page, and what was attempted on it."""
    rounds = BudgetRound.objects.select_related("closed_by__person", "approved_by__person")
    made = get_object_or_404(rounds.prefetch_related("items__tranche__claim__manufacturer"), pk=pk)
    context = {
        "round": made,
        "badge": round_badge(made),
        "preview": view_of_round(made, request.user.audience),
        "page": {"turn": turn_on(made, request.user, attempt)},
        "crumbs": [(_("Budget"), reverse("officer:budget")), (made.number, None)],
    }
    return render(request, "officer/round.html", context, status=status)


def view_of_preview(seen: Preview, audience: str) -> RoundView:
    """A round before it is decided."""
    due = seen.facts["due"]
    ages = {item["id"]: item["deferred_from"] or "" for item in due} if isinstance(due, list) else {}
    rows = []
    for item in seen.items:
        tranche = item.tranche
        name = f"{tranche.claim.number}/{tranche.number}"
        rows.append(_row(tranche, audience, ages[name], item.payable, item.deferred))
    working = seen.result["working"]
    return RoundView(rows, seen.available, working if isinstance(working, list) else [])


def view_of_round(made: BudgetRound, audience: str) -> RoundView:
    """A closed round as it was stored."""
    rows = [_row(i.tranche, audience, i.deferred_from, i.payable, i.deferred) for i in made.items.all()]
    return RoundView(rows, made.available, json.loads(made.result)["working"])


def _tranches(count: int) -> str:
    return ngettext("%(count)d tranche", "%(count)d tranches", count) % {"count": count}


def _row(tranche: Tranche, audience: str, age: str, payable: int, deferred: int) -> RoundItemRow:
    claim = tranche.claim
    name: Text = _t("%(claim)s, tranche %(number)d") % {"claim": claim, "number": tranche.number}
    url = reverse(f"{audience}:claim", args=[claim.pk])
    return RoundItemRow(
        str(name), url, claim.manufacturer.legal_name, age, payable + deferred, payable, deferred
    )
