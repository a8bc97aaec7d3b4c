"""A unit's incentive year by year: paid, on its way, held, and the years to come."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applicants.models import Unit
from applicants.selectors.units import confirmed_phases
from disbursements.models import Claim, LedgerAccount
from disbursements.pages.context.money import in_crore, money_of
from portal.common.charts import LegendItem, YearChart, YearColumn
from portal.common.clock import business_today
from portal.common.tables import Column, Table
from portal.common.templatetags.portal_money import crore_text
from schemes.rules.book import Book
from schemes.rules.facts import ONE_DAY, fy_end, fy_of, fy_start, scheme_end

SERIES = (
    LegendItem(_("paid"), "strong"),
    LegendItem(_("on its way"), "mid"),
    LegendItem(_("held until reconciliation"), "light"),
)


@dataclass(frozen=True)
class YearOfUnit:
    """One financial year of a unit's sales-linked incentive, in whole rupees; `note` where there is no claim."""

    fy: str
    paid: int
    on_its_way: int
    held: int
    note: str

    @property
    def entitled(self) -> int:
        """What the year's claims came to."""
        return self.paid + self.on_its_way + self.held


@dataclass(frozen=True)
class Entitlement:
    """The unit's view: years, ceiling and what is left of it by component, in whole rupees."""

    unit: Unit
    years: Sequence[YearOfUnit]
    chart: YearChart
    table: Table
    entitled: int
    paid: int
    ceiling: int
    ceiling_left: int
    window_from: dt.date | None
    window_to: dt.date


def entitlement_of(unit: Unit, claims: Sequence[Claim], book: Book) -> Entitlement:
    """The incentive of a unit with an award; ``claims`` are its sales-linked ones, read by `with_money`."""
    award, phases = unit.award, confirmed_phases(unit)
    first = phases[0].commissioned_on if phases else None
    last = award.window_to or scheme_end(award.award_date, book)
    running = fy_of(business_today())
    years = [_year(fy, claims, first, book, running) for fy in financial_years(award.award_date, last)]
    entitled, paid = sum(year.entitled for year in years), sum(year.paid for year in years)
    ceiling = book.ladder_row(award.capacity_mtpa, award.award_date, "capacity").sli_cap_crore.rupees
    account = LedgerAccount.objects.filter(kind="ceiling", unit=unit, component=Claim.Component.SLI).first()
    left = account.balance if account else ceiling - entitled
    title = _t("%(entitled)s of %(ceiling)s entitled so far") % {
        "entitled": in_crore(entitled),
        "ceiling": in_crore(ceiling),
    }
    return Entitlement(
        unit, years, _chart(unit, years, title), _table(years), entitled, paid, ceiling, left, first, last
    )


def financial_years(first: dt.date, last: dt.date) -> list[str]:
    """The financial years from one day to another, both included."""
    found, day = [], fy_start(first)
    while day <= last:
        found.append(fy_of(day))
        day = fy_end(day) + ONE_DAY
    return found


def _year(
    fy: str, claims: Sequence[Claim], commissioned: dt.date | None, book: Book, running: str
) -> YearOfUnit:
    parts: dict[str, int] = defaultdict(int)
    mine = [claim for claim in claims if claim.fy == fy and claim.state in ("verified", "closed")]
    for claim in mine:
        money = money_of(claim, "manufacturer", book)
        parts["paid"] += money.paid
        parts["way"] += money.on_its_way
        parts["held"] += money.held_total
    note = "" if mine else _note(fy, claims, commissioned, running)
    return YearOfUnit(fy, parts["paid"], parts["way"], parts["held"], note)


def _note(fy: str, claims: Sequence[Claim], commissioned: dt.date | None, running: str) -> str:
    if any(claim.fy == fy and claim.state not in ("withdrawn", "rejected") for claim in claims):
        return _t("claimed")
    if commissioned is None or fy < fy_of(commissioned):
        return _t("building")
    return _t("to come") if fy >= running else _t("no claim")


def _chart(unit: Unit, years: Sequence[YearOfUnit], title: str) -> YearChart:
    columns = [
        YearColumn(year.fy, () if year.note else (year.paid, year.on_its_way, year.held), note=year.note)
        for year in years
    ]
    desc = "; ".join(f"{year.fy}: {year.note or crore_text(year.entitled)}" for year in years)
    return YearChart(f"years-{unit.pk}", title, desc, series=SERIES, columns=columns)


def _table(years: Sequence[YearOfUnit]) -> Table:
    columns = (
        Column("fy", _("Year")),
        Column(
            "entitled", _("Entitled"), kind="money", value=lambda year: None if year.note else year.entitled
        ),
        Column("paid", _("Paid"), kind="money", value=lambda year: None if year.note else year.paid),
        Column(
            "on_its_way",
            _("On its way"),
            kind="money",
            value=lambda year: None if year.note else year.on_its_way,
        ),
        Column("held", _("Held"), kind="money", value=lambda year: None if year.note else year.held),
        Column("note", _("Remark")),
    )
    total = {
        "fy": _t("All years"),
        "entitled": sum(year.entitled for year in years),
        "paid": sum(year.paid for year in years),
        "on_its_way": sum(year.on_its_way for year in years),
        "held": sum(year.held for year in years),
    }
    return Table(columns, years, _t("Year by year, in rupees"), total=total)
