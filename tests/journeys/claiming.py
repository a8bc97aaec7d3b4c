"""The unit sends its registers and files its claims; the worker counts and computes behind the pages."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys.papers import SPOILED, WRONG_ROWS, YEAR, Totals, assets, counted, sales
from tests.journeys.people import PREPARER, SIGNATORY
from tests.journeys.rupees import inr
from tests.journeys.screen import FOR_A_JOB_MS, Screen, Upload
from tests.journeys.town import Town

SUBSIDY = 75_75_00_000  # 15 percent of the 505 crore on the asset register
READ_WHOLE = "Every row stands. You can claim on this register."


@dataclass(frozen=True)
class Filed:
    """A claim as its company sees it: number, the end of its address, and what it is entitled to, whole rupees."""

    number: str
    pk: str
    entitlement: int

    @property
    def for_company(self) -> str:
        """The claim's page for its company."""
        return f"/manufacturer/claims/{self.pk}/"

    @property
    def for_officers(self) -> str:
        """The claim's page for officers."""
        return f"/officer/claims/{self.pk}/"

    @property
    def for_auditors(self) -> str:
        """The claim's page for auditors."""
        return f"/auditor/claims/{self.pk}/"


def send(window: Screen, what: str, upload: Upload, fy: str = "") -> Screen:
    """Send a register's file."""
    window.go("/manufacturer/registers/").follow("Send a register").tick(what)
    if fy:
        window.choose("Financial year, for sales", fy)
    return window.attach("File", upload).press("Send the file")


def report_sales(town: Town) -> Totals:
    """Send a year's invoices with wrong rows, read which and why, send the corrected file."""
    window = send(town.window(PREPARER), "Sales register", sales(SPOILED), YEAR.fy)
    window.sees("The file is being read").in_time(f"{len(WRONG_ROWS)} came back")
    _check_problems(town, window)
    right = sales()
    totals = counted(right)
    assert totals.invoices >= 10_000
    window.follow("Send a corrected file").tick("Sales register").choose("Financial year, for sales", YEAR.fy)
    window.attach("File", right).press("Send the file").in_time(READ_WHOLE)
    window.sees("Counted", "Cancelled", f"{totals.grams / 1000:.3f}"[-7:])
    return totals


def _check_problems(town: Town, window: Screen) -> None:
    """Every wrong row stands on the page and in the download, by row and column, with what was given."""
    table = window.main.get_by_role("table", name="Rows that came back")
    expect(table.locator("tbody tr")).to_have_count(len(WRONG_ROWS))
    kept = csv.DictReader(io.StringIO(window.download("CSV", town.folder).read_text(encoding="utf-8-sig")))
    told = [row for row in kept if row["row"].isdigit()]
    assert {int(row["row"]): row["what is wrong"].partition(":")[0] for row in told} == WRONG_ROWS
    assert sum("given 12,3x4, expected a figure" in row["what is wrong"] for row in told) == 3


def claim_subsidy(town: Town) -> Filed:
    """Send the asset register and claim the capital subsidy."""
    window = send(town.window(PREPARER), "Asset register", assets()).in_time(READ_WHOLE)
    return _file(town, window, "CS/", SUBSIDY)


def claim_sales(town: Town, totals: Totals) -> Filed:
    """Claim the year's incentive: forty percent of turnover binds."""
    window = town.window(PREPARER).sees(READ_WHOLE)
    filed = _file(town, window, "SLI/2029-30/", totals.entitlement)
    window.go(filed.for_company)
    bound = window.main.locator("tr.binds").first
    expect(bound).to_contain_text("turnover", ignore_case=True)
    expect(bound).to_contain_text("this binds")
    return filed


def _file(town: Town, window: Screen, begins: str, entitlement: int) -> Filed:
    window.follow("Start a claim")
    window.main.get_by_role("radio").first.check()
    window.press("Start the claim").sees("What it would come to", inr(entitlement))
    signing = town.window(SIGNATORY).go(window.path)
    signing.press("Submit the claim").sees("Your turn: Submit the claim")
    signing.main.get_by_role("checkbox").first.check()
    signing.press("Submit the claim").sees("Done: Submit the claim.")
    expect(signing.main).to_contain_text("Computation 1", timeout=FOR_A_JOB_MS)
    signing.sees(inr(entitlement), "How it was computed")
    number = next(word for word in signing.text().split() if word.startswith(begins))
    return Filed(number, window.path.strip("/").split("/")[-1], entitlement)


def found(town: Town, begins: str) -> Filed:
    """Return the claim whose number begins so, from the company's own list."""
    window = town.window(SIGNATORY).go("/manufacturer/claims/")
    link = window.main.locator("#claims").get_by_role("link", name=begins).first
    path = link.get_attribute("href") or ""
    return Filed(link.inner_text(), path.strip("/").split("/")[-1], counted(sales()).entitlement)
