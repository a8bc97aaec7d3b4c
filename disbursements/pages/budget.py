"""Budget: the scheme's money by head and year from the ledger, and the entries of provision, by two officers."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disbursements.lifecycle import PROVISION, ROUND
from disbursements.models import BudgetRound, Claim, Provision, Tranche
from disbursements.pages.context.deciding import offers_on
from disbursements.pages.context.turn import Attempt, refused_by
from disbursements.selectors.budget import head_years
from disbursements.selectors.positions import balance_of
from disbursements.services.provision import enter_provision
from portal.accounts.access import UserRequest, office_or_audit_page, role_page
from portal.accounts.roles import Role
from portal.common.charts import LegendItem, UsageChart, UsageRow
from portal.common.clock import business_today
from portal.common.forms import refuse
from portal.common.refusals import Refusal
from portal.common.tables import Column, Empty, Table, build_table
from portal.common.templatetags.portal_money import dmy
from schemes.rules.facts import fy_of

HEADS = Claim.Component
SERIES = (LegendItem(_("paid"), "strong"), LegendItem(_("sanctioned, not yet paid"), "light"))


def money_chart() -> UsageChart | None:
    """Each head over the scheme's life: outlay, paid, sanctioned and not yet paid; None before the outlay is opened."""
    rows = []
    for head in HEADS:
        used, left = balance_of("outlay_used", head=head), balance_of("outlay", head=head)
        paid = balance_of("paid", head=head)
        if used + left:
            rows.append(UsageRow(head.label, used + left, (paid, used - paid)))
    if not rows:
        return None
    desc = _t("Outlay of each head over the scheme's life, with what is paid, sanctioned and left.")
    return UsageChart(
        "outlay", _t("The scheme's outlay and what is used of it"), desc, series=SERIES, rows=rows
    )


def years_table() -> Table:
    """Head by head and year by year: voted, revised, bound, released, paid and left, in rupees."""
    rows = [year for head in HEADS for year in head_years(head)]
    columns = (
        Column("head", _("Head and year"), value=lambda year: f"{year.head} {year.fy}"),
        Column("provision", _("Voted"), kind="crore"),
        Column("revised", _("Revised estimate"), kind="crore"),
        Column("committed", _("Sanctioned"), kind="crore"),
        Column("released", _("Released"), kind="crore"),
        Column("paid", _("Paid"), kind="crore"),
        Column("sanctionable", _("Left to sanction"), kind="crore"),
        Column("available", _("of it not allotted"), kind="crore"),
    )
    empty = Empty(_("No provision is confirmed yet."), _("A provision counts once two officers have acted."))
    return Table(columns, rows, _("Provision and spending by year"), empty=empty)


def provisions_table(request: UserRequest) -> Table:
    """The entries of provision, newest first."""
    found = Provision.objects.select_related("entered_by__person", "confirmed_by__person").order_by("-pk")
    return build_table(
        request,
        found,
        columns=[
            Column("head", _("Head and year"), value=lambda entry: f"{entry.head} {entry.fy}"),
            Column("kind", _("Entry"), value=lambda entry: entry.get_kind_display()),
            Column("order", _("Order"), value=order_of),
            Column("amount", _("Amount"), kind="money"),
            Column("state", _("State"), kind="badge", value=provision_badge),
            Column("who", _("Officers"), value=officers_of),
        ],
        caption=_("Entries of provision"),
        empty=Empty(_("No provision was entered yet.")),
        per_page=20,
    )


def rounds_table() -> Table:
    """The budget rounds, newest first."""
    rounds = BudgetRound.objects.annotate(given=Sum("items__payable"), count=Count("items")).order_by("-pk")[
        :20
    ]
    columns = (
        Column("number", _("Round"), kind="link", url=lambda made: reverse("officer:round", args=[made.pk])),
        Column("cut_off", _("Cut-off"), kind="date"),
        Column("count", _("Tranches"), kind="number"),
        Column("available", _("Available"), kind="money"),
        Column("given", _("Given out"), kind="money"),
        Column("state", _("State"), kind="badge", value=round_badge),
    )
    return Table(columns, rounds, _("Budget rounds"), empty=Empty(_("No round yet.")))


