"""The thread's key forms in a browser that runs no script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from portal.accounts.roles import Role
from portal.common.models import DemoCalendar
from tests import factories_money as money
from tests.applicants.registers import samples
from tests.browser.conftest import Window
from tests.browser.test_by_keyboard import concurred_claim
from tests.factories import awarded_unit, books, company
from tests.journeys import applying
from tests.journeys.papers import SATPURA
from tests.journeys.people import SIGNATORY
from tests.journeys.screen import FOR_A_JOB_MS, Upload
from tests.services.processes import Running

pytestmark = [
    pytest.mark.portal_env(DEMO="1"),
    pytest.mark.xdist_group("keyboard"),
    pytest.mark.usefixtures("fresh_database"),
]


def test_a_company_registers_with_everything_kept(window: Window) -> None:
    screen = window(script=False)
    applying.fill_and_mend_registration(screen, SATPURA, SIGNATORY)
    screen.sees(f"{SATPURA.name} is registered.")


def test_a_draft_keeps_a_wrong_capacity_with_its_message(window: Window) -> None:
    books()
    screen = window(company().preparer, script=False).go("/manufacturer/applications/")
    screen.press("Start an application").follow(re.compile("Unit and capacity"))
    screen.fill("District", "Betul").fill("Capacity, tonnes a year", "650").press("Save and continue")
    screen.sees("650 t a year is not a capacity of the scheme")
    assert screen.field("District").input_value() == "Betul"
    assert screen.field("Capacity, tonnes a year").input_value() == "650"


def test_money_is_asked_for_twice_on_a_page_of_its_own(window: Window) -> None:
    who = money.Officers()
    claim = concurred_claim(who)
    screen = window(who[Role.COMPETENT_AUTHORITY], script=False).go(f"/officer/claims/{claim.pk}/")
    screen.fill("Note for the file", "Approved as computed.").press("Approve").sees("Approve?", "crore")
    assert claim.tranches.get().state == "concurred"
    screen.press("Yes: Approve").sees("Done: Approve.", "Approved as computed.")
    assert claim.tranches.get().state == "approved"


def test_a_register_is_sent_and_read(window: Window, start_worker: Callable[..., Running]) -> None:
    made = awarded_unit()
    DemoCalendar.objects.update_or_create(pk=1, defaults={"today": money.DAY})
    start_worker(DEMO="1")
    content = samples.as_csv([samples.sale(made), samples.sale(made, document_no="A/2", quantity="12,3x4")])
    screen = window(made.preparer, script=False).go("/manufacturer/registers/new/").tick("Sales register")
    screen.choose("Financial year, for sales", money.FY).attach(
        "File", Upload("sales.csv", "text/csv", content)
    )
    screen.press("Send the file")
    # Without script the page renews itself by its head.
    screen.sees("1 came back", "12,3x4", patience=FOR_A_JOB_MS)
