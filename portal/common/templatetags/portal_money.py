"""Money, weight and dates in the form every page, letter and report prints them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from django import template
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.common import words

register = template.Library()
# Keeps "₹" and its figure, or a figure and its unit, on one line.
NBSP = "\N{NO-BREAK SPACE}"

Amount = int | str | Decimal | Fraction | None


@register.filter
def inr(value: Amount) -> str:
    """Full rupees, "₹ 1,55,80,00,000"; paise are shown when there are any. Nothing for None."""
    if value is None or value == "":
        return ""
    number = words.exact_decimal(value)
    decimals = 0 if number == number.to_integral_value() else 2
    return f"₹{NBSP}{words.group(number, decimals)}"


@register.filter
def rupees(value: Amount) -> str:
    """As `inr` without the sign, for columns whose head already says rupees."""
    return inr(value).removeprefix(f"₹{NBSP}")


@register.filter
def crore(value: Amount) -> SafeString | str:
    """Rupees as crore with two decimals, rounded down, the full rupees on hover."""
    if value is None or value == "":
        return ""
    text = crore_text(value).replace(" ", NBSP)
    return format_html('<span class="money" title="{}">₹{}{}</span>', inr(value), NBSP, text)


def crore_text(value: int | str | Decimal | Fraction) -> str:
    """Rupees as plain text "155.80 cr" for charts and titles, rounded down like `crore`."""
    return _("%(figure)s cr") % {"figure": words.crore_figure(value)}


@register.filter
def kg(grams: int | None) -> str:
    """Integer grams as kilograms with three decimals, "8,20,000.000 kg"."""
    if grams is None or grams == "":
        return ""
    if isinstance(grams, bool) or not isinstance(grams, int):
        raise TypeError(
            f"weight: a {type(grams).__name__} was given ({grams!r}); expected whole grams as int"
        )
    return f"{words.group(Decimal(grams).scaleb(-3), 3)}{NBSP}" + _("kg")


@register.filter
def grouped(value: Amount) -> str:
    """A plain count with lakh and crore grouping, "12,406"; decimals are kept as given."""
    if value is None or value == "":
        return ""
    number = words.exact_decimal(value)
    exponent = number.as_tuple().exponent
    return words.group(number, max(0, -exponent) if isinstance(exponent, int) else 0)


@register.filter
def inr_words(value: Amount, language: str = "en") -> str:
    """The amount in words in `en` or `hi`: "Rupees one hundred fifty-five crore eighty lakh only"."""
    if value is None or value == "":
        return ""
    return words.rupees_in_words(value, language)


@register.filter
def dmy(value: date | datetime | str | None) -> str:
    """A date as "15 January 2027" in the reader's language; ISO text is read as a date."""
    day = _as_date(value)
    return _spelt(day) if day else ""


@register.filter
def dmy_time(value: datetime | None) -> str:
    """A moment as "12 October 2031, 10:42 IST", in the portal's time zone."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{_spelt(local.date())}, {local:%H:%M}{NBSP}{local.tzname()}"


def _spelt(day: date) -> str:
    """The date in words by Babel, whose Hindi months are spelt as India spells them."""
    return format_date(day, "d MMMM y", locale=get_language() or "en")


def _as_date(value: date | datetime | str | None) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, str) and value:
        parsed = parse_date(value)
        if parsed is None:
            raise ValueError(f"date: {value!r} was given; expected a date such as 2027-01-15")
        return parsed
    return value or None
