"""What each endpoint reads, starting from what the user may see, and how a thing is named in an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import register_converter

from applicants.permissions import sees_all
from disbursements.models import BudgetRound, Claim, Payment, Provision, Sanction, Tranche
from disbursements.pages.context.money import with_money
from disbursements.permissions import (
    claims_visible_to,
    payments_visible_to,
    sanctions_visible_to,
    tranches_visible_to,
)
from portal.accounts.models import User

NUMBERED = {"claim": "number", "round": "number", "sanction": "number"}


class ReferenceConverter:
    """A thing in an address: its id, or its number, whose slashes stay as they are (SLI/2030-31/0007)."""

    regex = r"\d+|[A-Z]{2,3}(?:/[A-Z]{2,3})?(?:/\d{4}-\d{2})?/\d{2,}"

    def to_python(self, value: str) -> str:
        """Return it as given."""
        return value

    def to_url(self, value: object) -> str:
        """Return it as given."""
        return str(value)


register_converter(ReferenceConverter, "reference")


def by_reference(thing: str, reference: str) -> Q:
    """The condition that finds a thing by id or number."""
    if reference.isdigit():
        return Q(pk=int(reference))
    name = NUMBERED.get(thing)
    return Q(**{name: reference}) if name else Q(pk__in=[])


def claims(user: User) -> QuerySet[Claim]:
    """Claims with what an answer shows of them."""
    visible = claims_visible_to(user).select_related("unit", "manufacturer", "current")
    return with_money(visible).prefetch_related("queries").order_by("-pk")


def tranches(user: User) -> QuerySet[Tranche]:
    """Tranches with what an answer shows of them."""
    return tranches_visible_to(user).select_related("claim", "sanction__payment").order_by("-pk")


def payments(user: User) -> QuerySet[Payment]:
    """Payments with what an answer shows of them."""
    return (
        payments_visible_to(user)
        .select_related("sanction__payee", "sanction__tranche__claim")
        .order_by("-pk")
    )


def sanctions(user: User) -> QuerySet[Sanction]:
    """Sanctions with what an answer shows of them."""
    found = sanctions_visible_to(user).select_related("payee", "unit", "payment", "letter", "tranche__claim")
    return found.order_by("-pk")


def provisions(user: User) -> QuerySet[Provision]:
    """Entries of provision: officers and auditors see them."""
    return Provision.objects.order_by("-pk") if sees_all(user) else Provision.objects.none()


def rounds(user: User) -> QuerySet[BudgetRound]:
    """Budget rounds: officers and auditors see them."""
    if not sees_all(user):
        return BudgetRound.objects.none()
    return BudgetRound.objects.prefetch_related("items__tranche__claim").order_by("-pk")


QUERIES: dict[str, Callable[[User], QuerySet[Any]]] = {
    "claim": claims,
    "tranche": tranches,
    "payment": payments,
    "sanction": sanctions,
    "provision": provisions,
    "round": rounds,
}
