"""How a claim was computed, at a glance: the limits as bars, the one that bound, and what that means."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disbursements.models import Computation
from portal.common.canonical import canonical_text
from portal.common.charts import Bar, BarChart
from portal.common.templatetags.portal_money import inr
from portal.common.workflow import Text
from schemes.rules.book import Book
from schemes.rules.engine import compute
from schemes.rules.incentive import warns_cheaper_sales
from schemes.terms import book_of

MEANING: dict[str, tuple[Text, Text]] = {
    "rate": (
        _("The rate decides"),
        _("Everything sold earns, and the rate on it is the least of the limits."),
    ),
    "allocation": (
        _("The capacity decides"),
        _("More was sold than the allotted and commissioned capacity allows; the rest earns nothing."),
    ),
    "turnover": (
        _("The turnover ceiling decides"),
        _("The percentage of the net sales turnover is less than the rate on the weight sold."),
    ),
    "lifetime": (
        _("The unit's ceiling decides"),
        _("Less is left under the unit's ceiling over the scheme's life than the year would give."),
    ),
    "outside_window": (
        _("Nothing is due: outside the incentive window"),
        _("No day of the year to date lies in the unit's incentive window."),
    ),
    "no_sales": (
        _("Nothing is due: nothing was sold"),
        _("Net of returns, no eligible sales are left in the year to date."),
    ),
    "cap": (
        _("The subsidy ceiling decides"),
        _("The ceiling for the allotted capacity is less than the percentage of the investment."),
    ),
    "below_minimum": (
        _("Nothing is due yet: below the minimum investment"),
        _("The eligible investment does not reach the minimum; the claim is returned, not rejected."),
    ),
    "not_commissioned": (
        _("Nothing is due yet: not commissioned"),
        _("No phase was commissioned by the date of the claim."),
    ),
}
SUBSIDY_RATE: tuple[Text, Text] = (
    _("The percentage decides"),
    _("The percentage of the eligible investment is less than the ceiling for the capacity."),
)
SALES_BARS: tuple[tuple[str, str, Text], ...] = (
    ("by_rate", "rate allocation", _("Rate × weight that earns")),
    ("by_turnover", "turnover", _("Ceiling from turnover")),
    ("lifetime_left", "lifetime", _("Left under the ceiling")),
)
SUBSIDY_BARS: tuple[tuple[str, str, Text], ...] = (
    ("subsidy_by_rate", "rate", _("Percentage of investment")),
    ("subsidy_cap", "cap", _("Ceiling for the capacity")),
)


READ_FIRST = (
    *("allowed", "sold", "net_turnover", "quantity", "by_rate", "by_turnover", "lifetime_left"),
    *("assets_total", "eligible_investment", "minimum_investment", "subsidy_by_rate", "subsidy_cap"),
)
READ_IF_ANY = (
    *("earlier_this_year", "entitled_before", "excess"),
    *("disallowed_head", "disallowed_before_start", "disallowed_after_claim", "disallowed_second_hand_limit"),
)


@dataclass(frozen=True)
class Computed:
    """One stored computation as the page tells it. `warning` is the price below which more sales cost money."""

    version: Computation
    result: Mapping[str, Any]
    headline: Text
    meaning: Text
    chart: BarChart | None
    warning: str

    @property
    def working(self) -> list[dict[str, str | None]]:
        """The stored lines."""
        lines: list[dict[str, str | None]] = self.result["working"]
        return lines

    @property
    def key_lines(self) -> list[dict[str, str | None]]:
        """The lines one reads first: what was sold or invested, the limits, and what earlier claims took."""
        return [
            line
            for line in self.working
            if line["key"] in READ_FIRST or (line["key"] in READ_IF_ANY and Decimal(line["amount"] or 0))
        ]

    @property
    def binding(self) -> str:
        """Which limit bound."""
        return self.version.binding

    @property
    def lines(self) -> dict[str, dict[str, str | None]]:
        """The stored lines by key."""
        return {str(line["key"]): line for line in self.working}


@dataclass(frozen=True)
class Again:
    """A computation performed once more from its stored facts and book: whether it came out the same."""

    same: bool
    stored: str
    found: str


def computed(version: Computation) -> Computed:
    """Read a stored computation for the page."""
    result = json.loads(version.result)
    subsidy = result["claim"] == "capital_subsidy"
    headline, meaning = MEANING.get(version.binding, SUBSIDY_RATE)
    if subsidy and version.binding == "rate":
        headline, meaning = SUBSIDY_RATE
    return Computed(version, result, headline, meaning, _chart(version, result, headline), _warning(version))


def compute_again(version: Computation) -> Again:
    """Perform a stored computation again, in memory: same facts, same book, today's engine."""
    found = compute(json.loads(version.facts), book_of(version.book))
    same = found["sha256"] == version.result_sha256 and canonical_text(found) == version.result
    return Again(same, version.result_sha256, str(found["sha256"]))


def _chart(version: Computation, result: Mapping[str, Any], headline: Text) -> BarChart | None:
    lines = {line["key"]: line for line in result["working"]}
    shown = SUBSIDY_BARS if result["claim"] == "capital_subsidy" else SALES_BARS
    earlier = _amount(lines.get("earlier_this_year"))
    bars = []
    for key, bindings, label in shown:
        if key not in lines:
            return None
        binds = version.binding in bindings.split()
        value = _amount(lines[key]) + (earlier if key == "lifetime_left" else 0)
        bars.append(
            Bar(
                label,
                max(value, Decimal(0)),
                "strong" if binds else "light" if key != "lifetime_left" else "pale",
                _t("this binds") if binds else "",
            )
        )
    what = "; ".join(f"{bar.label}: {inr(bar.value)}" for bar in bars)
    return BarChart(
        f"limits-{version.pk}", _t("The limits, and the one that binds"), f"{headline}. {what}", bars=bars
    )


def _amount(line: Mapping[str, str | None] | None) -> Decimal:
    return Decimal(line["amount"] or 0) if line else Decimal(0)


def _warning(version: Computation) -> str:
    facts = json.loads(version.facts)
    if facts["claim"] != "sales_linked":
        return ""
    lines = {line["key"]: line for line in json.loads(version.result)["working"]}
    return cheaper_price(facts, lines["allowed"], book_of(version.book))


def cheaper_price(facts: Mapping[str, Any], allowed: Mapping[str, str | None], book: Book) -> str:
    """The price a kilogram below which further sales lower this year's amount, as text; empty while none can."""
    year = facts["year_to_date"]
    price = warns_cheaper_sales(
        Fraction(year["sold_kg"]),
        Fraction(year["net_sales_turnover"]),
        Fraction(allowed["exact"] or allowed["amount"] or 0),
        Fraction(facts["unit"]["award_rate"]),
        book.fraction("turnover_percent", dt.date.fromisoformat(year["period_end"])),
    )
    return inr(Decimal(int(price * 100)).scaleb(-2)) if price is not None else ""
