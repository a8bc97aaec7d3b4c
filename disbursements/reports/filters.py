"""The filters every report on money has: financial year, component, unit."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from applicants.models import Unit
from applicants.permissions import units_visible_to
from disbursements.models import Claim, Provision, Sanction
from portal.accounts.models import User


def years() -> list[str]:
    """Return the financial years in which money was voted or sanctioned, newest first."""
    found = set(Sanction.objects.order_by().values_list("fy", flat=True).distinct())
    found |= set(Provision.objects.order_by().values_list("fy", flat=True).distinct())
    return sorted(found, reverse=True)


class ReportFilter(forms.Form):
    """Which rows are wanted; an empty field leaves its rows all in. The year is the one the money was voted for."""

    fy = forms.ChoiceField(label=_("Financial year"), required=False)
    component = forms.ChoiceField(
        label=_("Component"), required=False, choices=[("", _("All")), *Claim.Component.choices]
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All"))

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["fy"].choices = [("", _("All")), *((fy, fy) for fy in years())]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_visible_to(user).order_by("number")  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet, **lookups: str) -> QuerySet:
        """Return the rows that fit; ``lookups`` names the field of each filter the rows can be narrowed by."""
        chosen = self.cleaned_data
        return rows.filter(
            **{lookups[name]: value for name, value in chosen.items() if value and name in lookups}
        )

    def in_words(self) -> dict[str, str]:
        """Return label and text of each filter in force."""
        names = dict(Claim.Component.choices)
        return {
            str(self.fields[name].label): str(names.get(value, value))
            for name, value in self.cleaned_data.items()
            if value
        }
