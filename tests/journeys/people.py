"""Who walks through the portal: the officers, the auditor and the companies' people. All fictitious."""

from __future__ import annotations

from dataclasses import dataclass

from portal.accounts.roles import Role

PASSWORD = "Oxide-metal-alloy-9"


@dataclass(frozen=True)
class Someone:
    """A person with a sign-in."""

    name: str
    email: str
    pan: str
    role: Role
    designation: str = "Officer"
    office: str = "Ministry of Heavy Industries"


def _officer(role: Role, serial: int, name: str, designation: str, office: str) -> Someone:
    email = f"{role.value.lower().replace('_', '-')}@example.org"
    return Someone(name, email, f"ZZZPJ{serial:04d}Z", role, designation, office)


MINISTRY, AGENCY, FINANCE = (
    "Ministry of Heavy Industries",
    "Project management agency",
    "Integrated finance division",
)
ADMINISTRATOR = Someone(
    "Mohan Rao", "administrator@example.org", "ZZZPJ0001Z", Role.SYS_ADMIN, "System administrator"
)
OFFICERS = {
    person.role: person
    for person in (
        _officer(Role.PMA_OFFICER, 2, "Asha Nair", "Claims officer", AGENCY),
        _officer(Role.PMA_HEAD, 3, "Bimal Sen", "Head of the team", AGENCY),
        _officer(Role.MHI_SO, 4, "Charu Joshi", "Section officer", MINISTRY),
        _officer(Role.MHI_DIRECTOR, 5, "Deepak Iyer", "Director", MINISTRY),
        _officer(Role.IFD, 6, "Esha Kapoor", "Deputy secretary, finance", FINANCE),
        _officer(Role.COMPETENT_AUTHORITY, 7, "Farid Khan", "Joint secretary", MINISTRY),
        _officer(Role.MHI_US, 8, "Gauri Patil", "Under secretary", MINISTRY),
        _officer(Role.DDO, 9, "Harish Bose", "Drawing and disbursing officer", MINISTRY),
        _officer(Role.PAO, 10, "Indu Thomas", "Pay and accounts officer", "Pay and accounts office"),
        _officer(Role.AUDITOR, 11, "Lata Menon", "Senior audit officer", "Audit office"),
    )
}
SECOND_DIRECTOR = Someone(
    "Omkar Das", "second-director@example.org", "ZZZPJ0012Z", Role.MHI_DIRECTOR, "Director", MINISTRY
)
OTHER_HAT = Someone(
    "Omkar Das", "omkar-in-finance@example.org", "ZZZPJ0012Z", Role.IFD, "Deputy secretary, finance", FINANCE
)
SIGNATORY = Someone(
    "Sunita Verma", "signatory@example.org", "ZZZPS0501Z", Role.APPLICANT_SIGNATORY, "Director"
)
PREPARER = Someone(
    "Prakash Gill", "preparer@example.org", "ZZZPP0501Z", Role.APPLICANT_PREPARER, "Manager, accounts"
)
RIVAL_SIGNATORY = Someone(
    "Ganga Reddy", "signatory@rival.example.org", "ZZZPS0502Z", Role.APPLICANT_SIGNATORY, "Director"
)
