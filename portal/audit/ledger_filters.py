"""Finding accounts of the ledger."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from disbursements.models import LedgerAccount


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of accounts that are open."""
    found = LedgerAccount.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return [(kind, kind) for kind in found]


class AccountFilter(django_filters.FilterSet):
    """The filters above the accounts."""

    code = django_filters.CharFilter(label=_("Account"), lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kinds, empty_label=_("All"))
    fy = django_filters.CharFilter(label=_("Financial year"))

    class Meta:
        model = LedgerAccount
        fields = ["code", "kind", "fy"]
