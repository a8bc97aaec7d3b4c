"""The roles (domain.md 6) and the table of those one person can't hold together. Pure data."""

from __future__ import annotations

from itertools import combinations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A role. The value is what the database and the API carry."""

    APPLICANT_SIGNATORY = "APPLICANT_SIGNATORY", _("Authorised signatory")
    APPLICANT_PREPARER = "APPLICANT_PREPARER", _("Company preparer")
    PMA_OFFICER = "PMA_OFFICER", _("Project management agency, officer")
    PMA_HEAD = "PMA_HEAD", _("Project management agency, head")
    TECH_MEMBER = "TECH_MEMBER", _("Technical Committee, member")
    TECH_CHAIR = "TECH_CHAIR", _("Technical Committee, chair")
    MHI_SO = "MHI_SO", _("Section officer")
    MHI_US = "MHI_US", _("Under secretary")
    MHI_DIRECTOR = "MHI_DIRECTOR", _("Director")
    IFD = "IFD", _("Internal finance")
    COMPETENT_AUTHORITY = "COMPETENT_AUTHORITY", _("Competent authority")
    DDO = "DDO", _("Drawing and disbursing officer")
    PAO = "PAO", _("Pay and accounts officer")
    AUDITOR = "AUDITOR", _("Auditor")
    SYS_ADMIN = "SYS_ADMIN", _("System administrator")


COMPANY = (Role.APPLICANT_SIGNATORY, Role.APPLICANT_PREPARER)
CHAIN = (
    Role.PMA_OFFICER,
    Role.PMA_HEAD,
    Role.MHI_SO,
    Role.MHI_DIRECTOR,
    Role.IFD,
    Role.COMPETENT_AUTHORITY,
    Role.MHI_US,
    Role.DDO,
    Role.PAO,
)
COMMITTEE = (Role.TECH_MEMBER, Role.TECH_CHAIR)
OFFICERS = (*CHAIN, *COMMITTEE)  # the administrator has no business rights, so is none of them


def _incompatible() -> frozenset[frozenset[Role]]:
    pairs = {frozenset(pair) for pair in combinations(CHAIN, 2)}
    outsiders = (*COMPANY, Role.AUDITOR, Role.SYS_ADMIN)
    for outsider in outsiders:
        pairs |= {frozenset((outsider, other)) for other in Role if other != outsider}
    return frozenset(pairs - {frozenset(COMPANY)})


INCOMPATIBLE = _incompatible()


def conflict(held: set[str], wanted: str) -> str:
    """Return a role among ``held`` that excludes ``wanted``, or an empty text."""
    for role in sorted(held):
        if role != wanted and frozenset((Role(role), Role(wanted))) in INCOMPATIBLE:
            return role
    return ""


def audience_of(roles: set[str]) -> str:
    """Return which of the three shells a person with these roles sees: manufacturer, auditor, officer or public."""
    if roles & set(COMPANY):
        return "manufacturer"
    if Role.AUDITOR in roles:
        return "auditor"
    return "officer" if roles & {*OFFICERS, Role.SYS_ADMIN} else "public"