def waiting_by_head() -> list[dict[str, object]]:
    """How many tranches of each head wait for money, and how much they are, in rupees."""
    found = (
        Tranche.objects.filter(state__in=("approved", "deferred"))
        .order_by("claim__component")
        .values("claim__component")
        .annotate(count=Count("pk"), amount=Sum("amount"))
    )
    return [{**head, "label": HEADS(head["claim__component"]).label} for head in found]


def provision_badge(entry: Provision) -> tuple[str, str]:
    """The entry's state in words with its tone."""
    state = PROVISION.by_code[entry.state]
    return str(state.label), state.tone


def round_badge(made: BudgetRound) -> tuple[str, str]:
    """The round's state in words with its tone."""
    state = ROUND.by_code[made.state]
    return str(state.label), state.tone


def order_of(entry: Provision) -> str:
    """The order an entry rests on, with its date."""
    words = {"number": entry.order_number, "day": dmy(entry.order_date)}
    return _t("%(number)s of %(day)s") % words


def officers_of(entry: Provision) -> str:
    """Who entered it and who confirmed it."""
    names = [entry.entered_by.person.name]
    if entry.confirmed_by:
        names.append(entry.confirmed_by.person.name)
    return ", ".join(names)


def entries_to_decide() -> QuerySet[Provision]:
    """Entries that wait for the second officer, oldest first."""
    return Provision.objects.filter(state="entered").select_related("entered_by__person").order_by("pk")


class ProvisionForm(forms.Form):
    """One entry of provision, as its order says it."""

    head = forms.ChoiceField(label=_("Head"), choices=HEADS.choices)
    fy = forms.CharField(
        label=_("Financial year"), max_length=7, help_text=_("As in 2030-31: 1 April to 31 March.")
    )
    kind = forms.ChoiceField(label=_("What the order does"), choices=Provision.Kind.choices)
    amount = forms.IntegerField(
        label=_("Amount, in whole rupees"), min_value=1, help_text=_("Digits alone: 6000000000 is 600 crore.")
    )
    order_number = forms.CharField(label=_("Number of the order"), max_length=80)
    order_date = forms.DateField(label=_("Date of the order"), widget=forms.DateInput(attrs={"type": "date"}))


@office_or_audit_page("GET")
def budget(request: UserRequest) -> HttpResponse:
    """Show the budget."""
    return show_budget(request)


def show_budget(request: UserRequest, *, attempt: Attempt | None = None, status: int = 200) -> HttpResponse:
    """Answer with the budget page, and what was attempted on an entry."""
    decisions = [
        found
        for entry in entries_to_decide()
        if (found := offers_on("provision", entry, request.user, attempt))
    ]
    offers = [offer for decision in decisions for offer in (decision.main, *decision.others) if offer]
    context = {
        "page": {"turn": {"refused": refused_by(attempt, offers)}, "offers": decisions},
        "chart": money_chart(),
        "years": years_table(),
        "provisions": provisions_table(request),
        "rounds": rounds_table(),
        "waiting": waiting_by_head(),
        "may_enter": request.user.has_role(Role.MHI_SO),
    }
    return render(request, "officer/budget.html", context, status=status)


@role_page(Role.MHI_SO, methods=("GET", "POST"))
def provision_new(request: UserRequest) -> HttpResponse:
    """Enter a provision for another officer to confirm."""
    form = ProvisionForm(request.POST or None, initial={"fy": fy_of(business_today())})
    if request.method == "POST" and form.is_valid():
        try:
            enter_provision(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _t("Entered. It counts once another officer has confirmed it."))
            return redirect("officer:budget")
    crumbs = [(_("Budget"), reverse("officer:budget")), (_("Enter a provision"), None)]
    status = 422 if form.errors else 200
    return render(request, "officer/provision_new.html", {"form": form, "crumbs": crumbs}, status=status)
