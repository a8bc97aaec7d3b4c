"""A company registers, adds its preparer, and applies."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from portal.demo.companies import DemoCompany
from tests.journeys.papers import SATPURA, paper
from tests.journeys.people import PASSWORD, PREPARER, SIGNATORY, Someone
from tests.journeys.screen import Screen
from tests.journeys.town import Town

DOCUMENTS = (
    "Detailed project report",
    "Net worth certificate of the statutory auditor",
    "Board resolution and signatory's authority",
    "Shareholding of the lead member",
    "Technology and plant, oxide to magnet",
)
STAGES = ("NdPr oxide", "Metal", "Alloy", "Sintered magnet")


def register(town: Town, company: DemoCompany, signatory: Someone) -> None:
    """Register a company and sign in by it."""
    window = town.stranger()
    fill_and_mend_registration(window, company, signatory)
    window.sees(f"{company.name} is registered.")
    town.adopt(window, signatory)


def fill_and_mend_registration(window: Screen, company: DemoCompany, signatory: Someone) -> None:
    """Register with a GSTIN whose check digit is wrong: it comes back with everything else as it was typed."""
    window.go("/manufacturer/register/")
    right = company.gstins[0]
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    _fill_registration(window, company, signatory, [wrong, *company.gstins[1:]])
    window.press("Register the company").sees("Something needs to be corrected", wrong)
    assert window.field("Registered name").input_value() == company.name
    assert window.field("CIN, LLPIN or FCRN").input_value() == company.cin
    assert window.field("Full name").input_value() == signatory.name
    window.fill("GSTINs", "\n".join(company.gstins)).fill("Password", PASSWORD)
    window.press("Register the company")


def _fill_registration(window: Screen, company: DemoCompany, person: Someone, gstins: list[str]) -> None:
    window.fill("Registered name", company.name).tick("Indian company")
    window.fill("PAN of the company", company.pan).fill("CIN, LLPIN or FCRN", company.cin)
    window.fill("GSTINs", "\n".join(gstins)).fill("Registered office", "1 Example Road (fictitious)")
    window.choose("State", company.state_name).fill("PIN code", "110001")
    window.fill("Full name", person.name).fill("Designation", person.designation)
    window.fill("E-mail address", person.email).fill("Mobile number", f"98{company.serial:08d}")
    window.fill("PAN of the person", person.pan).fill("Password", PASSWORD)


def add_preparer(town: Town) -> None:
    """Let the signatory add a preparer."""
    window = town.window(SIGNATORY).go("/manufacturer/company/")
    window.fill("Full name", PREPARER.name).fill("Designation", PREPARER.designation)
    window.fill("E-mail address", PREPARER.email).fill("Mobile number", "9700000501")
    window.fill("PAN of the person", PREPARER.pan).fill("Password", PASSWORD).tick("Company preparer")
    window.press("Add the person").sees(f"{PREPARER.name} can sign in now.", PREPARER.email)


def draft(town: Town) -> None:
    """Start a draft, leave it with a wrong capacity, come back to it, and fill the rest."""
    window = town.window(PREPARER).go("/manufacturer/applications/").press("Start an application")
    window.sees("0 of 6 steps are done").follow(re.compile("Unit and capacity"))
    window.fill("Name of the unit", "Satpura integrated unit").fill("District", SATPURA.district)
    window.choose("State", SATPURA.state_name).fill("Capacity, tonnes a year", "650")
    window.press("Save and continue").sees("650 t a year is not a capacity of the scheme", "700, 800, 900")
    window.press("Save and come back later").sees("To correct")
    town.leave(PREPARER)
    window = town.window(PREPARER).go("/manufacturer/applications/").follow("Draft")
    window.follow(re.compile("Unit and capacity")).sees("650 t a year is not a capacity of the scheme")
    kept = {"Name of the unit": "Satpura integrated unit", "Capacity, tonnes a year": "650"}
    assert {label: window.field(label).input_value() for label in kept} == kept
    assert window.field("State").input_value() == SATPURA.state_name
    window.fill("Capacity, tonnes a year", "900").press("Save and continue")
    _fill_rest(window)


def _fill_rest(window: Screen) -> None:
    for stage in window.main.get_by_role("checkbox").all():
        stage.check()
    window.fill("Where the NdPr oxide will come from", "IREL (India) Limited and own purchase")
    window.press("Save and continue")
    window.fill("Net worth, crore rupees", "345.00")
    window.fill("Equity held by the lead member, percent", "74").tick("No owner from a land-border country")
    window.press("Save and continue")
    window.fill("Plant and machinery, 2027-28", "300").fill("Plant and machinery, 2028-29", "205")
    window.press("Save and continue")
    window.fill("Incentive you quote, rupees a kilogram", "2,150.01").press("Save and continue")
    window.sees("This rate is outside what the scheme allows", "2,150.00")
    assert window.field("Incentive you quote, rupees a kilogram").input_value() == "2,150.01"
    window.fill("Incentive you quote, rupees a kilogram", "2,100.00").press("Save and continue")
    for label in DOCUMENTS:
        window.attach(label, paper(label.lower().replace(" ", "-").replace(",", "")))
    window.press("Save and continue").sees("6 of 6 steps are done")


def submit(town: Town) -> str:
    """Let the signatory submit; returns the number on the acknowledgement."""
    window = town.window(PREPARER).follow("Check your answers")
    window.sees("Your company's authorised signatory submits", "₹ 2,100 a kilogram", "900 t a year")
    expect(window.main.get_by_role("button", name="Submit the application", exact=True)).to_have_count(0)
    signing = town.window(SIGNATORY).go(window.path).confirm("Submit the application")
    signing.sees("Your application is submitted", "This is an acknowledgement, not an approval.")
    number = signing.page.locator("#reference").inner_text()
    kept = signing.download("Download the acknowledgement", town.folder)
    assert kept.read_bytes().startswith(b"%PDF")
    signing.go("/manufacturer/applications/").sees(number, "Submitted")
    return number
