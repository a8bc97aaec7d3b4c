"""Filters above the lists of this side. None of them can sort or sift by a sealed rate."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from applicants.lifecycle import APPLICATION, AWARD, PHASE
from applicants.models import Application, Award, Phase
from schemes.terms import current_versions

SHOWN = [(code, label) for code, label in APPLICATION.choices if code != "draft"]


def _search(placeholder: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"type": "search", "placeholder": placeholder})


def codes() -> list[tuple[str, str]]:
    """Return the books in force, by code."""
    return [(version.code, version.code) for version in current_versions()]


class ApplicationFilter(django_filters.FilterSet):
    """The filters above the list of applications."""

    q = django_filters.CharFilter(
        label=_("Search"), method="search", widget=_search(_("Number, company or unit"))
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=SHOWN, empty_label=_("All"))
    book_code = django_filters.ChoiceFilter(label=_("Scheme book"), choices=codes, empty_label=_("All"))
    capacity_mtpa = django_filters.NumberFilter(label=_("Capacity"))

    class Meta:
        model = Application
        fields = ("q", "state", "book_code", "capacity_mtpa")

    def search(self, rows: QuerySet[Application], _name: str, value: str) -> QuerySet[Application]:
        """Number, company or unit contains the text."""
        found = Q(number__icontains=value) | Q(manufacturer__legal_name__icontains=value)
        return rows.filter(found | Q(unit_name__icontains=value))


class AwardFilter(django_filters.FilterSet):
    """The filters above the list of awards."""

    q = django_filters.CharFilter(
        label=_("Search"), method="search", widget=_search(_("Number, company or unit"))
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=AWARD.choices, empty_label=_("All"))
    origin = django_filters.ChoiceFilter(
        label=_("Ground"), choices=Award.Origin.choices, empty_label=_("All")
    )

    class Meta:
        model = Award
        fields = ("q", "state", "origin")

    def search(self, rows: QuerySet[Award], _name: str, value: str) -> QuerySet[Award]:
        """Number, company or unit contains the text."""
        found = Q(number__icontains=value) | Q(manufacturer__legal_name__icontains=value)
        return rows.filter(found | Q(unit_name__icontains=value))


class PhaseFilter(django_filters.FilterSet):
    """The filters above the list of phases."""

    q = django_filters.CharFilter(
        label=_("Search"), method="search", widget=_search(_("Unit or certificate"))
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=PHASE.choices, empty_label=_("All"))

    class Meta:
        model = Phase
        fields = ("q", "state")

    def search(self, rows: QuerySet[Phase], _name: str, value: str) -> QuerySet[Phase]:
        """The unit or the certificate's number contains the text."""
        return rows.filter(Q(unit__name__icontains=value) | Q(certificate_number__icontains=value))
