"""Every refusal with its message: what field, what was given, what is expected."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemes.rules import Refused, compute, loads_strict
from tests.schemes.rules.examples import ASSET, BID, BOOK, DOCUMENT, WHOLE, changed, phase, whole

Path = tuple[str | int, ...]
SLI_UNIT = ("unit", "award_rate")
LADDER = "a capacity on the ladder: 600, 700, 800, 900, 1000, 1100, 1200 tonnes a year"
MONEY = 'rupees as text such as "1234.50": up to 15 digits, at most 2 decimals'
WEIGHT = 'kilograms as text such as "1234.500": up to 15 digits, at most 3 decimals'
RUPEES = 'whole rupees as text such as "1234": up to 15 digits, no sign, no decimals'
PERCENT = 'a percentage as text such as "85" or "9.25", at most 2 decimals, not negative'
DATE = 'a calendar date from 1900 to 2199 as text, "YYYY-MM-DD"'
INSTANT = 'a time with its zone as text, "YYYY-MM-DDTHH:MM:SSZ"'
GSTIN = "a GSTIN of 15 characters, such as 07ZZZCR0001R1ZQ"
KINDS = "counting, sales_linked, capital_subsidy, tranche, budget_round, recovery, selection"
SLI_KEYS = "claim, entitled_before, entitled_earlier_this_year, schema, scheme, unit, year_to_date"

TABLE: list[tuple[str, Path, Any, str]] = [
    # the envelope
    ("tranche", ("schema",), "repm.facts/2", "schema: given repm.facts/2; expected repm.facts/1"),
    ("tranche", ("schema",), ..., "schema: given nothing; expected repm.facts/1"),
    ("tranche", ("claim",), "bonus", f"claim: given bonus; expected one of {KINDS}"),
    ("tranche", ("claim",), ["tranche"], f'claim: given ["tranche"]; expected one of {KINDS}'),
    (
        "tranche",
        ("scheme",),
        "repm-7280",
        "scheme: given repm-7280; expected the book to compute with, repm-7350",
    ),
    ("tranche", ("scheme",), ..., "scheme: given nothing; expected this key"),
    (
        "tranche",
        ("scheme",),
        7350,
        "scheme: given 7350; expected the code of a scheme book, such as repm-7350",
    ),
    # keys
    ("sales_linked", ("bonus",), "1", f"bonus: given an unknown key; expected only the keys {SLI_KEYS}"),
    ("sales_linked", ("unit", "award_rate"), ..., "unit.award_rate: given nothing; expected this key"),
    (
        "capital_subsidy",
        ("unit", "window_to"),
        None,
        "unit.window_to: given an unknown key; expected only the keys award_date, capacity_mtpa, commissioned",
    ),
    ("sales_linked", ("unit",), [], "unit: given []; expected a JSON object"),
    ("sales_linked", ("unit", "commissioned"), {}, "unit.commissioned: given {}; expected a JSON list"),
    ("sales_linked", ("unit", "commissioned", 0), 1, "unit.commissioned[0]: given 1; expected a JSON object"),
    # amounts
    ("sales_linked", SLI_UNIT, 2100.0, f"unit.award_rate: given 2100.0; expected {MONEY}, not negative"),
    ("sales_linked", SLI_UNIT, 2100, f"unit.award_rate: given 2100; expected {MONEY}, not negative"),
    ("sales_linked", SLI_UNIT, "-1", f"unit.award_rate: given -1; expected {MONEY}, not negative"),
    ("sales_linked", SLI_UNIT, "2,100", f"unit.award_rate: given 2,100; expected {MONEY}, not negative"),
    (
        "sales_linked",
        SLI_UNIT,
        "2100.001",
        f"unit.award_rate: given 2100.001; expected {MONEY}, not negative",
    ),
    ("sales_linked", SLI_UNIT, "02100", f"unit.award_rate: given 02100; expected {MONEY}, not negative"),
    ("sales_linked", SLI_UNIT, "+2100", f"unit.award_rate: given +2100; expected {MONEY}, not negative"),
    ("sales_linked", SLI_UNIT, "2e3", f"unit.award_rate: given 2e3; expected {MONEY}, not negative"),
    ("sales_linked", SLI_UNIT, "2100\n", f'unit.award_rate: given "2100\\n"; expected {MONEY}, not negative'),
    (
        "sales_linked",
        SLI_UNIT,
        "1" * 16,
        f"unit.award_rate: given {'1' * 16}; expected {MONEY}, not negative",
    ),
    (
        "sales_linked",
        SLI_UNIT,
        "\u0968\u0967\u0966\u0966",
        f"unit.award_rate: given \u0968\u0967\u0966\u0966; expected {MONEY}, not negative",
    ),
    (
        "sales_linked",
        ("year_to_date", "sold_kg"),
        "1.0005",
        f"year_to_date.sold_kg: given 1.0005; expected {WEIGHT}",
    ),
    (
        "sales_linked",
        ("year_to_date", "net_sales_turnover"),
        None,
        f"year_to_date.net_sales_turnover: given null; expected {MONEY}",
    ),
    ("sales_linked", ("entitled_before",), "-5", f"entitled_before: given -5; expected {RUPEES}"),
    ("sales_linked", ("entitled_before",), "5.00", f"entitled_before: given 5.00; expected {RUPEES}"),
    (
        "sales_linked",
        ("entitled_earlier_this_year",),
        5,
        f"entitled_earlier_this_year: given 5; expected {RUPEES}",
    ),
    # the ladder, the ceiling, the dates
    ("sales_linked", ("unit", "capacity_mtpa"), 650, f"unit.capacity_mtpa: given 650; expected {LADDER}"),
    (
        "capital_subsidy",
        ("unit", "capacity_mtpa"),
        1300,
        f"unit.capacity_mtpa: given 1300; expected {LADDER}",
    ),
    (
        "sales_linked",
        ("unit", "capacity_mtpa"),
        "900",
        'unit.capacity_mtpa: given "900"; expected a JSON integer from 1 to 1000000000',
    ),
    (
        "sales_linked",
        ("unit", "capacity_mtpa"),
        True,
        "unit.capacity_mtpa: given true; expected a JSON integer from 1 to 1000000000",
    ),
    (
        "sales_linked",
        SLI_UNIT,
        "2150.01",
        "unit.award_rate: given 2150.01; expected a rate not above the ceiling of Rs 2,150 a kg",
    ),
    (
        "sales_linked",
        ("year_to_date", "period_end"),
        "2030-03-30",
        (
            "year_to_date.period_end: given 2030-03-30; expected the last day of a quarter: 30 June, 30 September, "
            "31 December or 31 March"
        ),
    ),
    (
        "sales_linked",
        ("year_to_date", "period_end"),
        "2030-02-30",
        "year_to_date.period_end: given 2030-02-30; expected a date that is in the calendar",
    ),
    (
        "sales_linked",
        ("year_to_date", "period_end"),
        "31-03-2030",
        f"year_to_date.period_end: given 31-03-2030; expected {DATE}",
    ),
    ("sales_linked", ("unit", "award_date"), 20270115, f"unit.award_date: given 20270115; expected {DATE}"),
    (
        "sales_linked",
        ("unit", "award_date"),
        "2025-03-31",
        "book.ladder: given 2025-03-31 in book repm-7350; expected a date on which a table is in force",
    ),
    (
        "sales_linked",
        ("unit", "window_to"),
        "2027-01-14",
        "unit.window_to: given 2027-01-14; expected a date on or after the award date 2027-01-15",
    ),
    (
        "sales_linked",
        ("unit", "commissioned"),
        [phase("2027-01-14")],
        "unit.commissioned[0].on: given 2027-01-14; expected a date on or after the award date 2027-01-15",
    ),
    (
        "sales_linked",
        ("unit", "commissioned"),
        [phase("2028-06-01", 600), phase("2028-06-01", 900)],
        "unit.commissioned[1].on: given 2028-06-01; expected a date after the phase before, 2028-06-01",
    ),
    (
        "sales_linked",
        ("unit", "commissioned"),
        [phase("2028-06-01", 600), phase("2029-06-01", 600)],
        (
            "unit.commissioned[1].capacity_mtpa: given 600; expected more than the phase before, 600: "
            "capacities are cumulative"
        ),
    ),
    # capital subsidy
    (
        "capital_subsidy",
        ("assets", 0, "condition"),
        "used",
        "assets[0].condition: given used; expected one of new, second_hand",
    ),
    (
        "capital_subsidy",
        ("assets", 0, "head"),
        "Plant & Machinery",
        (
            "assets[0].head: given Plant & Machinery; expected the name of a head, in small letters, "
            "such as plant_machinery"
        ),
    ),
    (
        "capital_subsidy",
        ("assets",),
        [ASSET, {**ASSET, "amount": "-1.00"}],
        f"assets[1].amount: given -1.00; expected {MONEY}, not negative",
    ),
    # counting
    (
        "counting",
        ("unit", "holder_pans"),
        ["ZZZCR0001"],
        "unit.holder_pans[0]: given ZZZCR0001; expected a PAN of 10 characters, such as ZZZCR0001R",
    ),
    (
        "counting",
        ("documents", 0, "type"),
        "BILL",
        "documents[0].type: given BILL; expected one of INV, DBN, CRN",
    ),
    (
        "counting",
        ("documents", 0, "line"),
        0,
        "documents[0].line: given 0; expected a JSON integer from 1 to 1000000000",
    ),
    (
        "counting",
        ("documents", 0, "number"),
        " ",
        'documents[0].number: given " "; expected text, not blank and without spaces at its ends',
    ),
    (
        "counting",
        ("documents", 0, "number"),
        "A\x001",
        "documents[0].number: given A\\x001; expected one line of text of at most 64 characters",
    ),
    (
        "counting",
        ("documents", 0, "status"),
        "ACT",
        "documents[0].status: given ACT; expected one of ACTIVE, CANCELLED",
    ),
    (
        "counting",
        ("documents", 0, "supply_type"),
        "SEWP",
        "documents[0].supply_type: given SEWP; expected one of B2B, SEZ, DEXP, EXP, B2C",
    ),
    (
        "counting",
        ("documents", 0, "seller_gstin"),
        "URP",
        f"documents[0].seller_gstin: given URP; expected {GSTIN}",
    ),
    (
        "counting",
        ("documents", 0, "buyer_gstin"),
        None,
        f"documents[0].buyer_gstin: given null; expected {GSTIN}, since the supply type is B2B",
    ),
    (
        "counting",
        ("documents", 0, "buyer_gstin"),
        "URP",
        f"documents[0].buyer_gstin: given URP; expected {GSTIN}, since the supply type is B2B",
    ),
    (
        "counting",
        ("documents", 0, "hsn"),
        85051190,
        "documents[0].hsn: given 85051190; expected a tariff code of 4, 6 or 8 digits, as text",
    ),
    ("counting", ("documents", 0, "kg"), "-1", f"documents[0].kg: given -1; expected {WEIGHT}, not negative"),
    (
        "counting",
        ("documents", 0, "kg"),
        "0",
        "documents[0].kg: given 0; expected more than 0, since it is an invoice that counts",
    ),
    (
        "counting",
        ("documents", 0, "freight_insurance"),
        "5600000.01",
        "documents[0].freight_insurance: given 5600000.01; expected at most the taxable value, in which it is included",
    ),
    (
        "counting",
        ("documents", 0, "related_party"),
        "N",
        'documents[0].related_party: given "N"; expected true or false',
    ),
    (
        "counting",
        ("documents", 0, "note_reason"),
        "RETURN",
        "documents[0].note_reason: given RETURN; expected null, since it is an invoice",
    ),
    (
        "counting",
        ("documents", 0),
        {**DOCUMENT, "type": "CRN"},
        (
            "documents[0].note_reason: given null; expected one of RETURN, SHORT, PRICE, DISCOUNT, OTHER, "
            "since it is a credit note"
        ),
    ),
    (
        "counting",
        ("documents", 0),
        {
            **DOCUMENT,
            "type": "CRN",
            "note_reason": "RETURN",
            "refers_to": [{"number": "A/0", "date": "2029-05-03"}],
        },
        "documents[0].refers_to[0].date: given 2029-05-03; expected a date not after the document's own, 2029-05-02",
    ),
    (
        "counting",
        ("documents",),
        [DOCUMENT, {**DOCUMENT, "number": "a/1", "date": "2030-03-31"}],
        "documents[1].number: given a/1; expected a document line used once; documents[0] is the same line",
    ),
    # tranche, round, recovery, selection
    (
        "tranche",
        ("percent",),
        "100.01",
        (
            'percent: given 100.01; expected a percentage as text such as "85" or "9.25", '
            "at most 2 decimals, not above 100"
        ),
    ),
    ("tranche", ("percent",), 85, f"percent: given 85; expected {PERCENT}"),
    ("tranche", ("percent",), "-1", f"percent: given -1; expected {PERCENT}"),
    ("tranche", ("paid",), "1", "paid: given 1; expected at most what was raised, 0"),
    ("budget_round", ("available",), "1.5", f"available: given 1.5; expected {RUPEES}"),
    ("budget_round", ("due", 1, "id"), "A", "due[1].id: given A; expected an id that no item before it has"),
    (
        "budget_round",
        ("due", 1, "deferred_from"),
        "2028-2029",
        'due[1].deferred_from: given 2028-2029; expected a financial year such as "2029-30", or null',
    ),
    (
        "budget_round",
        ("due", 1, "deferred_from"),
        "2028-30",
        'due[1].deferred_from: given 2028-30; expected a financial year such as "2029-30", or null',
    ),
    (
        "recovery",
        ("recovered_on",),
        "2029-12-14",
        "recovered_on: given 2029-12-14; expected a date on or after the day paid, 2029-12-15",
    ),
    (
        "recovery",
        ("rates", 0, "from"),
        "2029-12-16",
        "rates: given no rate on 2029-12-15; expected a rate in force on the first day of every year of interest",
    ),
    (
        "recovery",
        ("rates",),
        [{"from": "2029-01-01", "percent": "9"}, {"from": "2029-01-01", "percent": "8"}],
        "rates[1].from: given 2029-01-01; expected a date no rate before it has",
    ),
    (
        "recovery",
        ("rates", 0, "percent"),
        "1000.01",
        (
            'rates[0].percent: given 1000.01; expected a percentage as text such as "85" or "9.25", '
            "at most 2 decimals, not above 1000"
        ),
    ),
    ("recovery", ("paid_on",), "0099-12-15", f"paid_on: given 0099-12-15; expected {DATE}"),
    ("selection", ("bids",), [], "bids: given []; expected at least one bid"),
    ("selection", ("bids",), [BID, BID], "bids[1].id: given A; expected an id that no bid before it has"),
    (
        "selection",
        ("bids", 0, "submitted_at"),
        "2026-06-29T11:00:00",
        f"bids[0].submitted_at: given 2026-06-29T11:00:00; expected {INSTANT}",
    ),
    (
        "selection",
        ("bids", 0, "submitted_at"),
        "2026-06-29T25:00:00Z",
        f"bids[0].submitted_at: given 2026-06-29T25:00:00Z; expected {INSTANT}",
    ),
    (
        "selection",
        ("bids", 0, "clearance"),
        "pending",
        "bids[0].clearance: given pending; expected one of not_needed, recorded, missing",
    ),
    (
        "selection",
        ("bids", 0, "lead_equity_percent"),
        "101",
        (
            'bids[0].lead_equity_percent: given 101; expected a percentage as text such as "85" or "9.25", '
            "at most 2 decimals, not above 100"
        ),
    ),
]


@pytest.mark.parametrize(("claim", "path", "value", "message"), TABLE)
def test_refused(claim: str, path: Path, value: Any, message: str) -> None:
    with pytest.raises(Refused) as refused:
        compute(changed(claim, path, value), BOOK)
    assert str(refused.value) == message
    assert refused.value.as_dict().keys() == {"field", "given", "expected"}


@pytest.mark.parametrize("facts", [None, [], "tranche", 5])
def test_facts_that_are_no_object(facts: Any) -> None:
    with pytest.raises(Refused, match="expected a JSON object"):
        compute(facts, BOOK)


def test_scheme_and_book_together() -> None:
    facts = {**whole("tranche"), "book": {"code": "repm-7350", "version": 1}}
    with pytest.raises(Refused, match=r"^book: given an unknown key"):
        compute(facts, BOOK)


@pytest.mark.parametrize(
    ("book", "message"),
    [
        (
            {"code": "repm-7350", "version": 2},
            "book.version: given 2; expected the version to compute with, 1",
        ),
        (
            {"code": "repm-7280", "version": 1},
            "book.code: given repm-7280; expected the book to compute with, repm-7350",
        ),
        ({"code": "repm-7350"}, "book.version: given nothing; expected this key"),
    ],
)
def test_another_book_than_the_one_named(book: dict[str, Any], message: str) -> None:
    facts = {**whole("tranche"), "book": book}
    del facts["scheme"]
    with pytest.raises(Refused) as refused:
        compute(facts, BOOK)
    assert str(refused.value) == message


def test_a_book_named_by_version_is_computed_with() -> None:
    facts = {**whole("tranche"), "book": {"code": "repm-7350", "version": 1}}
    del facts["scheme"]
    assert compute(facts, BOOK)["tranche"] == "850"


def places(value: Any, path: Path = ()) -> list[Path]:
    """The path of every value inside facts that is neither object nor list."""
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in places(inner, (*path, key))]
    if isinstance(value, list):
        return [found for place, inner in enumerate(value) for found in places(inner, (*path, place))]
    return [path]


@pytest.mark.parametrize(
    ("claim", "path"), [(claim, path) for claim in WHOLE for path in places(WHOLE[claim])]
)
def test_a_float_anywhere_is_refused(claim: str, path: Path) -> None:
    with pytest.raises(Refused) as refused:
        compute(changed(claim, path, 1.0), BOOK)
    assert str(path[-1]) in refused.value.field or refused.value.field.endswith(f"[{path[-1]}]")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.from_regex("-?[0-9.]{1,20}"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ANYWHERE = [
    (claim, path[:depth])
    for claim in WHOLE
    for path in places(WHOLE[claim])
    for depth in range(1, len(path) + 1)
]


@given(st.sampled_from(ANYWHERE), ANYTHING)
def test_whatever_stands_anywhere_is_computed_or_refused_in_one_line(
    where: tuple[str, Path], value: Any
) -> None:
    try:
        answer = compute(changed(*where, value), BOOK)
    except Refused as refused:
        assert str(refused).encode().decode().isprintable()
    else:
        assert answer["sha256"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": {"b": [1, 2.5]}}', "a.b[1]: given 2.5; expected an integer, or an amount written as text"),
        ('{"a": 1e5}', "a: given 1e5; expected an integer"),
        ('{"a": NaN}', "a: given NaN; expected an integer"),
        ('{"a": 1, "b": {"c": 1, "c": 1}}', "b.c: given the key twice; expected every key once"),
        ("{", "facts: given Expecting property name enclosed in double quotes"),
        ("", "facts: given Expecting value: line 1 column 1 (char 0); expected one valid JSON value"),
        ("{} {}", "facts: given Extra data: line 1 column 4 (char 3); expected one valid JSON value"),
        ("[" * 100_000, "facts: given JSON nested too deeply; expected a flat JSON object"),
        ("9" * 5000, "facts: given Exceeds the limit"),
    ],
)
def test_json_that_is_refused(text: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        loads_strict(text)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_a_refusal_is_one_printable_line() -> None:
    refused = Refused("a\nb", "x\ud800\u202ey\t" + "z" * 500, "one\n  line")
    assert str(refused).encode().decode().isprintable()
    assert refused.field == "a b"
    assert len(refused.given) == 120
    assert refused.expected == "one line"
