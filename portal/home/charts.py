"""The dashboards' charts, one message each."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.common.charts import (
    Bar,
    BarChart,
    LegendItem,
    Number,
    UsageChart,
    UsageRow,
    YearChart,
    YearColumn,
)
from portal.common.templatetags.portal_money import crore_text
from portal.common.words import group
from portal.home.scheme_money import HeadMoney, YearMoney
from portal.home.scheme_output import Capacity

GRAMS_A_TONNE = 1_000_000


def _tonnes(value: Number) -> str:
    return group(int(value), 0)


def outlay_chart(heads: list[HeadMoney]) -> UsageChart:
    """Show how much of each head is paid and committed."""
    paid, whole = sum(h.paid for h in heads), sum(h.outlay for h in heads)
    return UsageChart(
        key="outlay",
        title=_("Scheme money: %(paid)s of %(whole)s paid")
        % {"paid": crore_text(paid), "whole": crore_text(whole)},
        desc=_(
            "Outlay of each head over seven years, with what is paid and what is sanctioned and not yet paid."
        ),
        series=[LegendItem(_("Paid"), "strong"), LegendItem(_("Committed"), "light")],
        rows=[UsageRow(_head(h.head), h.outlay, [h.paid, h.committed]) for h in heads],
    )


def year_chart(years: list[YearMoney]) -> YearChart:
    """Show money by financial year, all heads together."""
    names = sorted({y.fy for y in years})
    columns = []
    for fy in names:
        rows = [y for y in years if y.fy == fy]
        parts = [
            sum(y.paid for y in rows),
            sum(y.committed + y.released for y in rows),
            sum(y.left for y in rows),
        ]
        columns.append(YearColumn(fy, parts))
    return YearChart(
        key="years",
        title=_("Provision by year: paid, committed, left"),
        desc=_(
            "Provision voted for each financial year over all heads, split into paid, committed and left."
        ),
        series=[
            LegendItem(_("Paid"), "strong"),
            LegendItem(_("Committed"), "mid"),
            LegendItem(_("Left"), "pale"),
        ],
        columns=columns,
    )


def output_chart(
    capacity: Capacity, sold: dict[str, int], total: int, demand: list[tuple[str, int]]
) -> BarChart:
    """Show capacity and output against the scheme's tonnes and against demand."""
    bars = [Bar(_("Scheme, t a year"), total, "pale"), Bar(_("Allotted"), capacity.allotted, "light")]
    bars.append(Bar(_("Commissioned"), capacity.commissioned, "mid"))
    for fy, grams in list(sold.items())[-2:]:
        bars.append(Bar(_("Sold in %(fy)s") % {"fy": fy}, grams // GRAMS_A_TONNE, "strong"))
    bars += [Bar(label, tonnes, "pale") for label, tonnes in demand]
    return BarChart(
        key="output",
        title=_("%(tonnes)s t a year stand, of %(total)s t")
        % {"tonnes": _tonnes(capacity.commissioned), "total": _tonnes(total)},
        desc=_("Capacity and yearly output of the scheme's units in tonnes, beside the country's demand."),
        bars=bars,
        show=_tonnes,
        unit=_("t"),
    )


def _head(code: str) -> str:
    names = {
        "SLI": _("Sales-linked incentive"),
        "CS": _("Capital subsidy"),
        "ADMIN": _("Administration"),
        "UNALLOCATED": _("Unallocated"),
    }
    return names.get(code, code)
