"""The sanction register: every order, numbered without gaps, with its letter's digest."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disbursements.models import Sanction
from disbursements.permissions import sanctions_visible_to
from disbursements.reports.filters import ReportFilter
from portal.accounts.models import User
from portal.common.exports import Report
from portal.common.tables import Column


def _standing(sanction: Sanction) -> tuple[str, str]:
    return (gettext("Specimen"), "wait") if sanction.specimen else (gettext("Order"), "ok")


COLUMNS = (
    Column("number", _("Sanction"), sortable=True),
    Column("sanctioned_on", _("Sanctioned on"), "date", sortable=True),
    Column("fy", _("Financial year")),
    Column("head", _("Component")),
    Column("payee.legal_name", _("Payee"), sortable=True),
    Column("unit.name", _("Unit"), sortable=True),
    Column("tranche.claim.number", _("Claim"), sortable=True),
    Column("tranche.number", _("Tranche"), "number"),
    Column("round_item.round.number", _("Budget round")),
    Column("amount", _("Sanctioned (Rs)"), "money", sortable=True),
    Column("balance_after", _("Left of the provision (Rs)"), "money"),
    Column("standing", _("Standing"), "badge", value=_standing),
    Column("letter.sha256", _("SHA-256 of the letter")),
)


def sanction_register(user: User, chosen: ReportFilter) -> Report:
    """Return the sanction register as this user may see it."""
    found = sanctions_visible_to(user).select_related(
        "payee", "unit", "tranche__claim", "round_item__round", "letter"
    )
    rows = chosen.narrow(found, fy="fy", component="head", unit="unit")
    return Report(
        code="sanctions",
        title=_("Sanction register"),
        columns=COLUMNS,
        rows=rows.order_by("fy", "serial"),
        summed=("amount",),
        filters=chosen.in_words(),
    )
