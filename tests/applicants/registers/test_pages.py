"""The pages of registers: what a company sends and sees, what officers and auditors read, what strangers don't."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from applicants.models import Register
from applicants.services.register import discard_register, lock_register
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common import jobs
from tests import factories
from tests.applicants.registers import samples

pytestmark = pytest.mark.django_db

TODAY = dt.date(2030, 6, 1)


@pytest.fixture
def made() -> factories.AwardedUnit:
    """Return a commissioned unit."""
    return factories.awarded_unit()


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """Return a browser in which a person is signed in."""

    def open_for(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return open_for


def mixed(made: factories.AwardedUnit) -> bytes:
    """Return a register with two rows that stand, one of them a return, and three that don't."""
    return samples.as_csv(
        [
            samples.sale(made),
            samples.note(made),
            samples.sale(made, document_no="A/2", quantity="1e3"),
            samples.sale(made, document_no="A/3", buyer_name="=HYPERLINK(1)", hsn="12"),
            samples.sale(made, document_no="A/4", document_date="01-04-2030", quantity="-5"),
        ]
    )


def page_text(client: Client, name: str, *args: object, **query: str) -> str:
    """Return a page's text; it must be there."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_company_sends_a_file_and_sees_what_came_of_it(made, enter) -> None:
    client = enter(made.preparer)
    with factories.on_day(TODAY):
        answer = client.post(
            reverse("manufacturer:register_new"),
            {
                "unit": made.unit.pk,
                "kind": "sales",
                "fy": "2029-30",
                "file": SimpleUploadedFile("sales.csv", mixed(made)),
            },
        )
    register = Register.objects.get()
    assert answer["Location"] == reverse("manufacturer:register", args=[register.pk])
    waiting = page_text(client, "manufacturer:register", register.pk)
    assert "The file is being read" in waiting
    assert reverse("job_progress", args=[samples.job_of(register).pk]) in waiting
    with factories.on_day(TODAY):
        jobs.run_now(samples.job_of(register))
    text = page_text(client, "manufacturer:register", register.pk)
    assert "a supply date in 2029-30; 01-04-2030 lies in 2030-31" in text
    assert "the figure written out, without an exponent" in text
    assert "900.000" in text
    assert "Start a claim" in text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "The submitted file is empty."),
        ("zero.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "is not a file of the kind asked for"),
        (
            "old.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
            "is not a file of the kind asked for",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_in_the_form(made, enter, name, content, sentence) -> None:
    with factories.on_day(TODAY):
        answer = enter(made.preparer).post(
            reverse("manufacturer:register_new"),
            {
                "unit": made.unit.pk,
                "kind": "sales",
                "fy": "2029-30",
                "file": SimpleUploadedFile(name, content),
            },
        )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert '<option value="2029-30" selected>' in text
    assert not Register.objects.exists()


def test_a_sales_register_needs_its_year(made, enter) -> None:
    with factories.on_day(TODAY):
        answer = enter(made.preparer).post(
            reverse("manufacturer:register_new"),
            {"unit": made.unit.pk, "kind": "sales", "fy": "", "file": SimpleUploadedFile("s.csv", b"x")},
        )
    assert "Choose the financial year of the sales." in answer.content.decode()


def test_the_years_offered_run_from_the_award_to_today(made, enter) -> None:
    with factories.on_day(TODAY):
        text = page_text(enter(made.preparer), "manufacturer:register_new")
    offered = [
        year for year in ("2025-26", "2026-27", "2029-30", "2030-31", "2031-32") if f'"{year}"' in text
    ]
    assert offered == ["2026-27", "2029-30", "2030-31"]


def test_an_unreadable_file_says_why_and_what_to_do(made, enter) -> None:
    register = samples.read(made, b"a,b\n1,2\n")
    text = page_text(enter(made.preparer), "manufacturer:register", register.pk)
    assert "The heading lacks the column seller_gstin" in text
    assert "Send the corrected file" in text
    discard_register(by=made.signatory, register_id=register.pk, version=register.version)
    text = page_text(enter(made.preparer), "manufacturer:register", register.pk)
    assert "The heading lacks the column seller_gstin" in text
    assert "Rows that stand" not in text


@pytest.mark.parametrize("name", ["sales.CSV", "sales.txt", "sales.tsv"])
def test_text_is_taken_under_its_usual_names(made, enter, name) -> None:
    content = samples.as_csv([samples.sale(made)], delimiter="\t")
    with factories.on_day(TODAY):
        answer = enter(made.preparer).post(
            reverse("manufacturer:register_new"),
            {
                "unit": made.unit.pk,
                "kind": "sales",
                "fy": "2029-30",
                "file": SimpleUploadedFile(name, content),
            },
        )
    assert answer.status_code == 302


def test_downloads_hand_back_every_wrong_row_made_harmless(made, enter) -> None:
    register = samples.read(made, mixed(made))
    client = enter(made.preparer)
    answer = client.get(reverse("manufacturer:register_problems_csv", args=[register.pk]))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["row"] for row in rows] == ["4", "5", "6"]
    assert rows[1]["buyer_name"] == "'=HYPERLINK(1)"
    assert rows[2]["quantity"] == "'-5"
    assert rows[0]["what is wrong"] == (
        "quantity: given 1e3, expected the figure written out, without an exponent"
    )
    assert rows[2]["what is wrong"].count("expected") == 2
    answer = client.get(reverse("manufacturer:register_problems_xlsx", args=[register.pk]))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(
        0
    )
    cells = [list(map(str, row)) for row in sheet.iter_rows()]
    assert cells[0][:3] == ["row", "what is wrong", "seller_gstin"]
    assert [row[10] for row in cells] == [
        "buyer_name",
        "Motors of Example",
        "'=HYPERLINK(1)",
        "Motors of Example",
    ]


def test_lines_are_filtered_sorted_and_exported(made, enter) -> None:
    rows = [samples.sale(made, document_no=f"A/{n}", quantity=n) for n in range(1, 61)]
    rows += [samples.sale(made, document_no="X/1", hsn="72044900", unit="NOS", quantity="3")]
    register = samples.read(made, samples.as_csv(rows))
    client = enter(made.preparer)
    text = page_text(client, "manufacturer:register", register.pk, treatment="not_eligible_product")
    assert "X/1 <small>INV, line 1" in text
    assert "A/1 <small>INV, line 1" not in text
    text = page_text(client, "manufacturer:register", register.pk, sort="-grams")
    assert text.index("A/60 <small>INV, line 1") < text.index("A/12 <small>INV, line 1")
    assert "A/10 <small>INV, line 1" not in text
    url = reverse("manufacturer:register_lines_csv", args=[register.pk])
    exported = b"".join(client.get(url, {"treatment": "not_eligible_product"}).streaming_content).decode()
    assert "X/1" in exported
    assert "A/1" not in exported
    whole = b"".join(client.get(url).streaming_content).decode()
    assert "60.000,5590000.00000" in whole


@pytest.mark.parametrize(("role", "space"), [(Role.PMA_OFFICER, "officer"), (Role.AUDITOR, "auditor")])
def test_officers_and_auditors_read_a_register_and_change_nothing(made, enter, role, space) -> None:
    register = samples.read(made, mixed(made))
    client = enter(factories.officer(role))
    text = page_text(client, f"{space}:register", register.pk)
    assert "Counted" in text
    assert "Count again" not in text
    assert f"/{space}/registers/{register.pk}/came-back.csv" in text
    assert client.post(reverse("manufacturer:register_discard", args=[register.pk])).status_code == 403


PAGES = ("register", "register_file", "register_lines_csv", "register_problems_csv", "register_problems_xlsx")


@pytest.mark.parametrize("name", PAGES)
def test_a_strangers_register_is_not_there(made, enter, name) -> None:
    register = samples.read(made, mixed(made))
    stranger = enter(factories.company().signatory)
    assert stranger.get(reverse(f"manufacturer:{name}", args=[register.pk])).status_code == 404
    administrator = enter(factories.officer(Role.SYS_ADMIN))
    assert administrator.get(reverse(f"officer:{name}", args=[register.pk])).status_code in (403, 404)


@pytest.mark.parametrize("name", ["register_discard", "register_recount"])
def test_a_stranger_cannot_act(made, enter, name) -> None:
    register = samples.read(made, mixed(made))
    stranger = enter(factories.company().signatory)
    assert stranger.post(reverse(f"manufacturer:{name}", args=[register.pk])).status_code == 404


def test_discarding_asks_first_and_refuses_a_stale_page(made, enter) -> None:
    register = samples.read(made, mixed(made))
    client, url = enter(made.signatory), reverse("manufacturer:register_discard", args=[register.pk])
    asked = client.post(url, {"version": register.version})
    assert "Discard Sales register 2029-30 v1?" in asked.content.decode()
    assert client.post(url, {"version": register.version - 1, "confirmed": "1"}).status_code == 409
    assert client.post(url, {"version": register.version, "confirmed": "1"}).status_code == 302
    register.refresh_from_db()
    assert register.state == "discarded"


def test_a_locked_register_says_why_nothing_can_be_changed(made, enter) -> None:
    register = samples.read(made, mixed(made))
    lock_register(register=register, by=made.signatory)
    text = page_text(enter(made.preparer), "manufacturer:register", register.pk)
    assert "A claim rests on this register" in text
    assert reverse("manufacturer:register_discard", args=[register.pk]) not in text


def test_counting_again_reads_the_file_anew(made, enter) -> None:
    register = samples.read(made, mixed(made))
    url = reverse("manufacturer:register_recount", args=[register.pk])
    assert enter(made.preparer).post(url, {"version": register.version}).status_code == 302
    jobs.run_now(samples.job_of(register))
    register.refresh_from_db()
    assert (register.state, register.rows_good, register.lines.count()) == ("ready", 2, 2)


def queries(client: Client, name: str, *args: object) -> int:
    """Return how many queries a page takes."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page_text(client, name, *args)
    return len(caught)


