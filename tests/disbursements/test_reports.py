"""Reports: the same totals on the page, in CSV, in XLSX and in the ledger; each reader sees only what is theirs."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from disbursements.models import Claim, LedgerAccount, Sanction
from disbursements.reports import KINDS
from portal.accounts.roles import Role
from tests.disbursements.test_evidence import paid_claim
from tests.factories import awarded_unit, company, officer, on_day
from tests.factories_money import DAY, NEXT_FY, Officers, draft_claim, sanctioned, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    """A claim paid, and another one sanctioned and not paid."""
    with on_day(DAY):
        found = paid_claim()
        who, unit = Officers(), awarded_unit()
        sanctioned(verified(draft_claim(unit), unit, who), who)
    return found


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(officer(Role.AUDITOR))
    return client


def csv_of(client: Client, code: str, **filters: object) -> tuple[list[list[str]], dict[str, str]]:
    """The data rows and the footer of a report's CSV."""
    answer: Any = client.get(reverse("report_file", args=[code, "csv"]), filters)
    read = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    end = read.index([])
    return read[1:end], dict(read[end + 1 :])


def balance(kind: str) -> int:
    return sum(LedgerAccount.objects.filter(kind=kind).order_by().values_list("balance", flat=True))


def test_the_payments_register_agrees_with_the_ledger(auditor: Client, claim: Claim) -> None:
    rows, footer = csv_of(auditor, "payments")
    assert len(rows) == 2
    assert footer["Rows"] == "2"
    assert int(footer["Sum: Paid (Rs)"]) == balance("paid") > 0
    sanctioned_sum = balance("committed") + balance("released") + balance("paid")
    assert int(footer["Sum: Sanctioned (Rs)"]) == sanctioned_sum
    assert rows[0][15].startswith("SBINR5")
    assert rows[0][16] == DAY.isoformat()
    assert "Scheme date" in footer


@pytest.mark.parametrize("code", KINDS)
def test_page_csv_and_xlsx_say_the_same(auditor: Client, claim: Claim, code: str) -> None:
    rows, footer = csv_of(auditor, code)
    page = auditor.get(reverse("report", args=[code]))
    assert page.status_code == 200
    assert footer["SHA-256 of the data rows"] in page.content.decode()
    answer: Any = auditor.get(reverse("report_file", args=[code, "xlsx"]))
    content = b"".join(answer.streaming_content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    shown = {str(row[0]): row[1] for row in sheet}
    assert shown["SHA-256 of the data rows"] == footer["SHA-256 of the data rows"]
    assert shown["Rows"] == len(rows)


def test_utilisation_is_the_ledger_by_head_and_year(auditor: Client, claim: Claim) -> None:
    rows, footer = csv_of(auditor, "utilisation")
    assert [row[:2] for row in rows] == [["SLI", NEXT_FY]]
    assert int(footer["Sum: Paid (Rs)"]) == balance("paid")
    voted = balance("voted") + balance("committed") + balance("released") + balance("paid")
    assert int(footer["Sum: Provision (Rs)"]) == voted


def test_filters_narrow_the_rows_and_are_told_in_the_file(auditor: Client, claim: Claim) -> None:
    rows, footer = csv_of(auditor, "payments", unit=claim.unit_id, fy=NEXT_FY, component="SLI")
    assert len(rows) == 1
    assert footer["Unit"] == str(claim.unit)
    assert footer["Component"] == "Sales-linked incentive"
    assert csv_of(auditor, "payments", component="CS")[0] == []
    page = auditor.get(reverse("report", args=["payments"]), {"component": "CS"})
    assert "No rows under these filters" in page.content.decode()
    assert auditor.get(reverse("report", args=["payments"]), {"fy": "1999-00"}).status_code == 422
    wrong = auditor.get(reverse("report_file", args=["payments", "csv"]), {"unit": "x"})
    assert wrong.status_code == 422


def test_the_sanction_register_has_no_gap(auditor: Client, claim: Claim) -> None:
    rows, footer = csv_of(auditor, "sanctions")
    assert [row[0] for row in rows] == [f"SO/{NEXT_FY}/0001", f"SO/{NEXT_FY}/0002"]
    total = sum(Sanction.objects.order_by().values_list("amount", flat=True))
    assert int(footer["Sum: Sanctioned (Rs)"]) == total


def test_an_unknown_report_is_not_found(auditor: Client) -> None:
    assert auditor.get(reverse("report", args=["nothing"])).status_code == 404


def test_reports_are_for_officers_and_auditors(client: Client, claim: Claim) -> None:
    client.force_login(company().signatory)
    assert client.get(reverse("reports")).status_code == 403
    assert client.get(reverse("report_file", args=["payments", "csv"])).status_code == 403
    client.force_login(officer(Role.SYS_ADMIN))
    assert client.get(reverse("report_file", args=["payments", "csv"])).status_code == 403
    client.force_login(officer(Role.DDO))
    assert len(csv_of(client, "payments")[0]) == 2
