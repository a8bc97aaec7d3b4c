"""People, companies, applications, awards and phases for tests, each made through the services.

Nothing here writes a row by itself, so no test starts from a thing the portal could not have made. Dates of the
scheme lie where a test needs them: use ``on_day`` around the calls, or give the award date and let
``awarded_unit`` do it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from applicants.models import Application, Award, Manufacturer, Phase, Selection, Unit
from applicants.services.application import save_draft, start_application, submit_application
from applicants.services.award import issue_award, prepare_award, record_award
from applicants.services.company import add_company_user, register_company
from applicants.services.documents import add_document
from applicants.services.phase import confirm_phase, report_phase
from applicants.services.screening import screen
from applicants.services.selection import approve_selection, prepare_selection
from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.accounts.services.users import add_user, grant_role
from portal.common.clock import business_date
from portal.common.identifiers import gstin_check_digit
from schemes.models import BookVersion
from schemes.services.books import deliver_shipped_books

PASSWORD = "Oxide-to-magnet-7"
BOOK = "repm-7350"
AWARD_DATE = dt.date(2027, 1, 15)
STAGES = ["oxide", "metal", "alloy", "magnet"]
DOCUMENTS = ("dpr", "net_worth", "board_resolution", "equity", "technology")
NET_WORTH = {600: 180, 700: 245, 800: 245, 900: 310, 1000: 310, 1100: 375, 1200: 375}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

_numbers = itertools.count(1)


@contextmanager
def on_day(day: dt.date) -> Iterator[None]:
    """Let the scheme's calendar stand at a day, as a demonstration's does."""
    with override_settings(DEMO=True), business_date(day):
        yield


def books() -> None:
    """Publish the shipped scheme books, once."""
    if not BookVersion.objects.exists():
        deliver_shipped_books()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return an upload of any content."""
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


def pdf(name: str = "paper.pdf") -> SimpleUploadedFile:
    """Return an upload that is a PDF."""
    return upload(name, PDF)


def _serial() -> tuple[str, int]:
    number = next(_numbers)
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number // 9999], number % 9999 + 1


def company_pan() -> str:
    """Return a fresh, plainly fictitious PAN of a company."""
    letter, number = _serial()
    return f"ZZZC{letter}{number:04d}R"


def gstin_of(pan: str, state: str = "07", serial: int = 1) -> str:
    """Return the GSTIN of a PAN in a State."""
    first = f"{state}{pan}{serial}Z"
    return first + gstin_check_digit(first)


def person() -> dict[str, str]:
    """Return the facts of a fresh human being and their sign-in."""
    letter, number = _serial()
    return {
        "name": f"Person {letter}{number}",
        "email": f"person{letter.lower()}{number}@example.org",
        "password": PASSWORD,
        "pan": f"ZZZP{letter}{number:04d}P",
        "mobile": f"9{ord(letter) - 64:02d}{number:07d}",
    }


def officer(role: str, office: str = "Ministry of Heavy Industries") -> User:
    """Return a fresh officer or auditor who holds one role."""
    kind = Organisation.Kind.AUDIT if role == Role.AUDITOR else Organisation.Kind.OFFICE
    organisation, _made = Organisation.objects.get_or_create(name=office, kind=kind)
    user = add_user(**person(), designation=str(Role(role).label), by=None)
    grant_role(user=user, role=role, organisation=organisation, by=None)
    return user


@dataclass(frozen=True)
class Company:
    """A registered company with a person in each of its roles."""

    manufacturer: Manufacturer
    signatory: User
    preparer: User

    @property
    def gstin(self) -> str:
        """Its first GSTIN."""
        return self.manufacturer.gstins.order_by("pk").values_list("number", flat=True)[0]


