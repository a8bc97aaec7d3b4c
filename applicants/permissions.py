"""Who sees what of the applicant's side. Every page, list and API answer starts from one of these querysets."""

from __future__ import annotations

from django.db.models import QuerySet

from applicants.models import Application, Award, Manufacturer, Phase, Register, Selection, Unit
from portal.accounts.models import User
from portal.accounts.roles import CHAIN, COMMITTEE, COMPANY, Role

READERS = (*CHAIN, *COMMITTEE, Role.AUDITOR)


def sees_all(user: User) -> bool:
    """Officers of the chain and the committee, and auditors, see every company; the administrator sees none."""
    return user.has_role(*READERS)


def is_of_company(user: User) -> bool:
    """Whether the user acts for a company."""
    return user.has_role(*COMPANY)


def manufacturers_visible_to(user: User) -> QuerySet[Manufacturer]:
    """Officers and auditors: every company. People of a company: their own."""
    if sees_all(user):
        return Manufacturer.objects.all()
    if is_of_company(user):
        return Manufacturer.objects.filter(organisation__in=user.organisation_ids)
    return Manufacturer.objects.none()


def applications_visible_to(user: User) -> QuerySet[Application]:
    """Officers and auditors: what was submitted, never a draft. People of a company: all of their own."""
    if sees_all(user):
        return Application.objects.filter(submitted_at__isnull=False)
    if is_of_company(user):
        return Application.objects.filter(manufacturer__organisation__in=user.organisation_ids)
    return Application.objects.none()


def selections_visible_to(user: User) -> QuerySet[Selection]:
    """Officers and auditors: every ranking. A company learns only its own result, once it is approved."""
    return Selection.objects.all() if sees_all(user) else Selection.objects.none()


def awards_visible_to(user: User) -> QuerySet[Award]:
    """Officers and auditors: every award. People of a company: the issued ones of their own."""
    if sees_all(user):
        return Award.objects.all()
    if is_of_company(user):
        return Award.objects.filter(manufacturer__organisation__in=user.organisation_ids, state="issued")
    return Award.objects.none()


def units_visible_to(user: User) -> QuerySet[Unit]:
    """Officers and auditors: every unit. People of a company: the units it holds now."""
    if sees_all(user):
        return Unit.objects.all()
    if is_of_company(user):
        return Unit.objects.filter(
            holders__manufacturer__organisation__in=user.organisation_ids, holders__until__isnull=True
        )
    return Unit.objects.none()


def phases_visible_to(user: User) -> QuerySet[Phase]:
    """The phases of the units the user sees."""
    return Phase.objects.filter(unit__in=units_visible_to(user))


def registers_visible_to(user: User) -> QuerySet[Register]:
    """The registers of the units the user sees."""
    return Register.objects.filter(unit__in=units_visible_to(user))
