"""Small asset registers, right and wrong, each with exactly what comes of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from applicants.registers.template import ASSETS
from applicants.registers.unreadable import Unreadable, sentence
from tests.applicants.registers import samples

Problems = list[tuple[str, str, str]]

DATE = "a date of the calendar, DD-MM-YYYY or YYYY-MM-DD"
NEGATIVE = "a figure that is not negative; a note's type gives the sign"
WRONG: dict[str, tuple[dict[str, str], Problems]] = {
    "no asset number": ({"asset_no": ""}, [("asset_no", "", "a value")]),
    "no head": ({"head": ""}, [("head", "", "a value")]),
    "head in no letters": (
        {"head": "9 furnaces!"},
        [("head", "9 furnaces!", "a head in small letters, such as plant_machinery")],
    ),
    "no supplier": ({"supplier": ""}, [("supplier", "", "a value")]),
    "supplier's check digit": (
        {"supplier_gstin": "07ZZZCR0001R1ZA"},
        [("supplier_gstin", "07ZZZCR0001R1ZA", "Q as the last character, if the others are right")],
    ),
    "no invoice": ({"invoice_no": ""}, [("invoice_no", "", "a value")]),
    "line number": ({"line_no": "first"}, [("line_no", "first", "a line number from 1, without decimals")]),
    "invoice date": ({"invoice_date": "2027/06/01"}, [("invoice_date", "2027/06/01", DATE)]),
    "no gross value": ({"gross": ""}, [("gross", "", "a value")]),
    "gross with an exponent": (
        {"gross": "1.18e7"},
        [("gross", "1.18e7", "the figure written out, without an exponent")],
    ),
    "tax above the gross value": (
        {"recoverable_tax": "11800000.01"},
        [
            (
                "recoverable_tax",
                "11800000.01",
                "at most the gross value 1,18,00,000.00, in which it is included",
            )
        ],
    ),
    "negative credit": ({"credit_notes": "-1"}, [("credit_notes", "-1", NEGATIVE)]),
    "negative payment": ({"paid_to_date": "-5,000.00"}, [("paid_to_date", "-5,000.00", NEGATIVE)]),
    "paid in thirds": ({"paid_to_date": "100.333"}, [("paid_to_date", "100.333", "at most 2 decimals")]),
    "not incurred": ({"incurred_on": ""}, [("incurred_on", "", "a value")]),
    "capitalised on no day": ({"capitalised_on": "soon"}, [("capitalised_on", "soon", DATE)]),
    "put to use on no day": ({"put_to_use_on": "31-06-2027"}, [("put_to_use_on", "31-06-2027", DATE)]),
    "condition": ({"condition": "used"}, [("condition", "used", "new or second_hand")]),
    "no condition": ({"condition": ""}, [("condition", "", "new or second_hand")]),
    "related vendor": ({"related_vendor": "maybe"}, [("related_vendor", "maybe", "one of Y, N")]),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_asset_comes_back_by_row_column_given_and_expected(tmp_path: Path, name: str) -> None:
    changes, expected = WRONG[name]
    rows = [samples.asset(**changes), samples.asset(invoice_no="G/1")]
    found = samples.check(tmp_path, samples.as_assets(rows), kind="assets")
    assert found.errors == [(2, *problem) for problem in expected]
    assert [(line.row, line.invoice_no) for line in found.lines] == [(3, "G/1")]


def test_an_invoice_line_stands_once_by_supplier_invoice_and_line(tmp_path: Path) -> None:
    rows = [
        samples.asset(),
        samples.asset(asset_no="P-2", supplier="FURNACES  of example", invoice_no="f/1"),
        samples.asset(asset_no="P-3", line_no="2"),
        samples.asset(asset_no="P-4", supplier="Others"),
    ]
    found = samples.check(tmp_path, samples.as_assets(rows), kind="assets")
    expected = "a document line used once; row 2 is the same line"
    assert found.errors == [(3, "invoice_no", "f/1, 1", expected)]
    assert [line.asset_no for line in found.lines] == ["P-1", "P-3", "P-4"]


@pytest.mark.parametrize(
    ("figures", "paise"),
    [
        ({"gross": "118", "recoverable_tax": "18", "paid_to_date": "118"}, 10_000),
        ({"gross": "118", "recoverable_tax": "18", "paid_to_date": "60.25"}, 6_025),
        ({"gross": "118", "recoverable_tax": "18", "paid_to_date": "118", "credit_notes": "5.50"}, 9_450),
        ({"gross": "118", "recoverable_tax": "18", "paid_to_date": "118", "refundable_duty": "10"}, 9_000),
        ({"gross": "118", "recoverable_tax": "0", "paid_to_date": "118", "credit_notes": "200"}, 0),
        (
            {"gross": "1,18,00,000.00", "recoverable_tax": "0", "paid_to_date": "1,18,00,000.00"},
            1_180_000_000,
        ),
    ],
)
def test_counted_cost_is_what_was_paid_less_what_returns(
    tmp_path: Path, figures: dict[str, str], paise: int
) -> None:
    row = samples.asset(**{"gst": "0", "refundable_duty": "0", "credit_notes": "0", **figures})
    found = samples.check(tmp_path, samples.as_assets([row]), kind="assets")
    assert [line.counted_paise for line in found.lines] == [paise]


def test_a_head_the_book_does_not_have_stays_with_a_warning(tmp_path: Path) -> None:
    found = samples.check(tmp_path, samples.as_assets([samples.asset(head="Staff Canteen")]), kind="assets")
    assert [line.head for line in found.lines] == ["staff_canteen"]
    heads = "plant_machinery, research_development, technology_transfer, building, land, other"
    assert found.warnings == [
        (2, "head", "Staff Canteen", f"one of the book's heads: {heads}; this one will be disallowed")
    ]


def test_second_hand_is_read_however_it_is_written(tmp_path: Path) -> None:
    rows = [
        samples.asset(line_no=n, condition=c) for n, c in enumerate(("Second-hand", "SECOND HAND", "new"), 1)
    ]
    found = samples.check(tmp_path, samples.as_assets(rows), kind="assets")
    assert [line.condition for line in found.lines] == ["second_hand", "second_hand", "new"]


def test_optional_columns_may_be_absent(tmp_path: Path) -> None:
    columns = [column for column in ASSETS.columns if column in ASSETS.required]
    found = samples.check(tmp_path, samples.as_csv([samples.asset()], columns=columns), kind="assets")
    assert (found.errors, len(found.lines)) == ([], 1)
    assert found.lines[0].put_to_use_on is None


def test_a_workbook_of_assets_is_read(tmp_path: Path) -> None:
    cells: list[object] = [samples.asset().get(column, "") for column in ASSETS.columns]
    cells[ASSETS.columns.index("invoice_date")] = dt.date(2027, 6, 1)
    cells[ASSETS.columns.index("gross")] = 11_800_000
    found = samples.check(tmp_path, samples.as_xlsx([list(ASSETS.columns), cells]), kind="assets")
    assert (found.errors, found.source.encoding) == ([], "xlsx")
    assert (found.lines[0].invoice_date, found.lines[0].gross_paise) == ("2027-06-01", 1_180_000_000)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            samples.as_csv([samples.sale()]),
            "The heading lacks the column asset_no, head, supplier, invoice_no, invoice_date, gross,",
        ),
        (b"", "The file is empty (0 bytes). Given: 0. Expected: a file with rows."),
        (
            b"\x89PNG\r\n\x1a\n" + b"\x00" * 20,
            "This is not a register, whatever the file's name says. Given: image/png.",
        ),
    ],
    ids=["a sales register", "0 bytes", "a renamed PNG"],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    with pytest.raises(Unreadable) as refused:
        samples.check(tmp_path, content, kind="assets")
    assert sentence(refused.value).startswith(expected)
