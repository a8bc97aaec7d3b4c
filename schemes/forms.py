"""Forms of the scheme books and of the calculator."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


def _date(label: object, **more: object) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)  # type: ignore[arg-type]


class PrepareForm(forms.Form):
    """A new version of a book, as YAML text."""

    reason = forms.CharField(label=_("Why the book changes"), max_length=400)
    content_text = forms.CharField(
        label=_("The book, as text"),
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code"}),
        help_text=_("The text of the latest version stands here; change what changes."),
    )


class PublishForm(forms.Form):
    """Confirming a prepared version, with the impact that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    impact_sha256 = forms.CharField(widget=forms.HiddenInput)


class AuthorityForm(forms.Form):
    """The order behind a book."""

    order_number = forms.CharField(label=_("Number of the order"), max_length=80)
    order_date = _date(_("Date of the order"))


class CalculatorForm(forms.Form):
    """A year's sales for the engine that pays. Read by GET, so that a result has an address."""

    book = forms.ChoiceField(label=_("Scheme book"))
    capacity_mtpa = forms.TypedChoiceField(label=_("Allotted capacity, t a year"), coerce=int)
    award_rate = forms.DecimalField(
        label=_("Award rate, rupees a kilogram"), max_digits=9, decimal_places=2, min_value=Decimal("0.01")
    )
    award_date = _date(_("Award date"))
    commissioned_on = _date(_("Commissioned on"))
    commissioned_mtpa = forms.IntegerField(label=_("Commissioned capacity, t a year"), min_value=1)
    period_end = _date(_("Year to date up to"), help_text=_("The end of a quarter, such as 31 March"))
    sold_kg = forms.DecimalField(
        label=_("Kilograms sold"), max_digits=15, decimal_places=3, min_value=Decimal(0)
    )
    net_sales_turnover = forms.DecimalField(
        label=_("Net sales turnover, rupees"), max_digits=17, decimal_places=2, min_value=Decimal(0)
    )
    entitled_before = forms.IntegerField(
        label=_("Entitled by earlier claims, rupees"), min_value=0, initial=0, required=False
    )
