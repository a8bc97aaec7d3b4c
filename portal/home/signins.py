"""The demonstration's sign-ins, as its sign-in page lists them: each company's people, then the offices'."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from portal.accounts.models import Organisation, RoleGrant
from portal.accounts.roles import Role


@dataclass(frozen=True)
class SignIn:
    """One person: the role in words, the name, the address to sign in with."""

    role: str
    name: str
    email: str


@dataclass(frozen=True)
class Group:
    """The people of one company or office."""

    name: str
    people: list[SignIn]


def sign_in_groups() -> list[Group]:
    """Return the demonstration's sign-ins that exist by now, by organisation: companies first, in order of entry."""
    grants = RoleGrant.objects.filter(
        revoked_at__isnull=True, user__is_active=True, user__email__endswith="demo.invalid"
    )
    rows = grants.select_related("user__person", "organisation").order_by("pk")
    ordered = sorted(
        rows, key=lambda grant: (not _is_company(grant.organisation), grant.organisation_id, grant.pk)
    )
    return [
        Group(organisation.name, [_sign_in(grant) for grant in members])
        for organisation, members in groupby(ordered, key=lambda grant: grant.organisation)
    ]


def _is_company(organisation: Organisation) -> bool:
    return organisation.kind == Organisation.Kind.COMPANY


def _sign_in(grant: RoleGrant) -> SignIn:
    return SignIn(str(Role(grant.role).label), grant.user.person.name, grant.user.email)
