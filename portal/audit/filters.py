"""Finding events: by object, person, day or word."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Person
from portal.common.models import Event


def kinds_of_things() -> list[tuple[str, str]]:
    """Return the kinds of things events have happened to."""
    names = Event.objects.order_by("object_type").values_list("object_type", flat=True).distinct()
    return [(name, name.partition(".")[2]) for name in names]


class EventFilter(django_filters.FilterSet):
    """The filters above the chain. One thing, one person, one day: each is an address one can keep."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    object_type = django_filters.ChoiceFilter(
        label=_("Kind of thing"), choices=kinds_of_things, empty_label=_("All")
    )
    object_id = django_filters.CharFilter(label=_("Its number in the database"))
    actor = django_filters.CharFilter(label=_("Person"), method="by_person")
    since = django_filters.DateFilter(
        label=_("From day"),
        field_name="business_date",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=_("To day"),
        field_name="business_date",
        lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = Event
        fields = ["q", "object_type", "object_id", "actor", "since", "until"]

    def search(self, events: QuerySet[Event], name: str, text: str) -> QuerySet[Event]:
        """Find a word in action or changes, a whole hash, or a sequence number."""
        text = text.strip()
        wanted = Q(action__icontains=text) | Q(changes__icontains=text) | Q(hash=text.lower())
        if text.isascii() and text.isdigit():
            wanted |= Q(seq=int(text[:18]))
        return events.filter(wanted)

    def by_person(self, events: QuerySet[Event], name: str, text: str) -> QuerySet[Event]:
        """Find what a person did, by pseudonymous id or by name."""
        text = text.strip()
        named = Person.objects.filter(name__icontains=text).values("pseudonym")
        return events.filter(Q(actor=text) | Q(actor__in=named))
