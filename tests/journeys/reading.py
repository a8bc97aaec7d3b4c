"""What is left to read: the letter and its verification, the unit's own pages, the auditor's files and proof."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import expect
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from disbursements.models import Computation
from portal.accounts.roles import Role
from tests.journeys.claiming import Filed
from tests.journeys.paying import Money, open_order
from tests.journeys.people import OFFICERS, SIGNATORY
from tests.journeys.rupees import inr
from tests.journeys.screen import FOR_A_JOB_MS, Screen
from tests.journeys.town import Town


def letter(town: Town, claim: Filed, amount: int) -> None:
    """Open the newest order's letter: figures, both languages, the computation inside; verify it as anyone can."""
    window = open_order(town.window(OFFICERS[Role.MHI_US]), claim)
    number = window.main.get_by_role("heading", level=1).inner_text().split("order ")[1].split()[0]
    link = window.main.locator("#letter a[download]")
    kept = PdfReader(io.BytesIO(window.context.request.get(f"{town.url}{link.get_attribute('href')}").body()))
    text = " ".join(" ".join(page.extract_text() for page in kept.pages).split())
    assert inr(amount).removeprefix("₹ ") in text
    assert claim.number in text
    assert re.search("[\u0900-\u097f]{3}", text)
    stored = Computation.objects.filter(claim_id=int(claim.pk)).latest("number")
    inside = {name: json.loads(contents[0]) for name, contents in kept.attachments.items()}
    assert inside["computation.json"] == json.loads(stored.result)
    assert inside["facts.json"] == json.loads(stored.facts)
    _verify(town, text, number, amount)


def _verify(town: Town, text: str, number: str, amount: int) -> None:
    address = re.search(rf"{re.escape(town.url)}/verify/\s?([0-9a-f]{{32}})/", text)
    assert address is not None, text
    anyone = town.stranger().go(f"/verify/{address[1]}/")
    anyone.sees("This order is valid", number, inr(amount), "Satpura Magnets Private Limited (fictitious)")
    anyone.page.goto(f"{town.url}/verify/{'0' * 32}/")
    anyone.sees("This order is unknown")


def own_pages(town: Town, claim: Filed, paid: Sequence[Money], held: int) -> None:
    """Show the unit what it got, what is held and why, and what is left of its ceiling."""
    window = town.window(SIGNATORY).go(claim.for_company)
    window.sees(*(inr(money.amount) for money in paid), *(money.utr for money in paid))
    if held:
        window.sees("Held", "reconcil", inr(held))
    window.go("/manufacturer/claims/").sees("Paid to you", "Left of your ceiling", claim.number)
    window.go("/manufacturer/letters/").sees("REPM/LOA/0001", "Sanction order")
    window.go("/home/").sees("Paid to date", "Left under your ceiling")


def audit(town: Town, claim: Filed, payments: Sequence[Money]) -> None:
    """Let the auditor read all of it, change nothing, and take it away."""
    window = town.window(OFFICERS[Role.AUDITOR])
    window.go(claim.for_auditors).sees(claim.number)
    expect(window.main.locator("form[action*='/do/']")).to_have_count(0)
    window.go("/reports/payments/").sees("As of", *(money.utr for money in payments))
    _check_csv(window.download("CSV", town.folder), payments)
    _check_xlsx(window.download("XLSX", town.folder), payments)
    window.go("/auditor/events/").sees("Where the chain ends")
    window.go("/auditor/ledger/")


def _check_csv(kept: Path, payments: Sequence[Money]) -> None:
    rows = list(csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig"))))
    _check_footer({row[0]: row[1] for row in rows if len(row) > 1}, payments)
    for money in payments:
        assert any(money.utr in row for row in rows)


def _check_xlsx(kept: Path, payments: Sequence[Money]) -> None:
    rows = CalamineWorkbook.from_path(kept).get_sheet_by_index(0).to_python()
    _check_footer({str(row[0]): _cell(row[1]) for row in rows if len(row) > 1}, payments)


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _check_footer(lines: dict[str, str], payments: Sequence[Money]) -> None:
    assert lines["Rows"] == str(len(payments))
    total = next(value for label, value in lines.items() if label.startswith("Sum: "))
    assert total.replace(",", "").removesuffix(".00") == str(sum(money.amount for money in payments))
    assert re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", lines["As of"])


def prove(town: Town, claim: Filed) -> None:
    """Take the claim's evidence pack and have it verified without the portal's database."""
    window = town.window(OFFICERS[Role.AUDITOR]).go(f"{claim.for_auditors}evidence/").press("Make the pack")
    pack = _pack(window, town)
    verdict = town.manage("verify", str(pack), DATABASE_URL="sqlite:////nowhere/at/all.sqlite3")
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "same" in verdict.stdout


def _pack(window: Screen, town: Town) -> Path:
    expect(window.main.locator("a[download]").first).to_be_visible(timeout=FOR_A_JOB_MS)
    return window.download(re.compile(r"\.zip"), town.folder)