def test_pages_take_as_many_queries_for_many_rows_as_for_few(made, enter) -> None:
    few = samples.read(made, mixed(made))
    client = enter(made.preparer)
    before = queries(client, "manufacturer:registers"), queries(client, "manufacturer:register", few.pk)
    other = factories.awarded_unit(made.company, capacity=600)
    wrong = [samples.sale(made, document_no=f"W/{n}", quantity="x") for n in range(150)]
    rows = [samples.sale(made, document_no=f"B/{n}") for n in range(120)]
    many = samples.read(
        other, samples.as_csv([*rows, *wrong, samples.sale(made, document_no="P", taxable_value=1)])
    )
    after = queries(client, "manufacturer:registers"), queries(client, "manufacturer:register", many.pk)
    assert after[0] == before[0]
    assert after[1] <= before[1]
    assert before[0] <= 12
    assert before[1] <= 20


def test_templates_can_be_read_back(made, enter) -> None:
    client = enter(made.preparer)
    for kind in ("sales", "assets"):
        content = client.get(reverse("manufacturer:register_template", args=[kind])).content
        register = samples.read(
            made, content.replace(b"07ZZZCR0001R1ZQ", made.company.gstin.encode()), kind=kind
        )
        assert (register.state, register.rows_good, samples.problems(register)) == ("ready", 1, [])
    assert client.get(reverse("manufacturer:register_template", args=["oxide"])).status_code == 404


def test_an_asset_register_shows_its_lines(made, enter) -> None:
    register = samples.read(
        made, samples.as_assets([samples.asset(), samples.asset(head="fun", line_no=2)]), kind="assets"
    )
    text = page_text(enter(made.preparer), "manufacturer:register", register.pk)
    assert "Strip casting furnace" in text
    assert "this one will be disallowed" in text
    exported = enter(made.preparer).get(reverse("manufacturer:register_lines_csv", args=[register.pk]))
    assert "11800000.00,10000000.00" in b"".join(exported.streaming_content).decode()
