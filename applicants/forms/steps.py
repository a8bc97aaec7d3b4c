"""The steps of an application. Every field is optional here: a draft may be left half done or half wrong."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.draft import CRORE, Terms, investment_key, plan_years
from applicants.labels import head_label, state_choices
from applicants.models import Application
from applicants.selectors.applications import STEPS, needed_kinds

DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}
STEP_TITLES = {
    "unit": _("Unit and capacity"),
    "technology": _("Technology and stages"),
    "standing": _("Net worth, equity and land borders"),
    "investment": _("Investment plan"),
    "rate": _("Quoted rate"),
    "documents": _("Documents"),
}


class StepForm(forms.Form):
    """One step: what it asks, and what stands in the draft for it.

    The form itself refuses nothing: the service reads what was typed, and its refusals are shown here.
    """

    use_required_attribute = False

    def __init__(self, data: Any, application: Application, terms: Terms, files: Any = None):
        self.application, self.terms = application, terms
        super().__init__(data if data is not None else stored(application, type(self).base_fields), files)

    def full_clean(self) -> None:
        """Read what is well-formed; leave every refusal to the service."""
        super().full_clean()
        self.errors.clear()

    def typed(self) -> dict[str, object]:
        """Return what was typed, by field, for the service to read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, self._raw(name)) for name in self.fields}

    def _raw(self, name: str) -> object:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, name) or ""

    def plan(self) -> list[dict[str, object]] | None:
        """Return the investment plan as typed; None in every step but that one."""
        return None


def stored(application: Application, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the draft: the value, or what was typed where it could not be taken."""
    return {name: _text(application.typed.get(name, getattr(application, name))) for name in names}


def _text(value: Any) -> Any:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, Decimal) else value


class UnitForm(StepForm):
    """Where the unit stands and for how much."""

    unit_name = forms.CharField(label=_("Name of the unit"))
    unit_district = forms.CharField(label=_("District"))
    unit_state = forms.ChoiceField(label=_("State"), choices=state_choices)
    capacity_mtpa = forms.CharField(
        label=_("Capacity, tonnes a year"),
        widget=forms.TextInput(attrs={**DECIMAL, "class": "w-50"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["capacity_mtpa"].widget.attrs |= {
            "hx-get": reverse("manufacturer:application_ladder", args=[self.application.pk]),
            "hx-target": "#ladder",
            "hx-trigger": "input changed delay:400ms",
        }


class TechnologyForm(StepForm):
    """What is done inside the facility."""

    stages = forms.MultipleChoiceField(
        label=_("Stages done inside this one facility"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The scheme supports one integrated chain. A stage bought in breaks it."),
    )
    oxide_source = forms.CharField(
        label=_("Where the NdPr oxide will come from"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Supplier and country of origin, at most 300 characters."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        named = {stage["key"]: stage["name"] for stage in self.terms.book.content["stages"]}
        stages = self.terms.book.names("stages", self.terms.on)
        field = self.fields["stages"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(key, named[key]["en"]) for key in stages]


class StandingForm(StepForm):
    """Net worth, equity, and owners across a land border."""

    net_worth_crore = forms.CharField(
        label=_("Net worth, crore rupees"),
        widget=forms.TextInput(attrs={**DECIMAL, "class": "w-50"}),
    )
    lead_equity_percent = forms.CharField(
        label=_("Equity held by the lead member, percent"),
        widget=forms.TextInput(attrs={**DECIMAL, "class": "w-50"}),
    )
    clearance = forms.ChoiceField(
        label=_("Clearance for investors from a country that shares a land border"),
        choices=Application.Clearance.choices,
        widget=forms.RadioSelect,
        help_text=_("If it is needed and not yet given, your place is held until it comes."),
    )
    clearance_number = forms.CharField(
        label=_("Number of the clearance"), required=False, help_text=_("Only if it is given.")
    )


class RateForm(StepForm):
    """The rate quoted."""

    quoted_rate = forms.CharField(
        label=_("Incentive you quote, rupees a kilogram"),
        widget=forms.TextInput(attrs={**DECIMAL, "class": "w-50"}),
    )


class InvestmentForm(StepForm):
    """Planned eligible investment by head and year, in crore rupees."""

    def __init__(self, data: Any, application: Application, terms: Terms, files: Any = None):
        self.heads = list(terms.book.names("counted_heads", terms.on))
        self.years = list(plan_years(terms))
        forms.Form.__init__(self, data if data is not None else _plan_stored(application), files)
        self.application, self.terms = application, terms
        for fy in self.years:
            for head in self.heads:
                self.fields[investment_key(head, fy)] = forms.CharField(
                    label=f"{head_label(head)}, {fy}", required=False, widget=forms.TextInput(attrs=DECIMAL)
                )

    def typed(self) -> dict[str, object]:
        """Return nothing: the plan is no field of the application."""
        return {}

    def plan(self) -> list[dict[str, object]]:
        """Return every cell as typed, in crore rupees."""
        self.is_valid()
        return [
            {"head": head, "fy": fy, "crore": self.data.get(investment_key(head, fy), "")}
            for fy in self.years
            for head in self.heads
        ]

    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the table's rows: a year with a field for each head."""
        return [(fy, [self[investment_key(head, fy)] for head in self.heads]) for fy in self.years]

    def head_labels(self) -> list[Any]:
        """Return the heads of the columns."""
        return [head_label(head) for head in self.heads]


def _plan_stored(application: Application) -> dict[str, Any]:
    found: dict[str, Any] = {
        investment_key(line.head, line.fy): crore_exact(line.amount) for line in application.investment.all()
    }
    return {**found, **application.typed.get("investment", {})}


def crore_exact(rupees: int) -> str:
    """Return whole rupees in crore with as many decimals as they need, at least two."""
    text = f"{Decimal(rupees) / CRORE:.7f}".rstrip("0")
    whole, _point, part = text.partition(".")
    return f"{whole}.{part.ljust(2, '0')}"


class DocumentsForm(StepForm):
    """One file field for each document the application needs."""

    def __init__(self, data: Any, application: Application, terms: Terms, files: Any = None):
        self.application, self.terms = application, terms
        forms.Form.__init__(self, data if data is not None else {}, files)
        labels = dict(application.documents.model.Kind.choices)
        for kind in needed_kinds(application):
            self.fields[kind] = forms.FileField(
                label=labels[kind],
                widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
            )

    def typed(self) -> dict[str, object]:
        """Return nothing: documents are kept as files."""
        return {}


FORMS: dict[str, type[StepForm]] = {
    "unit": UnitForm,
    "technology": TechnologyForm,
    "standing": StandingForm,
    "investment": InvestmentForm,
    "rate": RateForm,
    "documents": DocumentsForm,
}
ORDER = list(STEPS)


def next_step(step: str) -> str:
    """Return the step after this one; empty after the last."""
    place = ORDER.index(step) + 1
    return ORDER[place] if place < len(ORDER) else ""
