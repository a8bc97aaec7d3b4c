"""The list of payments: what waits for its bill, its release, the bank."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disbursements.lifecycle import PAYMENT
from disbursements.models import Payment
from disbursements.pages.filters import PaymentFilter
from disbursements.permissions import payments_visible_to
from portal.accounts.access import UserRequest, office_or_audit_page
from portal.common.tables import Column, Empty, build_table


@office_or_audit_page("GET")
def payments(request: UserRequest) -> HttpResponse:
    """Show the payments."""
    visible = payments_visible_to(request.user).select_related("sanction__payee", "sanction__tranche__claim")
    found = PaymentFilter(request.GET, queryset=visible, request=request)
    table = build_table(
        request,
        found.qs,
        columns=[
            Column("order", _("Order"), kind="link", value=lambda p: p.sanction.number, url=payment_url),
            Column("payee", _("Payee"), value=lambda p: p.sanction.payee.legal_name),
            Column("claim", _("Claim"), value=lambda p: str(p.sanction.tranche.claim)),
            Column("amount", _("Amount"), kind="money", sortable=True),
            Column("state", _("State"), kind="badge", value=state_badge, sortable=True, order_by=("state",)),
            Column("since", _("Since"), kind="date", value=lambda p: p.state_since_day),
            Column("utr", _("UTR")),
            Column("value_date", _("Paid on"), kind="date", sortable=True),
        ],
        caption=_("Payments"),
        filters=found.form,
        empty=Empty(_("No payment yet."), _("A payment stands here with its sanction order.")),
        hide_caption=True,
    )
    crumbs = [(_("Sanctions"), reverse("officer:sanctions")), (_("Payments"), None)]
    return render(request, "officer/payments.html", {"table": table, "crumbs": crumbs})


def payment_url(payment: Payment) -> str:
    """The page of the payment's order, where the steps on it are taken."""
    return reverse("officer:sanction", args=[payment.sanction_id]) + "#payment"


def state_badge(payment: Payment) -> tuple[str, str]:
    """The payment's state in words with its tone."""
    state = PAYMENT.by_code[payment.state]
    return str(state.label), state.tone
