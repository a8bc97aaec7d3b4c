"""Tables of the dashboards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.common.tables import Column, Empty, Table
from portal.home.scheme_money import YearMoney


def year_table(years: list[YearMoney]) -> Table:
    """Return scheme money by head and year."""
    return Table(
        columns=[
            Column("fy", _("Year")),
            Column("head", _("Head")),
            Column("voted", _("Voted"), kind="crore"),
            Column("committed", _("Sanctioned, not released"), kind="crore"),
            Column("released", _("Released, not yet paid"), kind="crore"),
            Column("paid", _("Paid"), kind="crore"),
            Column("left", _("Left"), kind="crore"),
        ],
        rows=years,
        caption=_("Scheme money by year and head"),
        empty=Empty(
            _("No provision has been entered yet."), _("The section officer enters it under Budget.")
        ),
    )
