"""The demonstration's people: one sign-in for each role. Plainly fictitious; the password is shown to everybody."""

from __future__ import annotations

from dataclasses import dataclass

from portal.accounts.roles import Role

PASSWORD = "magnets-for-everyone"  # noqa: S105 - shown on the sign-in page of the demonstration, which is its purpose
MINISTRY = "Ministry of Heavy Industries (demonstration)"
AGENCY = "Project management agency (demonstration)"
FINANCE = "Integrated finance division (demonstration)"
ACCOUNTS = "Pay and accounts office (demonstration)"
AUDIT = "Audit office (demonstration)"


@dataclass(frozen=True)
class DemoPerson:
    """An officer or auditor of the demonstration."""

    role: Role
    name: str
    designation: str
    office: str

    @property
    def email(self) -> str:
        """Return the sign-in address: the role's name under a domain that can't exist."""
        return f"{self.role.value.lower().replace('_', '-')}@demo.invalid"

    @property
    def pan(self) -> str:
        """Return a PAN of its own: the serial is the role's place in the table."""
        return f"ZZZPZ{list(Role).index(self.role) + 1:04d}Z"


PEOPLE = (
    DemoPerson(Role.PMA_OFFICER, "Asha Demo", "Claims officer", AGENCY),
    DemoPerson(Role.PMA_HEAD, "Bimal Demo", "Head of the agency's team", AGENCY),
    DemoPerson(Role.MHI_SO, "Charu Demo", "Section officer", MINISTRY),
    DemoPerson(Role.MHI_DIRECTOR, "Deepak Demo", "Director", MINISTRY),
    DemoPerson(Role.IFD, "Esha Demo", "Deputy secretary, finance", FINANCE),
    DemoPerson(Role.COMPETENT_AUTHORITY, "Farid Demo", "Joint secretary", MINISTRY),
    DemoPerson(Role.MHI_US, "Gauri Demo", "Under secretary", MINISTRY),
    DemoPerson(Role.DDO, "Harish Demo", "Drawing and disbursing officer", MINISTRY),
    DemoPerson(Role.PAO, "Indu Demo", "Pay and accounts officer", ACCOUNTS),
    DemoPerson(Role.TECH_MEMBER, "Jatin Demo", "Member, Technical Committee", AGENCY),
    DemoPerson(Role.TECH_CHAIR, "Kamala Demo", "Chair, Technical Committee", AGENCY),
    DemoPerson(Role.AUDITOR, "Lata Demo", "Senior audit officer", AUDIT),
    DemoPerson(Role.SYS_ADMIN, "Mohan Demo", "System administrator", MINISTRY),
)
