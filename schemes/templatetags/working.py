"""A computation's working in the reader's language and with Indian grouping, from the one stored object.

The stored lines are English (contracts.md 2); a line is translated by its key: its label as it stands, its
basis by finding the values in the sentence it was made from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from django import template
from django.utils.translation import gettext

from portal.common.templatetags.portal_money import NBSP, dmy, grouped, inr
from schemes.phrases import in_language
from schemes.rules.working import BASES

register = template.Library()
Line = Mapping[str, str | None]

# The line that carries each limit named in `binding` (domain.md 10.1 and 10.2).
BINDING_LINES: dict[str, tuple[str, ...]] = {
    "rate": ("by_rate", "subsidy_by_rate"),
    "allocation": ("allowed",),
    "turnover": ("by_turnover",),
    "lifetime": ("lifetime_left",),
    "cap": ("subsidy_cap",),
    "below_minimum": ("minimum_investment",),
    "outside_window": ("days_counted",),
    "no_sales": ("sold",),
}
UNIT = re.compile(r"\s*\((Rs|kg)\)$")
PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
PLACE = re.compile(r"\\\{(\w+)\\\}")
# A date, or a number of four digits and more that is no part of a financial year ("2029-30").
DAY_OR_NUMBER = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})|(?<![\d.,/-])\d{4,}(?:\.\d+)?(?![\d/-])")


@register.filter
def working_label(line: Line) -> str:
    """The line's label without its unit, which stands with the amount."""
    label = line["label"] or ""
    translated = gettext(label) if label else ""
    return PARENTHESIS.sub("", translated) if UNIT.search(label) else translated


@register.filter
def working_basis(line: Line) -> str:
    """On what the line was computed; as stored when the sentence is not one of the present engine's."""
    key, basis = line["key"] or "", line["basis"] or ""
    found = _pattern(key).fullmatch(basis) if key in BASES else None
    if not found:
        return basis
    values = {name: _readable(in_language(value)) for name, value in found.groupdict().items()}
    return _with_signs(gettext(BASES[key]).format_map(values))


def _with_signs(sentence: str) -> str:
    """Write the rupee and multiplication signs, for which the stored text has plain letters."""
    return sentence.replace("Rs ", f"₹{NBSP}").replace("रु ", f"₹{NBSP}").replace(" x ", " × ")


@register.filter
def working_clause(line: Line) -> str:
    """The line's clause or source in the reader's language, where it is the engine's own word."""
    return in_language(line["clause"] or "")


@register.filter
def working_tag(line: Line) -> str:
    """How sure the figure is, in the reader's language."""
    return in_language(line["tag"] or "")


@register.filter
def working_amount(line: Line) -> str:
    """The line's amount: rupees with their sign, kilograms with their unit, else the plain number."""
    amount = line["amount"]
    if amount is None:
        return ""
    unit = UNIT.search(line["label"] or "")
    if unit and unit[1] == "Rs":
        return inr(amount)
    figure = grouped(amount.removesuffix(".00"))
    return f"{figure}{NBSP}{gettext('kg')}" if unit else figure


@register.filter
def binds(line: Line, binding: str) -> bool:
    """Whether this line is the limit that bound the result."""
    return line["key"] in BINDING_LINES.get(binding, ())


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(PLACE.sub(r"(?P<\1>.*?)", re.escape(BASES[key])))


def _readable(value: str) -> str:
    return DAY_OR_NUMBER.sub(lambda found: dmy(found[0]) if found["day"] else grouped(found[0]), value)