def company_facts(**changes: object) -> dict[str, object]:
    """Return what ``register_company`` takes, all right; ``changes`` put something else in its place."""
    pan = company_pan()
    facts: dict[str, object] = {
        "legal_name": f"Fictitious Magnets {pan[4:9]} Private Limited",
        "kind": "company",
        "pan": pan,
        "cin": f"U27209DL2025PTC{next(_numbers):06d}",
        "address": "1 Example Road",
        "state_name": "Delhi",
        "pin_code": "110001",
        "gstins": [gstin_of(pan)],
        "signatory": {**person(), "designation": "Director"},
    }
    return {**facts, **changes}


def company(states: Sequence[str] = ("07",), **changes: object) -> Company:
    """Register a company with a signatory and a preparer; one GSTIN in each State given."""
    facts = company_facts(**changes)
    if "gstins" not in changes:
        facts["gstins"] = [gstin_of(str(facts["pan"]), state) for state in states]
    maker = register_company(**facts)
    signatory = User.objects.get(grants__organisation=maker.organisation)
    preparer = add_company_user(
        by=signatory, manufacturer=maker, role=Role.APPLICANT_PREPARER, **person(), designation="Accountant"
    )
    return Company(maker, signatory, preparer)


def application_fields(capacity: int = 900, rate: str = "2100.00", **changes: object) -> dict[str, object]:
    """Return every field of an application that is in order."""
    fields: dict[str, object] = {
        "unit_name": f"Unit of {capacity} t",
        "unit_district": "Ganjam",
        "unit_state": "Odisha",
        "capacity_mtpa": capacity,
        "quoted_rate": rate,
        "net_worth_crore": f"{NET_WORTH.get(capacity, 400)}.00",
        "lead_equity_percent": "51",
        "clearance": "not_needed",
        "clearance_number": "",
        "stages": STAGES,
        "oxide_source": "IREL (India) Limited and own imports",
    }
    return {**fields, **changes}


def investment_plan(capacity: int = 900) -> list[dict[str, object]]:
    """Return a plan that reaches the least investment of any capacity (50 crore per 100 t), over two years."""
    crore = capacity // 2
    return [
        {"head": "plant_machinery", "fy": "2026-27", "amount": (crore - 20) * 10**7},
        {"head": "plant_machinery", "fy": "2027-28", "amount": 30 * 10**7},
        {"head": "technology_transfer", "fy": "2027-28", "amount": 10 * 10**7},
    ]


def draft(owner: Company | None = None, book_code: str = BOOK) -> Application:
    """Return an application just started."""
    books()
    owner = owner or company()
    return start_application(by=owner.preparer, manufacturer=owner.manufacturer, book_code=book_code)


def complete_draft(
    owner: Company | None = None,
    *,
    capacity: int = 900,
    rate: str = "2100.00",
    book_code: str = BOOK,
    **changes: object,
) -> Application:
    """Return a draft with nothing missing."""
    owner = owner or company()
    made = draft(owner, book_code)
    save_draft(
        by=owner.preparer,
        application_id=made.pk,
        version=made.version,
        fields=application_fields(capacity, rate, **changes),
        investment=investment_plan(capacity),
    )
    kinds = [*DOCUMENTS, *(["clearance"] if changes.get("clearance") == "recorded" else [])]
    for kind in kinds:
        add_document(by=owner.preparer, application_id=made.pk, kind=kind, upload=pdf(f"{kind}.pdf"))
    made.refresh_from_db()
    return made


def submitted_application(owner: Company | None = None, **facts: object) -> Application:
    """Return an application its signatory has submitted."""
    owner = owner or company()
    made = complete_draft(owner, **facts)
    return submit_application(by=owner.signatory, application_id=made.pk, version=made.version)


def responsive_application(owner: Company | None = None, **facts: object) -> Application:
    """Return an application the agency found responsive."""
    made = submitted_application(owner, **facts)
    agency = officer(Role.PMA_OFFICER)
    return screen(by=agency, application_id=made.pk, version=made.version, responsive=True)


