"""Officers screen, rank, approve and issue; an award made elsewhere is recorded; the unit reports its phases."""

from __future__ import annotations

import datetime as dt

from playwright.sync_api import expect
from pypdf import PdfReader

from portal.accounts.roles import Role
from portal.demo.companies import DemoCompany
from tests.journeys.papers import RIVAL, SATPURA, paper
from tests.journeys.people import OFFICERS, PREPARER, SIGNATORY
from tests.journeys.screen import FOR_A_JOB_MS, Screen
from tests.journeys.town import Town


def screen(town: Town) -> None:
    """Let the agency see the findings with clause, given and required, and find the application responsive."""
    window = town.window(OFFICERS[Role.PMA_OFFICER]).go("/officer/applications/").follow("REPM/APP/0001")
    window.sees("Findings by the scheme book", "Net worth", "345.00", "holds").sees_not("2,100")
    window.tick("Responsive").press("Record the finding").sees("Responsive, waiting for ranking")


def rank(town: Town) -> None:
    """Let the director rank; the competent authority approves."""
    director = town.window(OFFICERS[Role.MHI_DIRECTOR]).go("/officer/selections/")
    director.press("Prepare the ranking")
    director.page.get_by_role("button", name="Yes: prepare the ranking").click()
    director.sees("Waiting for approval", "2,100", "You prepared it; the competent authority approves.")
    authority = town.window(OFFICERS[Role.COMPETENT_AUTHORITY]).go(director.path)
    authority.confirm("Approve the allotment").sees("Approved by Farid Khan")


def award(town: Town) -> None:
    """Prepare the award by one officer, issue it by another; the letter comes."""
    preparing = town.window(OFFICERS[Role.MHI_SO]).go("/officer/applications/").follow("REPM/APP/0001")
    preparing.follow("Prepare the award").fill("Award date", "2027-01-15").press("Prepare the award")
    preparing.sees("an under secretary issues the letter")
    expect(preparing.main.get_by_role("button", name="Issue the letter of award")).to_have_count(0)
    issuing = town.window(OFFICERS[Role.MHI_US]).go(preparing.path)
    issuing.confirm("Issue the letter of award").sees("REPM/LOA/0001")
    _letter(issuing, town, "Satpura")


def _letter(window: Screen, town: Town, company: str) -> None:
    expect(window.main.get_by_role("link", name="Letter of award")).to_be_visible(timeout=FOR_A_JOB_MS)
    letter = PdfReader(window.download("Letter of award", town.folder))
    text = " ".join(page.extract_text() for page in letter.pages)
    assert company in text
    assert "15.01.2027" in text


def record_award(town: Town) -> None:
    """Record an award of the tender with its papers, by maker and checker."""
    maker = town.window(OFFICERS[Role.MHI_SO]).go("/officer/awards/").follow("Record an award")
    maker.choose("Company", RIVAL.name).fill("Number of the tender", "2026_MHI_000001_1")
    maker.fill("Capacity, tonnes a year", "650").fill("Rate of the award, rupees a kilogram", "1990.00")
    maker.fill("Award date", "2027-01-15").fill("Name of the unit", "Godavari integrated unit")
    maker.fill("District", RIVAL.district).choose("State", RIVAL.state_name)
    maker.attach("Papers of the tender", paper("tender")).press("Record the award")
    maker.sees("650 t a year is not a capacity of the scheme")
    assert maker.field("Number of the tender").input_value() == "2026_MHI_000001_1"
    maker.fill("Capacity, tonnes a year", "1200").attach("Papers of the tender", paper("tender"))
    maker.press("Record the award").sees("Waiting for the second officer", "tender.pdf")
    checker = town.window(OFFICERS[Role.MHI_US]).go(maker.path)
    checker.confirm("Issue the letter of award").sees("REPM/LOA/0002")


def commission(town: Town, company: DemoCompany = SATPURA) -> None:
    """Report each phase with its certificate; the agency's head confirms it."""
    for day, tonnes in company.phases:
        seen = day + dt.timedelta(days=5)
        town.on(seen.year, seen.month, seen.day)
        unit = town.window(PREPARER).go("/manufacturer/unit/").follow("Report a phase")
        unit.fill("Commissioned on", day.isoformat()).fill("Capacity from that day on, tonnes a year", tonnes)
        unit.fill("Number of the commissioning certificate", f"CE/T/{tonnes}")
        unit.attach("The certificate", paper(f"phase-{tonnes}")).press("Report the phase")
        unit.sees("Reported, with the agency")
        head = town.window(OFFICERS[Role.PMA_HEAD]).go("/officer/phases/")
        head.open_row(f"CE/T/{tonnes}").press("Confirm the phase").sees("Confirmed")
    town.window(SIGNATORY).go("/manufacturer/unit/").sees("Confirmed", "600", "900")
