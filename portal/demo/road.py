"""The demonstration's road to the awards: registration, applications, ranking, letters, phases.

Each step looks where things stand and does what is missing, so that a build that was killed goes on.
"""

from __future__ import annotations

import datetime as dt

from applicants.models import Application, Award, Manufacturer, Phase, Selection, Unit
from applicants.services.application import save_draft, start_application, submit_application
from applicants.services.award import issue_award, prepare_award
from applicants.services.company import add_company_user, register_company
from applicants.services.documents import add_document
from applicants.services.phase import confirm_phase, report_phase
from applicants.services.screening import screen
from applicants.services.selection import approve_selection, prepare_selection
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.clock import business_date
from portal.demo.companies import BIDDERS, CRORE, VINDHYA, DemoCompany
from portal.demo.offices import officer, paper
from portal.demo.people import PASSWORD

BOOK = "repm-7350"
AWARD_DAY = dt.date(2027, 1, 15)
DOCUMENTS = ("dpr", "net_worth", "board_resolution", "equity", "technology")


def signatory(company: DemoCompany) -> User:
    """Return the company's authorised signatory."""
    return User.objects.get(email=company.email("signatory"))


def preparer(company: DemoCompany) -> User:
    """Return the company's preparer."""
    return User.objects.get(email=company.email("preparer"))


def manufacturer(company: DemoCompany) -> Manufacturer:
    """Return the company, registered with its two people if it is not yet."""
    found = Manufacturer.objects.filter(pan=company.pan).first() or _register(company)
    if not User.objects.filter(email=company.email("preparer")).exists():
        add_company_user(
            by=signatory(company),
            manufacturer=found,
            name=f"Prakash {company.key.capitalize()}",
            email=company.email("preparer"),
            password=PASSWORD,
            pan=f"ZZZPP{company.serial:04d}Z",
            role=Role.APPLICANT_PREPARER,
            designation="Manager, accounts",
        )
    return found


def _register(company: DemoCompany) -> Manufacturer:
    person = {
        "name": f"Sunita {company.key.capitalize()}",
        "email": company.email("signatory"),
        "password": PASSWORD,
        "pan": f"ZZZPS{company.serial:04d}Z",
        "mobile": f"9{company.serial:09d}",
        "designation": "Director",
    }
    return register_company(
        legal_name=company.name,
        kind="company",
        pan=company.pan,
        cin=company.cin,
        address=f"Plot {company.serial}, Industrial area, {company.district} (fictitious)",
        state_name=company.state_name,
        pin_code="110001",
        gstins=company.gstins,
        signatory=person,
        fictitious=True,
    )


def apply(company: DemoCompany) -> Application:
    """Return the company's application, filled and submitted if it is not yet."""
    maker, user = manufacturer(company), preparer(company)
    found = maker.applications.filter(book_code=BOOK).first()
    found = found or start_application(by=user, manufacturer=maker, book_code=BOOK)
    if found.state == "draft":
        _fill(company, found, user)
        found.refresh_from_db()
        submit_application(by=signatory(company), application_id=found.pk, version=found.version)
        found.refresh_from_db()
    return found


def _fill(company: DemoCompany, application: Application, user: User) -> None:
    investment = company.invested or company.capacity // 2
    fields = {
        "unit_name": f"{company.key.capitalize()} integrated unit (fictitious)",
        "unit_district": company.district,
        "unit_state": company.state_name,
        "capacity_mtpa": company.capacity,
        "quoted_rate": company.rate,
        "net_worth_crore": company.net_worth,
        "lead_equity_percent": "74.00",
        "clearance": "not_needed",
        "stages": list(company.stages),
        "oxide_source": "Own purchase and, where entitled, the assured oxide (fictitious)",
    }
    plan = [
        {"head": "plant_machinery", "fy": "2027-28", "amount": int(investment) * CRORE // 2},
        {
            "head": "plant_machinery",
            "fy": "2028-29",
            "amount": int(investment) * CRORE - int(investment) * CRORE // 2,
        },
    ]
    save_draft(by=user, application_id=application.pk, version=None, fields=fields, investment=plan)
    present = set(application.documents.values_list("kind", flat=True))
    for kind in DOCUMENTS:
        if kind not in present:
            title = f"{company.key.capitalize()}: {kind.replace('_', ' ')}"
            add_document(by=user, application_id=application.pk, kind=kind, upload=paper(title))


def screen_all() -> None:
    """Screen what waits; one bidder's net worth is below its band."""
    for application in Application.objects.filter(state="submitted").order_by("pk"):
        short = application.manufacturer.pan == VINDHYA.pan
        screen(
            by=officer(Role.PMA_OFFICER),
            application_id=application.pk,
            version=application.version,
            responsive=not short,
            note="The net worth is below the band of the capacity applied for." if short else "",
        )


def rank() -> None:
    """Rank, and approve the allotment."""
    if not Selection.objects.exclude(state="dropped").exists():
        prepare_selection(by=officer(Role.MHI_DIRECTOR), book_code=BOOK)
    waiting = Selection.objects.filter(state="prepared").first()
    if waiting:
        approve_selection(
            by=officer(Role.COMPETENT_AUTHORITY), selection_id=waiting.pk, version=waiting.version
        )


def award_all() -> None:
    """Prepare and issue the letters of award of everybody allotted."""
    for application in (
        Application.objects.filter(state="allotted").exclude(awards__state="prepared").order_by("pk")
    ):
        prepare_award(by=officer(Role.MHI_SO), application_id=application.pk, award_date=AWARD_DAY)
    for award in Award.objects.filter(state="prepared").order_by("rank"):
        issue_award(by=officer(Role.MHI_US), award_id=award.pk, version=award.version)


def commission(company: DemoCompany) -> None:
    """Report and confirm the company's phases on their days."""
    unit = Unit.objects.get(award__manufacturer__pan=company.pan, award__state="issued")
    for day, tonnes in company.phases:
        phase = Phase.objects.filter(unit=unit, commissioned_on=day).first()
        with business_date(day + dt.timedelta(days=5)):
            phase = phase or report_phase(
                by=signatory(company),
                unit_id=unit.pk,
                commissioned_on=day,
                capacity_mtpa=tonnes,
                certificate=paper(f"{company.key.capitalize()}: commissioning of {tonnes} t"),
                certificate_number=f"CE/{company.letter}/{tonnes}",
            )
        if phase.state == "reported":
            with business_date(day + dt.timedelta(days=12)):
                confirm_phase(by=officer(Role.PMA_HEAD), phase_id=phase.pk, version=phase.version)


def apply_all() -> None:
    """Register and apply for everybody, a day apart."""
    for index, company in enumerate(BIDDERS):
        with business_date(dt.date(2026, 11, 23) + dt.timedelta(days=index)):
            apply(company)
