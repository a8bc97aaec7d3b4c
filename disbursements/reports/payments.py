"""The payments register: one row for each sanction's payment, from bill to bank."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from disbursements.lifecycle import PAYMENT
from disbursements.models import Payment
from disbursements.permissions import payments_visible_to
from disbursements.reports.filters import ReportFilter
from portal.accounts.models import User
from portal.common.exports import Report
from portal.common.tables import Column


def _state(payment: Payment) -> tuple[str, str]:
    state = PAYMENT.by_code[payment.state]
    return str(state.label), state.tone


COLUMNS = (
    Column("sanction.number", _("Sanction"), sortable=True),
    Column("sanction.sanctioned_on", _("Sanctioned on"), "date", sortable=True),
    Column("sanction.fy", _("Financial year")),
    Column("sanction.head", _("Component")),
    Column("sanction.payee.legal_name", _("Payee"), sortable=True),
    Column("sanction.payee.pan", _("PAN")),
    Column("sanction.unit.name", _("Unit"), sortable=True),
    Column("sanction.tranche.claim.number", _("Claim"), sortable=True),
    Column("sanction.tranche.number", _("Tranche"), "number"),
    Column("amount", _("Sanctioned (Rs)"), "money", sortable=True),
    Column(
        "paid",
        _("Paid (Rs)"),
        "money",
        value=lambda payment: payment.amount if payment.state == "paid" else 0,
    ),
    Column("state", _("State"), "badge", value=_state),
    Column("bill_no", _("Bill")),
    Column("bill_date", _("Bill date"), "date"),
    Column("released_on", _("Released on"), "date"),
    Column("utr", _("UTR")),
    Column("value_date", _("Value date"), "date", sortable=True),
)
SUMMED = ("amount", "paid")


def rows(user: User, chosen: ReportFilter) -> QuerySet[Payment]:
    """Return the payments the user may see, in the order of the sanction register."""
    found = payments_visible_to(user).select_related(
        "sanction__payee", "sanction__unit", "sanction__tranche__claim"
    )
    narrowed = chosen.narrow(found, fy="sanction__fy", component="sanction__head", unit="sanction__unit")
    return narrowed.order_by("sanction__fy", "sanction__serial")


def payments_register(user: User, chosen: ReportFilter) -> Report:
    """Return the payments register as this user may see it."""
    return Report(
        code="payments",
        title=_("Payments register"),
        columns=COLUMNS,
        rows=rows(user, chosen),
        summed=SUMMED,
        filters=chosen.in_words(),
    )
