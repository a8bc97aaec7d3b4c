"""Small sales registers, right and wrong, each with exactly what comes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from applicants.registers.lines import Digest
from applicants.registers.template import SALES
from applicants.registers.unreadable import Unreadable, sentence
from tests.applicants.registers import samples
from tests.factories import gstin_of

Row = dict[str, str]
Build = Callable[[], bytes]


def one(**changes: object) -> Build:
    """A file of one invoice with something else in it."""
    return lambda: samples.as_csv([samples.sale(**changes)])


def a_note(kind: str = "CRN", **changes: object) -> Build:
    """A file of one note with something else in it."""
    return lambda: samples.as_csv([samples.note(kind=kind, **changes)])


def an_export(**changes: object) -> Build:
    """A file of one export with something else in it."""
    return lambda: samples.as_csv([samples.export(**changes)])


GSTIN_SHAPE = "a GSTIN: 15 characters, state, PAN, serial, Z, check digit"
DATE = "a date of the calendar, DD-MM-YYYY or YYYY-MM-DD"
NUMBER = "a figure such as 1234.50 or 1,23,456.00"
NEGATIVE = "a figure that is not negative; a note's type gives the sign"
EXPONENT = "the figure written out, without an exponent"
DOCUMENT = "1 to 16 letters A to Z, digits, hyphens and slashes"
LINE = "a line number from 1, without decimals"
REASONS = "RETURN, SHORT, PRICE, DISCOUNT, OTHER"
WRONG: dict[str, tuple[Build, list[tuple[str, str, str]]]] = {
    "buyer's check digit": (
        one(buyer_gstin=samples.BUYER[:14] + "?"),
        [
            (
                "buyer_gstin",
                samples.BUYER[:14] + "?",
                f"{samples.BUYER[14]} as the last character, if the others are right",
            )
        ],
    ),
    "buyer's shape": (one(buyer_gstin="21AB"), [("buyer_gstin", "21AB", GSTIN_SHAPE)]),
    "buyer of State 00": (
        one(buyer_gstin="00" + samples.BUYER[2:]),
        [("buyer_gstin", "00" + samples.BUYER[2:], GSTIN_SHAPE)],
    ),
    "no buyer": (
        one(buyer_gstin=""),
        [("buyer_gstin", "", "the buyer's GSTIN, since the supply type is B2B")],
    ),
    "consumer with a GSTIN": (
        one(supply_type="B2C"),
        [("buyer_gstin", samples.BUYER, "nothing or URP, since the supply type is B2C")],
    ),
    "no seller": (one(seller_gstin=""), [("seller_gstin", "", "a value")]),
    "seller's check digit": (
        one(seller_gstin="07ZZZCR0001R1ZX"),
        [("seller_gstin", "07ZZZCR0001R1ZX", "Q as the last character, if the others are right")],
    ),
    "document type": (one(document_type="BOS"), [("document_type", "BOS", "one of INV, DBN, CRN")]),
    "status": (one(status=""), [("status", "", "one of ACTIVE, CANCELLED")]),
    "supply type": (one(supply_type="LOCAL"), [("supply_type", "LOCAL", "one of B2B, SEZ, DEXP, EXP, B2C")]),
    "document number too long": (one(document_no="A" * 17), [("document_no", "A" * 17, DOCUMENT)]),
    "document number with a space": (one(document_no="A 1"), [("document_no", "A 1", DOCUMENT)]),
    "document number in Hindi": (one(document_no="क/1"), [("document_no", "क/1", DOCUMENT)]),
    "no document number": (one(document_no=""), [("document_no", "", "a value")]),
    "line number 0": (one(line_no="0"), [("line_no", "0", LINE)]),
    "line number with decimals": (one(line_no="1.0"), [("line_no", "1.0", LINE)]),
    "American date": (one(document_date="05-15-2029"), [("document_date", "05-15-2029", DATE)]),
    "date with slashes": (one(document_date="15/05/2029"), [("document_date", "15/05/2029", DATE)]),
    "30 February": (one(document_date="2030-02-30"), [("document_date", "2030-02-30", DATE)]),
    "no date": (one(document_date=""), [("document_date", "", "a value")]),
    "year before": (
        one(document_date="31-03-2029"),
        [("document_date", "31-03-2029", "a supply date in 2029-30; 31-03-2029 lies in 2028-29")],
    ),
    "year after": (
        one(document_date="2030-04-01"),
        [("document_date", "2030-04-01", "a supply date in 2029-30; 01-04-2030 lies in 2030-31")],
    ),
    "note to an invoice of another year": (
        a_note(refers_to_date="31-03-2029"),
        [("refers_to_date", "31-03-2029", "a supply date in 2029-30; 31-03-2029 lies in 2028-29")],
    ),
    "tariff code": (one(hsn="8505119"), [("hsn", "8505119", "a tariff code of 4, 6 or 8 digits")]),
    "pieces without a weight": (
        one(unit="NOS", quantity="500"),
        [
            (
                "unit",
                "NOS",
                "KGS, MTS or GMS: the part master has no net weight for the part M-42, so its pieces can't be weighed",
            )
        ],
    ),
    "unknown unit": (one(unit="BOX"), [("unit", "BOX", "KGS, MTS or GMS")]),
    "no unit": (one(unit=""), [("unit", "", "a value")]),
    "no quantity": (one(quantity=""), [("quantity", "", "a value")]),
    "no kilograms": (one(quantity="0.000"), [("quantity", "0.000", "kilograms above 0, since goods moved")]),
    "negative kilograms": (one(quantity="-5"), [("quantity", "-5", NEGATIVE)]),
    "kilograms with an exponent": (one(quantity="1e3"), [("quantity", "1e3", EXPONENT)]),
    "four decimals of a kilogram": (one(quantity="1.0005"), [("quantity", "1.0005", "at most 3 decimals")]),
    "part of a gram": (one(unit="GMS", quantity="10.5"), [("quantity", "10.5", "at most 0 decimals")]),
    "words for a figure": (one(quantity="ten"), [("quantity", "ten", NUMBER)]),
    "figures of another script": (one(quantity="१०"), [("quantity", "१०", NUMBER)]),
    "value with an exponent": (one(taxable_value="5.6E+06"), [("taxable_value", "5.6E+06", EXPONENT)]),
    "negative value": (
        one(taxable_value="-1,00,000.00", freight_insurance="0"),
        [("taxable_value", "-1,00,000.00", NEGATIVE)],
    ),
    "three decimals of a rupee": (
        one(taxable_value="5600000.005"),
        [("taxable_value", "5600000.005", "at most 2 decimals")],
    ),
    "wrong grouping": (one(taxable_value="56,00,00.00"), [("taxable_value", "56,00,00.00", NUMBER)]),
    "decimal comma": (one(taxable_value="5600000,00"), [("taxable_value", "5600000,00", NUMBER)]),
    "rupee sign": (one(taxable_value="₹5600000"), [("taxable_value", "₹5600000", NUMBER)]),
    "value beyond all": (
        one(taxable_value="1000000000000.00"),
        [("taxable_value", "1000000000000.00", "at most 12 digits before the point")],
    ),
    "freight above the value": (
        one(freight_insurance="5600000.01"),
        [
            (
                "freight_insurance",
                "5600000.01",
                "at most the taxable value 56,00,000.00, in which it is included",
            )
        ],
    ),
    "related party unsaid": (one(related_party=""), [("related_party", "", "one of Y, N")]),
    "certified price of nothing": (
        one(related_party="Y", certified_price="0"),
        [("certified_price", "0", "a figure above 0")],
    ),
    "invoice with a reason": (
        one(note_reason="PRICE"),
        [("note_reason", "PRICE", "nothing, since it is an invoice")],
    ),
    "invoice that refers": (
        one(refers_to_no="A/0", refers_to_date="01-05-2029"),
        [("refers_to_no", "A/0", "nothing: only a note refers to an invoice")],
    ),
    "credit note without a reason": (
        a_note(note_reason=""),
        [("note_reason", "", f"one of {REASONS}, since it is a credit note")],
    ),
    "unknown reason": (a_note(note_reason="GIFT"), [("note_reason", "GIFT", f"one of {REASONS}")]),
    "return of no goods": (a_note(quantity="0"), [("quantity", "0", "kilograms above 0, since goods moved")]),
    "discount with kilograms": (
        a_note(note_reason="DISCOUNT"),
        [("quantity", "100.000", "0 or nothing: a note of DISCOUNT moves no goods")],
    ),
    "negative note": (a_note(taxable_value="-560000"), [("taxable_value", "-560000", NEGATIVE)]),
    "reference without a date": (
        a_note(refers_to_date=""),
        [("refers_to_date", "", "a date for each document referred to, several parted by semicolons")],
    ),
    "two references, one date": (
        a_note(refers_to_no="A/1; A/2"),
        [
            (
                "refers_to_date",
                "15-05-2029",
                "a date for each document referred to, several parted by semicolons",
            )
        ],
    ),
    "note before its invoice": (
        a_note(document_date="14-05-2029"),
        [("refers_to_date", "15-05-2029", "a date not after the note's own, 14-05-2029")],
    ),
    "export without papers": (
        an_export(currency="", fx_rate="", shipping_bill_no="", shipping_bill_date=""),
        [
            (column, "", "a value, since the supply is an export")
            for column in ("currency", "fx_rate", "shipping_bill_no", "shipping_bill_date")
        ],
    ),
    "unknown currency": (
        an_export(currency="US$"),
        [("currency", "US$", "a currency of three letters, such as USD")],
    ),
    "rate of nothing": (an_export(fx_rate="0.00"), [("fx_rate", "0.00", "a figure above 0")]),
    "IRN": (one(irn="abc"), [("irn", "abc", "an IRN of 64 digits and letters a to f")]),
    "e-way bill": (
        one(eway_bill_no="12345"),
        [("eway_bill_no", "12345", "an e-way bill number of 12 digits")],
    ),
    "buyer's name too long": (
        one(buyer_name="N" * 121),
        [("buyer_name", "N" * 121, "at most 120 characters")],
    ),
    "control character": (one(part_no="M\x07"), [("part_no", "M\x07", "text without control characters")]),
    "three things at once": (
        one(document_no="", quantity="x", status="OPEN"),
        [
            ("document_no", "", "a value"),
            ("status", "OPEN", "one of ACTIVE, CANCELLED"),
            ("quantity", "x", NUMBER),
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_comes_back_by_row_column_given_and_expected(tmp_path: Path, name: str) -> None:
    build, expected = WRONG[name]
    good = samples.as_csv([samples.sale(document_no="G/1")]).split(b"\r\n")[1]
    found = samples.check(tmp_path, build() + good)
    assert found.errors == [(2, *problem) for problem in expected]
    assert [(line.row, line.document_no) for line in found.lines] == [(3, "G/1")]


def test_a_sellers_gstin_of_another_company_is_named(tmp_path: Path) -> None:
    other = gstin_of("ZZZCX0001X")
    found = samples.check(tmp_path, samples.as_csv([samples.sale(other)]))
    expected = f"a GSTIN of the unit's holder: {samples.SELLER}"
    assert found.errors == [(2, "seller_gstin", other, expected)]


def test_a_gstin_counts_only_while_it_is_in_force(tmp_path: Path) -> None:
    ended = replace(samples.around(), sellers={samples.SELLER: (None, dt.date(2029, 5, 14))})
    found = samples.check(tmp_path, samples.as_csv([samples.sale()]), surroundings=ended)
    expected = "a document dated … – 14-05-2029, when this GSTIN was in force"
    assert found.errors == [(2, "seller_gstin", samples.SELLER, expected)]


def test_a_duplicate_names_the_first_row_and_the_first_stays(tmp_path: Path) -> None:
    rows = [samples.sale(document_no="A/7"), samples.sale(document_no="a/7", quantity="5")]
    found = samples.check(tmp_path, samples.as_csv(rows))
    expected = "a document line used once; row 2 is the same line"
    assert found.errors == [(3, "document_no", "INV a/7, 1", expected)]
    assert found.grams == 1_000_000


@pytest.mark.parametrize(
    "changes",
    [{"line_no": "2"}, {"document_type": "DBN"}, {"document_no": "A/71"}],
    ids=["line", "type", "number"],
)
def test_another_line_type_or_number_is_no_duplicate(tmp_path: Path, changes: Row) -> None:
    rows = [samples.sale(document_no="A/7"), samples.sale(**{"document_no": "A/7", **changes})]
    assert samples.check(tmp_path, samples.as_csv(rows)).errors == []


def test_a_corrected_row_behind_its_wrong_one_stands(tmp_path: Path) -> None:
    rows = [samples.sale(quantity="x"), samples.sale()]
    found = samples.check(tmp_path, samples.as_csv(rows))
    assert [(row, column) for row, column, *_rest in found.errors] == [(2, "quantity")]
    assert len(found.lines) == 1


def test_a_figure_that_breaks_the_row_says_how_to_write_it(tmp_path: Path) -> None:
    text = samples.as_text([samples.sale()]).replace("5600000.00", "56,00,000.00")
    found = samples.check(tmp_path, text.encode())
    row, column, given, expected = found.errors[0]
    assert (row, column, given) == (2, "row", "31")
    assert (
        expected
        == "29 cells as in the heading; a figure such as 1,23,456.00 needs quotation marks between commas"
    )


def text_of(**options: str) -> str:
    """Two rows, one with a letter beyond ASCII."""
    rows = [samples.sale(buyer_name="Société Générale"), samples.sale(document_no="A/2")]
    return samples.as_text(rows, **options)


VALID: dict[str, tuple[Build, str, str]] = {
    "UTF-8": (lambda: text_of().encode(), "utf-8", ","),
    "UTF-8 with a mark": (lambda: text_of().encode("utf-8-sig"), "utf-8-sig", ","),
    "UTF-16": (lambda: text_of().encode("utf-16"), "utf-16", ","),
    "UTF-16 big end first": (lambda: b"\xfe\xff" + text_of().encode("utf-16-be"), "utf-16", ","),
    "Windows-1252": (lambda: text_of().encode("cp1252"), "cp1252", ","),
    "semicolons": (lambda: text_of(delimiter=";").encode(), "utf-8", ";"),
    "tabs": (lambda: text_of(delimiter="\t").encode(), "utf-8", "\t"),
    "a spreadsheet's hint": (lambda: b"sep=;\r\n" + text_of(delimiter=";").encode(), "utf-8", ";"),
    "old line ends": (lambda: text_of().replace("\r\n", "\r").encode(), "utf-8", ","),
    "no line end at the end": (lambda: text_of().rstrip().encode(), "utf-8", ","),
    "spaces around cells": (lambda: text_of().replace(",", " , ").encode(), "utf-8", ","),
    "headings in capitals with spaces": (
        lambda: text_of().replace("taxable_value", "Taxable Value (₹)").replace("hsn", "HSN Code").encode(),
        "utf-8",
        ",",
    ),
    "columns in another order": (
        lambda: text_of(columns=SALES.columns[::-1]).encode(),  # type: ignore[arg-type]
        "utf-8",
        ",",
    ),
}


@pytest.mark.parametrize("name", VALID)
def test_a_file_is_read_however_it_is_written(tmp_path: Path, name: str) -> None:
    build, encoding, delimiter = VALID[name]
    found = samples.check(tmp_path, build())
    assert found.errors == []
    assert (found.source.encoding, found.source.delimiter) == (encoding, delimiter)
    assert (len(found.lines), found.grams) == (2, 2_000_000)
    assert {line.buyer_name for line in found.lines} == {
        "Société Générale",
        "Motors of Example",
    }


def test_the_same_lines_have_the_same_digest_however_they_are_written(tmp_path: Path) -> None:
    digests = set()
    for name in ("UTF-8", "UTF-16", "Windows-1252", "semicolons", "columns in another order"):
        digest = Digest()
        digest.add(samples.check(tmp_path, VALID[name][0]()).lines)
        digests.add(digest.hexdigest)
    assert len(digests) == 1


def test_blank_lines_keep_the_senders_row_numbers(tmp_path: Path) -> None:
    lines = samples.as_text([samples.sale(), samples.sale(document_no="A/2", hsn="x")]).splitlines()
    text = "\r\n".join([lines[0], "", lines[1], "," * 28, "   ", lines[2], "", ""])
    found = samples.check(tmp_path, text.encode())
    assert [line.row for line in found.lines] == [3]
    assert [row for row, *_rest in found.errors] == [6]
    assert len(found.lines) == 1


@pytest.mark.parametrize(
    ("given", "grams"),
    [
        ("1,23,456.500", 123_456_500),
        ("123,456.5", 123_456_500),
        ("123456.5", 123_456_500),
        ("0.001", 1),
        ("7.1230", 7123),
    ],
)
def test_kilograms_are_read_exactly_however_they_are_grouped(tmp_path: Path, given: str, grams: int) -> None:
    found = samples.check(tmp_path, samples.as_csv([samples.sale(quantity=given)]))
    assert found.grams == grams


@pytest.mark.parametrize(
    ("unit", "quantity", "grams"),
    [("KGS", "1.5", 1500), ("mts", "1.234567", 1_234_567), ("GMS", "1,234", 1234)],
)
def test_units_of_weight_become_grams(tmp_path: Path, unit: str, quantity: str, grams: int) -> None:
    found = samples.check(tmp_path, samples.as_csv([samples.sale(unit=unit, quantity=quantity)]))
    assert found.grams == grams


def test_a_workbook_is_read_with_its_dates_and_figures(tmp_path: Path) -> None:
    sale = samples.sale()
    cells: list[object] = [sale.get(column, "") for column in SALES.columns]
    place = SALES.columns.index
    cells[place("document_date")] = dt.date(2029, 5, 15)
    cells[place("quantity")] = 1000.1
    cells[place("taxable_value")] = 5_600_000.1
    cells[place("line_no")] = 1
    cells[place("hsn")] = 85051190
    table = [[], list(SALES.columns), [], cells]
    found = samples.check(tmp_path, samples.as_xlsx(table))
    assert found.errors == []
    line = found.lines[0]
    assert (line.row, line.line_no, line.document_date) == (4, 1, "2029-05-15")
    assert (line.grams, line.taxable_paise, line.hsn) == (1_000_100, 560_000_010, "85051190")
    assert found.source.encoding == "xlsx"


TODO = " Save it again without a password, or as CSV, and choose it once more."
UNREADABLE: dict[str, tuple[Build, str]] = {
    "heading alone": (
        lambda: ",".join(SALES.columns).encode(),
        "The file has a heading and no rows. Given: 0. Expected: at least one row under the heading.",
    ),
    "missing column": (
        lambda: samples.as_csv([samples.sale()], columns=[c for c in SALES.columns if c != "taxable_value"]),
        (
            "The heading lacks the column taxable_value. Expected: the columns of the template in the first line."
            " Add what is missing, or copy your rows into the template."
        ),
    ),
    "column twice": (
        lambda: samples.as_csv([samples.sale()], columns=["hsn", *SALES.columns]),
        "The column hsn stands twice in the heading. Given: "
        + ", ".join(["hsn", *SALES.columns])[:100]
        + ". Expected: every column once.",
    ),
    "blank lines alone": (
        lambda: b"\r\n\r\n ,,\r\n",
        (
            "The heading lacks the column seller_gstin, document_type, document_no, line_no, document_date, status,"
            " supply_type, buyer_gstin, hsn, quantity, unit, taxable_value, freight_insurance, related_party. Expected:"
            " the columns of the template in the first line. Add what is missing, or copy your rows into the template."
        ),
    ),
    "quotation mark left open": (
        lambda: samples.as_csv([samples.sale()]) + b'07,"never closed\r\n',
        (
            "The file stops making sense at line 3: a quotation mark is not closed there, or a cell is too long."
            " Given: unexpected end of data. Expected: cells parted by one separator, quotation marks in pairs."
        ),
    ),
    "cell too long": (
        lambda: samples.as_csv([samples.sale(buyer_name="N" * 40_000)]),
        (
            "A cell in row 2 is too long; is a quotation mark not closed? Given: 40,000."
            " Expected: at most 32,767 characters."
        ),
    ),
    "no encoding": (
        lambda: samples.as_csv([samples.sale(buyer_name="Soc")]).replace(b"Soc", b"\x81\xff"),
        (
            "The file can't be read as text. Given: 0x81. Expected: UTF-8, UTF-16 or Windows-1252."
            " Save it again as “CSV UTF-8” and choose it once more."
        ),
    ),
    "half a character of UTF-16": (
        lambda: text_of().encode("utf-16")[:-1],
        (
            "The file can't be read as text. Given: 0x0a. Expected: UTF-8, UTF-16 or Windows-1252."
            " Save it again as “CSV UTF-8” and choose it once more."
        ),
    ),
    "binary behind the first block": (
        lambda: samples.as_csv([samples.sale()]) + b"x" * 5000 + b"\x00\x01",
        "This is not a text file, whatever its name says. Given: binary data. Expected: CSV text or an XLSX workbook.",
    ),
    "archive that is no workbook": (
        lambda: samples.as_zip({"sales.csv": samples.as_csv([samples.sale()])}),
        "The workbook can't be opened. Given: an archive that is no XLSX workbook. Expected: CSV text, or an XLSX"
        " workbook without a password." + TODO,
    ),
    "workbook with macros": (
        lambda: samples.as_zip({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}),
        (
            "The workbook has macros. Given: vbaProject.bin. Expected: an XLSX workbook without macros."
            " Save it as “Excel Workbook (.xlsx)” and choose it once more."
        ),
    ),
    "workbook that unpacks past the limit": (
        lambda: samples.as_zip({"xl/workbook.xml": b"0" * (151 * 1024 * 1024)}),
        (
            "The workbook unpacks past the limit. Given: 151 MB. Expected: at most 150 MB."
            " Save it as CSV and choose that."
        ),
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_in_one_sentence(tmp_path: Path, name: str) -> None:
    build, expected = UNREADABLE[name]
    with pytest.raises(Unreadable) as refused:
        samples.check(tmp_path, build())
    assert sentence(refused.value) == expected
    assert refused.value.where == "file"


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="The workbook can't be opened"):
        samples.check(tmp_path, samples.as_zip({"xl/workbook.xml": b"not xml"}))


def test_more_rows_than_two_million_are_refused(tmp_path: Path) -> None:
    content = samples.as_csv([samples.sale()]) + b"\r\n" * 1_999_999 + b"late,row\r\n"
    with pytest.raises(Unreadable, match="The file has too many rows"):
        samples.check(tmp_path, content)