def approved_selection(book_code: str = BOOK) -> Selection:
    """Rank every responsive application under a book and approve the allotment."""
    made = prepare_selection(by=officer(Role.MHI_DIRECTOR), book_code=book_code)
    authority = officer(Role.COMPETENT_AUTHORITY)
    return approve_selection(by=authority, selection_id=made.pk, version=made.version)


def selected_award(
    owner: Company | None = None, *, award_date: dt.date = AWARD_DATE, **facts: object
) -> Award:
    """Return an issued award that went all the way: application, screening, ranking, allotment, letter."""
    with on_day(award_date):
        made = responsive_application(owner, **facts)
        approved_selection(made.book_code)
        award = prepare_award(by=officer(Role.MHI_SO), application_id=made.pk, award_date=award_date)
        return issue_award(by=officer(Role.MHI_US), award_id=award.pk, version=award.version)


def award_facts(owner: Company, **changes: object) -> dict[str, object]:
    """Return what ``record_award`` takes, all right; ``changes`` put something else in its place."""
    facts: dict[str, object] = {
        "manufacturer_id": owner.manufacturer.pk,
        "unit_name": f"Unit of {owner.manufacturer.legal_name}"[:120],
        "district": "Ganjam",
        "state_name": "Odisha",
        "book_code": BOOK,
        "capacity_mtpa": 900,
        "award_rate": Decimal("2100.00"),
        "award_date": AWARD_DATE,
        "rank": None,
        "oxide": False,
        "tender_number": "2026_MHI_000001_1",
        "papers": pdf("tender.pdf"),
    }
    return {**facts, **changes}


@dataclass(frozen=True)
class AwardedUnit:
    """A unit with its issued award, its company and people, and its confirmed phases."""

    unit: Unit
    award: Award
    company: Company
    phases: Sequence[Phase]

    @property
    def manufacturer(self) -> Manufacturer:
        """The company that holds the unit."""
        return self.company.manufacturer

    @property
    def signatory(self) -> User:
        """The company's signatory."""
        return self.company.signatory

    @property
    def preparer(self) -> User:
        """The company's preparer."""
        return self.company.preparer


def awarded_unit(
    owner: Company | None = None,
    *,
    capacity: int = 900,
    rate: str = "2100.00",
    award_date: dt.date = AWARD_DATE,
    phases: Mapping[dt.date, int] | None = None,
    book_code: str = BOOK,
) -> AwardedUnit:
    """Return a unit with an issued award and confirmed phases (cumulative tonnes a year by day).

    By default one phase at full capacity, 24 months after the award. ``phases={}`` leaves the unit uncommissioned.
    """
    books()
    owner = owner or company()
    facts = award_facts(
        owner, capacity_mtpa=capacity, award_rate=Decimal(rate), award_date=award_date, book_code=book_code
    )
    with on_day(award_date):
        award = record_award(by=officer(Role.MHI_SO), **facts)
        award = issue_award(by=officer(Role.MHI_US), award_id=award.pk, version=award.version)
    if phases is None:
        phases = {award_date.replace(year=award_date.year + 2): capacity}
    unit = Unit.objects.get(award=award)
    made = [confirmed_phase(unit, owner, day, tonnes) for day, tonnes in sorted(phases.items())]
    return AwardedUnit(unit, award, owner, made)


def reported_phase(unit: Unit, owner: Company, day: dt.date, capacity: int) -> Phase:
    """Report a phase on its own day."""
    with on_day(day):
        return report_phase(
            by=owner.preparer,
            unit_id=unit.pk,
            commissioned_on=day,
            capacity_mtpa=capacity,
            certificate=pdf("commissioning.pdf"),
            certificate_number=f"CE/{unit.pk}/{capacity}",
        )


def confirmed_phase(unit: Unit, owner: Company, day: dt.date, capacity: int) -> Phase:
    """Report a phase and have it confirmed, on its own day."""
    phase = reported_phase(unit, owner, day, capacity)
    with on_day(day):
        return confirm_phase(by=officer(Role.PMA_HEAD), phase_id=phase.pk, version=phase.version)
