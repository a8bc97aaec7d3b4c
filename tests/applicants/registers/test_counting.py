"""How lines are treated and what they count (rule 10.0), and that the engine counts a register the same way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from applicants.registers.lines import digest_of
from applicants.selectors import counted_totals, counting_facts
from applicants.selectors.registers import treatment_sums
from schemes.rules import compute
from schemes.terms import book_of, current_version
from tests import factories
from tests.applicants.registers import samples

OWN_OTHER_STATE = factories.gstin_of(samples.PAN, "27")
TREATED: dict[str, tuple[dict[str, str], str]] = {
    "sale": (samples.sale(), "counted"),
    "cancelled without a weight": (samples.sale(status="cancelled", quantity="0", unit="NOS"), "cancelled"),
    "to the same PAN": (samples.sale(buyer_gstin=OWN_OTHER_STATE), "stock_transfer"),
    "another product in pieces": (
        samples.sale(hsn="84831099", unit="NOS", quantity="3"),
        "not_eligible_product",
    ),
    "another product without quantity": (
        samples.sale(hsn="9987", unit="", quantity=""),
        "not_eligible_product",
    ),
    "six digits": (samples.sale(hsn="850511"), "not_eligible_product"),
    "spaced tariff code": (samples.sale(hsn="8505 11 90"), "counted"),
    "related, no price": (samples.sale(related_party="Y"), "price_evidence_missing"),
    "related, certified": (samples.sale(related_party="y", certified_price="5000"), "counted"),
    "export": (samples.export(), "counted"),
    "consumer": (samples.sale(supply_type="B2C", buyer_gstin=""), "counted"),
    "deemed export": (samples.sale(supply_type="DEXP"), "counted"),
}


@pytest.mark.parametrize("name", TREATED)
def test_a_line_gets_its_treatment(tmp_path: Path, name: str) -> None:
    row, treatment = TREATED[name]
    found = samples.check(tmp_path, samples.as_csv([row]))
    assert found.errors == []
    line = found.lines[0]
    assert line.treatment == treatment
    assert (treatment == "counted") == bool(line.counted_grams)


def test_a_line_before_commissioning_is_outside_the_window(tmp_path: Path) -> None:
    row = samples.sale(document_date="14-01-2029")
    found = samples.check(tmp_path, samples.as_csv([row]), surroundings=samples.around("2028-29"))
    assert [line.treatment for line in found.lines] == ["outside_window"]


@pytest.mark.parametrize(
    ("row", "grams", "mils"),
    [
        (samples.sale(), 1_000_000, 559_000_000_000),
        (samples.note(), -100_000, -56_000_000_000),
        (samples.note(note_reason="SHORT"), -100_000, -56_000_000_000),
        (samples.note(note_reason="PRICE", quantity="0"), 0, -56_000_000_000),
        (samples.note(note_reason="OTHER"), 0, -56_000_000_000),
        (samples.note(kind="DBN", note_reason="PRICE", quantity=""), 0, 56_000_000_000),
        (samples.sale(related_party="Y", certified_price="5000.33"), 1_000_000, 500_033_000_000),
        (samples.sale(related_party="Y", certified_price="9999"), 1_000_000, 559_000_000_000),
        (samples.sale(related_party="Y", certified_price="5000.33", quantity="0.333"), 333, 166_510_989),
    ],
)
def test_a_line_counts_to_the_thousandth_of_a_paisa(
    tmp_path: Path, row: dict[str, str], grams: int, mils: int
) -> None:
    line = samples.check(tmp_path, samples.as_csv([row])).lines[0]
    assert (line.counted_grams, line.counted_millipaise) == (grams, mils)


def test_a_note_belongs_to_the_year_of_the_first_invoice_it_names(tmp_path: Path) -> None:
    row = samples.note(
        document_date="05-05-2030", refers_to_no="A/1; A/2", refers_to_date="31-03-2030; 01-04-2030"
    )
    line = samples.check(tmp_path, samples.as_csv([row])).lines[0]
    assert (line.supply_date, line.refers_to_date) == ("2030-03-31", "2030-03-31")
    assert (line.refers_to_no, line.refers_to_dates) == ("A/1; A/2", "2030-03-31; 2030-04-01")


@pytest.mark.parametrize(
    ("taxable", "shown"),
    [
        ("2009999.99", "a price between ₹ 2,000.00 and ₹ 20,000.00 a kilogram; this line's is ₹ 1,999.99."),
        ("20010000.01", "a price between ₹ 2,000.00 and ₹ 20,000.00 a kilogram; this line's is ₹ 20,000.00."),
        ("2010000.00", ""),
        ("20010000.00", ""),
    ],
)
def test_a_price_outside_the_band_is_a_warning(tmp_path: Path, taxable: str, shown: str) -> None:
    found = samples.check(tmp_path, samples.as_csv([samples.sale(taxable_value=taxable)]))
    assert (found.errors, len(found.lines)) == ([], 1)
    assert [said.removesuffix(" It stays: check it") for *_rest, said in found.warnings] == (
        [shown] if shown else []
    )


def test_a_book_without_a_band_warns_of_no_price(tmp_path: Path) -> None:
    row = samples.as_csv([samples.sale(taxable_value="20000.00")])
    assert samples.check(tmp_path, row, surroundings=samples.around(band=False)).warnings == []


in_database = pytest.mark.django_db


@in_database
def test_the_engine_counts_a_register_again_to_the_same_figures() -> None:
    made = factories.awarded_unit(phases={dt.date(2029, 6, 1): 450, dt.date(2029, 10, 1): 900})
    own = factories.gstin_of(made.manufacturer.pan, "27")
    rows = [
        samples.sale(made),
        samples.sale(made, document_no="W/1", document_date="31-05-2029"),
        samples.sale(made, document_no="W/2", document_date="01-06-2029"),
        samples.note(made, refers_to_no="W/2", refers_to_date="01-06-2029"),
        samples.note(
            made,
            "DBN",
            document_no="D/1",
            note_reason="PRICE",
            quantity="",
            refers_to_no="",
            refers_to_date="",
        ),
        samples.export(made, document_no="E/1", document_date="01-12-2029"),
        samples.sale(made, document_no="T/1", buyer_gstin=own, document_date="01-12-2029"),
        samples.sale(
            made, document_no="R/1", related_party="Y", certified_price="5000.33", document_date="2030-03-31"
        ),
        samples.sale(made, document_no="R/2", related_party="Y", document_date="2030-03-31"),
        samples.sale(made, document_no="S/1", hsn="8505", document_date="2030-03-31"),
        samples.sale(made, document_no="X/1", status="CANCELLED", document_date="2030-03-31"),
        samples.sale(
            made, document_no="P/1", hsn="72044900", unit="NOS", quantity="5", document_date="2030-03-31"
        ),
    ]
    register = samples.read(made, samples.as_csv(rows))
    assert samples.problems(register) == []
    version = current_version(factories.BOOK)
    assert version is not None
    facts = {"schema": "repm.facts/1", "scheme": factories.BOOK, **counting_facts(register)}
    result = compute(facts, book_of(version))
    lines = list(register.lines.order_by("row"))
    assert [line["treatment"] for line in result["lines"]] == [line.treatment for line in lines]
    totals = counted_totals(register)
    assert result["years"] == [
        {
            "fy": "2029-30",
            "sold_kg": totals.sold_kg,
            "net_sales_turnover": format(totals.millipaise / 10**5, ".2f"),
        }
    ]
    assert (totals.sold_grams, totals.millipaise) == (register.sold_grams, register.value_millipaise)
    assert totals.lines_by_treatment == {
        "cancelled": 1,
        "stock_transfer": 1,
        "not_eligible_product": 2,
        "outside_window": 2,
        "price_evidence_missing": 1,
        "counted": 5,
    }
    assert register.digest == digest_of(register)


@in_database
def test_totals_up_to_a_quarters_end_leave_later_supplies_out() -> None:
    made = factories.awarded_unit()
    rows = [
        samples.sale(made, document_no=f"Q/{month}", document_date=f"2029-{month:02d}-30", quantity=month)
        for month in (6, 9, 12)
    ]
    register = samples.read(made, samples.as_csv(rows))
    assert counted_totals(register, dt.date(2029, 9, 30)).sold_kg == "15.000"
    assert counted_totals(register).sold_kg == "27.000"
    assert [d["number"] for d in counting_facts(register, dt.date(2029, 6, 30))["documents"]] == ["Q/6"]


@in_database
def test_warnings_across_rows_name_unknown_invoices_and_credit_beyond_them() -> None:
    made = factories.awarded_unit()
    rows = [
        samples.note(made, document_no="C/0"),
        samples.sale(made),
        samples.note(made, document_no="C/1", refers_to_no="a/1", taxable_value="5000000"),
        samples.note(made, document_no="C/2", taxable_value="560000"),
        samples.note(
            made, document_no="C/3", refers_to_no="A/1; Z/9", refers_to_date="15-05-2029; 15-05-2029"
        ),
        samples.note(made, "DBN", document_no="D/1", refers_to_no="Z/8"),
        samples.note(made, document_no="C/4", status="CANCELLED", refers_to_no="Z/7"),
        samples.note(made, document_no="C/5", refers_to_no="", refers_to_date=""),
    ]
    register = samples.read(made, samples.as_csv(rows))
    unknown = "an invoice in this register; the agency will ask about a note to an unknown one"
    beyond = (
        "credit notes of at most the invoice's taxable value ₹ 56,00,000.00; together they are ₹ 61,20,000.00"
    )
    assert samples.problems(register) == []
    assert samples.problems(register, "warning") == [
        (5, "taxable_value", "5,60,000.00", beyond),
        (6, "refers_to_no", "A/1; Z/9", unknown),
        (7, "refers_to_no", "Z/8", unknown),
    ]


@in_database
def test_sums_by_treatment_show_counted_lines_as_counted_and_others_as_documented() -> None:
    made = factories.awarded_unit()
    rows = [
        samples.sale(made),
        samples.note(made),
        samples.sale(made, document_no="X/1", status="CANCELLED"),
        samples.note(made, document_no="X/2", status="CANCELLED", refers_to_no="X/1"),
    ]
    sums = treatment_sums(samples.read(made, samples.as_csv(rows)))
    assert [(row.code, row.lines, row.grams, row.paise) for row in sums] == [
        ("counted", 2, 900_000, 503_000_000),
        ("cancelled", 2, 900_000, 503_000_000),
    ]
    assert str(sums[0].badge[0]) == "Counted"
