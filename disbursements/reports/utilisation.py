"""Utilisation by head and financial year: voted, bound, released, paid, left. Every figure is a ledger balance."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from disbursements.models import Provision
from disbursements.reports.filters import ReportFilter
from disbursements.selectors.budget import HeadYear, head_years
from portal.accounts.models import User
from portal.common.exports import Report
from portal.common.tables import Column

COLUMNS = (
    Column("head", _("Head"), sortable=True),
    Column("fy", _("Financial year"), sortable=True),
    Column("provision", _("Provision (Rs)"), "money", sortable=True),
    Column("revised", _("Revised estimate (Rs)"), "money"),
    Column("committed", _("Sanctioned, not released (Rs)"), "money"),
    Column("released", _("Released, not paid (Rs)"), "money"),
    Column("paid", _("Paid (Rs)"), "money", sortable=True),
    Column("voted_left", _("Left of the provision (Rs)"), "money"),
)


def _rows(chosen: ReportFilter) -> list[HeadYear]:
    wanted = chosen.cleaned_data
    heads = sorted(set(Provision.objects.filter(state="confirmed").order_by().values_list("head", flat=True)))
    return [
        year
        for head in heads
        if wanted["component"] in ("", head)
        for year in head_years(head)
        if wanted["fy"] in ("", year.fy)
    ]


def utilisation(user: User, chosen: ReportFilter) -> Report:
    """Return utilisation by head and year. It has no rows by unit, so that filter does nothing here."""
    words = chosen.in_words()
    words.pop(str(chosen.fields["unit"].label), None)
    return Report(
        code="utilisation",
        title=_("Utilisation by head and year"),
        columns=COLUMNS,
        rows=_rows(chosen),
        summed=("provision", "committed", "released", "paid", "voted_left"),
        filters=words,
    )
