"""What officers type: screening, clearances, awards, phases; and what a unit types about a phase."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.labels import state_choices
from applicants.models import Manufacturer
from schemes.terms import book_of, current_versions

DEFAULT_BOOK = "repm-7350"
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def book_choices() -> list[tuple[str, str]]:
    """Return the books one can apply under, the default first, the plainly fictitious ones left out."""
    real = [version for version in current_versions() if not book_of(version).content["fictitious"]]
    real.sort(key=lambda version: (version.code != DEFAULT_BOOK, version.code))
    return [(version.code, str(version)) for version in real]


class ActForm(forms.Form):
    """A button without fields: what a refusal is shown in. Bound from the start, since pressing it is all there is."""

    def __init__(self) -> None:
        super().__init__({})


class StartForm(forms.Form):
    """The book one applies under."""

    book_code = forms.ChoiceField(label=_("Scheme book"), choices=book_choices)


class NoteForm(forms.Form):
    """A reason."""

    note = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the file; whom it concerns reads it."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ScreeningForm(forms.Form):
    """The officer's word on the findings."""

    responsive = forms.ChoiceField(
        label=_("Your finding"),
        choices=[("yes", _("Responsive")), ("no", _("Not responsive"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed when it is not responsive; the company reads it."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClearanceForm(forms.Form):
    """A land-border clearance that came."""

    clearance_number = forms.CharField(label=_("Number of the clearance"), max_length=60)
    file = forms.FileField(
        label=_("The clearance"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})
    )


class AwardForm(forms.Form):
    """The award of an allotted application: its day and the unit's place."""

    award_date = forms.DateField(
        label=_("Award date"), help_text=_("The scheme's seven years run from this day."), widget=DAY
    )
    unit_name = forms.CharField(label=_("Name of the unit"), max_length=120)
    district = forms.CharField(label=_("District"), max_length=80)
    state_name = forms.ChoiceField(label=_("State"), choices=state_choices)


class RecordForm(forms.Form):
    """An award made on the procurement portal."""

    manufacturer = forms.ModelChoiceField(
        label=_("Company"),
        queryset=Manufacturer.objects.order_by("legal_name"),
        help_text=_("It has to be registered here first."),
    )
    book_code = forms.ChoiceField(label=_("Scheme book"), choices=book_choices)
    tender_number = forms.CharField(label=_("Number of the tender"), max_length=60)
    rank = forms.IntegerField(label=_("Rank in the tender"), required=False, min_value=1)
    capacity_mtpa = forms.CharField(
        label=_("Capacity, tonnes a year"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-50"}),
    )
    award_rate = forms.CharField(
        label=_("Rate of the award, rupees a kilogram"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "w-50"}),
    )
    award_date = forms.DateField(
        label=_("Award date"), help_text=_("The day on the tender's letter."), widget=DAY
    )
    oxide = forms.BooleanField(label=_("The place carries the assured oxide"), required=False)
    unit_name = forms.CharField(label=_("Name of the unit"), max_length=120)
    district = forms.CharField(label=_("District"), max_length=80)
    state_name = forms.ChoiceField(label=_("State"), choices=state_choices)
    file = forms.FileField(
        label=_("Papers of the tender"),
        help_text=_("One PDF, or a ZIP of several."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.zip"}),
    )


class PhaseForm(forms.Form):
    """A commissioned phase as its unit reports it."""

    commissioned_on = forms.DateField(
        label=_("Commissioned on"), help_text=_("The day on the certificate."), widget=DAY
    )
    capacity_mtpa = forms.IntegerField(
        label=_("Capacity from that day on, tonnes a year"),
        help_text=_("Cumulative: this phase and all before it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-50"}),
    )
    certificate_number = forms.CharField(label=_("Number of the commissioning certificate"), max_length=60)
    file = forms.FileField(
        label=_("The certificate"), widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})
    )
