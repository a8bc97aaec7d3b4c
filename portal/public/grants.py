"""The public list of grantees, amounts and purposes, which GFR 2017 Rule 230(2) asks every ministry to publish."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disbursements.models import Claim, Sanction
from portal.accounts.access import public_page
from portal.common.exports import Report, csv_response
from portal.common.tables import Column, Empty, build_table


def _purpose(sanction: Sanction) -> str:
    component = Claim.Component(sanction.head).label
    return gettext("%(component)s, sintered rare earth permanent magnets, %(unit)s") % {
        "component": component,
        "unit": sanction.unit.name,
    }


def _paid(sanction: Sanction) -> int:
    return sanction.amount if sanction.payment.state == "paid" else 0


def _standing(sanction: Sanction) -> tuple[str, str]:
    return (gettext("Specimen"), "wait") if sanction.specimen else (gettext("Order"), "ok")


COLUMNS = (
    Column("payee.legal_name", _("Grantee"), sortable=True),
    Column("purpose", _("Purpose"), value=_purpose),
    Column("number", _("Sanction"), sortable=True),
    Column("sanctioned_on", _("Date"), "date", sortable=True),
    Column("amount", _("Sanctioned (Rs)"), "money", sortable=True),
    Column("paid", _("Paid (Rs)"), "money", value=_paid),
    Column("standing", _("Standing"), "badge", value=_standing),
)


def _register() -> Report:
    rows = Sanction.objects.select_related("payee", "unit", "payment").order_by("fy", "serial")
    return Report(
        code="grants",
        title=_("Grants sanctioned"),
        columns=COLUMNS,
        rows=rows,
        summed=("amount", "paid"),
    )


@public_page()
def grants(request: HttpRequest) -> HttpResponse:
    """List who was granted how much for what."""
    register = _register()
    totals = register.totals()
    table = build_table(
        request,
        register.rows,
        columns=register.columns,
        caption=register.title,
        exports={"CSV": reverse("grants_csv")},
        total=totals.sums if totals.count else None,
        empty=Empty(_("No grant has been sanctioned yet.")),
    )
    crumbs = [(_("Home"), "/"), (_("Grants"), None)]
    context = {"table": table, "register": register, "totals": totals, "crumbs": crumbs}
    return render(request, "public/grants.html", context)


@public_page()
def grants_csv(request: HttpRequest) -> HttpResponseBase:
    """Download the list as CSV."""
    return csv_response(_register())
