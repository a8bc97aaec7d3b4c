"""Filters of the money's lists: by stage, component, unit and financial year, and a search."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from applicants.models import Unit
from applicants.permissions import units_visible_to
from disbursements.lifecycle import CLAIM, PAYMENT, TRANCHE
from disbursements.models import Claim, Payment, Sanction, Tranche
from disbursements.pages.context.entitlement import financial_years
from portal.common.clock import business_today
from portal.common.workflow import Text

SCHEME_START = dt.date(2025, 4, 1)  # no rule of the scheme speaks of an earlier day
SHOWN_STATES = tuple(code for code, _label in CLAIM.choices if code not in ("draft", "verified"))


def year_choices() -> list[tuple[str, str]]:
    """The scheme's financial years so far, the running one first."""
    years = financial_years(SCHEME_START, business_today())
    return [(year, year) for year in reversed(years)]


def stage_choices() -> list[tuple[str, Text]]:
    """Everything a claim can wait for or have become, in the order money runs through it."""
    return [
        *((f"claim:{code}", label) for code, label in CLAIM.choices if code in SHOWN_STATES[:4]),
        *((f"tranche:{code}", label) for code, label in TRANCHE.choices if code != "sanctioned"),
        *((f"payment:{code}", label) for code, label in PAYMENT.choices),
        *((f"claim:{code}", label) for code, label in CLAIM.choices if code in SHOWN_STATES[4:]),
    ]


def at_stage(claims: QuerySet[Claim], stage: str) -> QuerySet[Claim]:
    """The claims at a stage of `stage_choices`."""
    thing, _colon, state = stage.partition(":")
    if thing == "claim":
        return claims.filter(state=state)
    if thing == "tranche":
        return claims.filter(Exists(Tranche.objects.filter(claim=OuterRef("pk"), state=state)))
    return claims.filter(Exists(Payment.objects.filter(sanction__tranche__claim=OuterRef("pk"), state=state)))


class ClaimFilter(django_filters.FilterSet):
    """The filters above a list of claims."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number, company or unit")}),
    )
    stage = django_filters.ChoiceFilter(
        label=_("Stage"), choices=stage_choices, method="by_stage", empty_label=_("All")
    )
    component = django_filters.ChoiceFilter(
        label=_("Component"), choices=Claim.Component.choices, empty_label=_("All")
    )
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=Unit.objects.none(), empty_label=_("All")
    )
    fy = django_filters.ChoiceFilter(label=_("Year"), choices=(), empty_label=_("All"))

    class Meta:
        model = Claim
        fields = ("q", "stage", "component", "unit", "fy")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.filters["unit"].queryset = units_visible_to(self.request.user).order_by("name")
        self.filters["fy"].extra["choices"] = year_choices()

    def search(self, claims: QuerySet[Claim], _name: str, value: str) -> QuerySet[Claim]:
        """Number, company or unit contains the text."""
        found = Q(number__icontains=value) | Q(manufacturer__legal_name__icontains=value)
        return claims.filter(found | Q(unit__name__icontains=value))

    def by_stage(self, claims: QuerySet[Claim], _name: str, value: str) -> QuerySet[Claim]:
        """At a stage of the claim, of one of its tranches or of their payments."""
        return at_stage(claims, value)


class SanctionFilter(django_filters.FilterSet):
    """The filters above the register of sanctions."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Order, claim or payee")}),
    )
    head = django_filters.ChoiceFilter(label=_("Head"), choices=Claim.Component.choices, empty_label=_("All"))
    fy = django_filters.ChoiceFilter(label=_("Year"), choices=(), empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("Payment"), field_name="payment__state", choices=PAYMENT.choices, empty_label=_("All")
    )

    class Meta:
        model = Sanction
        fields = ("q", "head", "fy", "state")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.filters["fy"].extra["choices"] = year_choices()

    def search(self, sanctions: QuerySet[Sanction], _name: str, value: str) -> QuerySet[Sanction]:
        """Order number, claim number or payee contains the text."""
        found = Q(number__icontains=value) | Q(tranche__claim__number__icontains=value)
        return sanctions.filter(found | Q(payee__legal_name__icontains=value))


class PaymentFilter(django_filters.FilterSet):
    """The filters above the list of payments."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Order, payee or UTR")}),
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=PAYMENT.choices, empty_label=_("All"))
    fy = django_filters.ChoiceFilter(
        label=_("Year"), field_name="sanction__fy", choices=(), empty_label=_("All")
    )

    class Meta:
        model = Payment
        fields = ("q", "state", "fy")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.filters["fy"].extra["choices"] = year_choices()

    def search(self, payments: QuerySet[Payment], _name: str, value: str) -> QuerySet[Payment]:
        """Order number, payee or UTR contains the text."""
        found = Q(sanction__number__icontains=value) | Q(sanction__payee__legal_name__icontains=value)
        return payments.filter(found | Q(utr__icontains=value))
