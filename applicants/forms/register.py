"""Sending a register, and finding lines in one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.models import Register, Unit
from applicants.selectors.registers import TREATMENT_LABELS
from schemes.rules import facts


class RegisterForm(forms.Form):
    """Which unit, which register, which year, which file. One unit alone isn't asked for."""

    unit = forms.ChoiceField(label=_("Which unit is it for?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What are you sending?"),
        choices=[
            (Register.Kind.SALES, _("Sales register: a year's invoices and notes, for the incentive")),
            (Register.Kind.ASSETS, _("Asset register: everything invested to date, for the capital subsidy")),
        ],
        widget=forms.RadioSelect,
    )
    fy = forms.ChoiceField(
        label=_("Financial year, for sales"),
        required=False,
        help_text=_("An asset register runs over all years: leave the year empty."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX with the columns of the template, up to 20,00,000 rows and 256 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], today: dt.date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._field("unit").choices = [(str(unit.pk), unit.name) for unit in units]
        years = years_of(units, today)
        self._field("fy").choices = [("", _("choose a year")), *((year, year) for year in years)]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = str(units[0].pk)

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field

    def clean(self) -> dict[str, Any]:
        """A sales register belongs to a year; an asset register to none."""
        found = super().clean() or self.cleaned_data
        if found.get("kind") == Register.Kind.SALES and not found.get("fy"):
            self.add_error("fy", _("Choose the financial year of the sales."))
        if found.get("kind") == Register.Kind.ASSETS:
            found["fy"] = ""
        return found


class LineFilter(forms.Form):
    """Which lines of a sales register to show."""

    treatment = forms.ChoiceField(label=_("Treatment"), required=False)
    number = forms.CharField(label=_("Document number"), required=False, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        treatment = self.fields["treatment"]
        if isinstance(treatment, forms.ChoiceField):
            words = [(code, label) for code, (label, _tone) in TREATMENT_LABELS.items()]
            treatment.choices = [("", _("All")), *words]


def years_of(units: Sequence[Unit], today: dt.date) -> list[str]:
    """Return the financial years a unit can report, newest first: from its award's year to the present one."""
    starts = [facts.fy_start(unit.award.award_date).year for unit in units]
    now = facts.fy_start(today).year
    return [facts.fy_of(dt.date(year, 4, 1)) for year in range(now, min(starts, default=now) - 1, -1)]
