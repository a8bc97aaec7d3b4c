"""Dates, windows, eligibility and the parts of the rules other rooms call by themselves."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from schemes.rules import Refused, facts
from schemes.rules.book import Book
from schemes.rules.eligibility import LABELS, findings
from schemes.rules.facts import Phase, UnitFacts, Window
from schemes.rules.recovery import delay_deduction
from schemes.rules.subsidy import counted_cost
from schemes.rules.working import BASES
from schemes.rules.working import LABELS as WORKING_LABELS
from tests.schemes.rules.examples import BOOK, WHAT_IF

AWARDED = date(2027, 1, 15)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 15), 84, date(2034, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
    ],
)
def test_months_are_added_and_clamped(day: date, months: int, expected: date) -> None:
    assert facts.add_months(day, months) == expected


@pytest.mark.parametrize(
    ("day", "label", "days"),
    [
        (date(2029, 4, 1), "2029-30", 365),
        (date(2030, 3, 31), "2029-30", 365),
        (date(2028, 2, 29), "2027-28", 366),
        (date(2028, 4, 1), "2028-29", 365),
        (date(2099, 12, 31), "2099-00", 365),
    ],
)
def test_financial_years(day: date, label: str, days: int) -> None:
    assert facts.fy_of(day) == label
    assert facts.days_in_fy(day) == days
    assert facts.fy_bounds(label) == (facts.fy_start(day), facts.fy_end(day))


@pytest.mark.parametrize("label", ["2029-31", "2029", "29-30", "\u0968029-30", "2029-3x", "0029-30"])
def test_what_is_no_financial_year(label: str) -> None:
    with pytest.raises(Refused, match="a financial year such as"):
        facts.fy_bounds(label)


def test_quarters() -> None:
    ends = facts.quarter_ends("2029-30")
    assert ends == (date(2029, 6, 30), date(2029, 9, 30), date(2029, 12, 31), date(2030, 3, 31))
    assert all(map(facts.is_quarter_end, ends))
    assert not facts.is_quarter_end(date(2030, 3, 30))
    assert facts.quarter_end(date(2030, 1, 1)) == ends[-1]
    assert facts.quarter_end(date(2029, 6, 30)) == ends[0]


def test_late_commissioning_shortens_the_window() -> None:
    late = facts.window_of(UnitFacts(AWARDED, (Phase(date(2029, 8, 14), 900),)), BOOK)
    timely = facts.window_of(UnitFacts(AWARDED, (Phase(date(2029, 1, 15), 900),)), BOOK)
    assert late == Window(date(2029, 8, 14), date(2034, 1, 14))
    assert facts.days_between(late.first, late.last) == 1615
    assert timely is not None
    assert facts.days_between(timely.first, timely.last) == 1826


def test_delay_is_deducted_from_the_guarantee() -> None:
    end = facts.gestation_end(AWARDED, BOOK)
    assert end == date(2029, 1, 14)
    daily = BOOK.fraction("delay_percent_per_day", AWARDED)
    assert delay_deduction(500_000_000, daily, end, date(2029, 8, 14)) == 106_000_000
    assert delay_deduction(500_000_000, daily, end, end) == 0
    assert delay_deduction(500, Fraction(1, 10), end, date(2029, 1, 15)) == 1


def test_counted_cost_is_what_was_paid_without_tax_that_returns() -> None:
    assert counted_cost(gross=11_800, recoverable_tax=1_800, credited=0, paid=11_800) == 10_000
    assert counted_cost(gross=11_800, recoverable_tax=1_800, credited=500, paid=11_800) == 9_500
    assert counted_cost(gross=11_800, recoverable_tax=1_800, credited=0, paid=4_000) == 4_000
    assert counted_cost(gross=1_000, recoverable_tax=900, credited=500, paid=1_000) == 0


APPLICATION: dict[str, Any] = {
    "capacity_mtpa": 900,
    "quoted_rate": "2150.00",
    "net_worth_crore": "310",
    "lead_equity_percent": "51",
    "clearance": "not_needed",
    "investment_crore": "450",
    "stages": ["oxide", "metal", "alloy", "magnet"],
}


def failing(**values: Any) -> set[str]:
    return {found.key for found in findings({**APPLICATION, **values}, BOOK, AWARDED) if not found.holds}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"clearance": "recorded"}, set()),
        ({"clearance": "missing"}, {"clearance"}),
        ({"capacity_mtpa": 650}, {"capacity", "net_worth", "investment"}),
        ({"quoted_rate": "2150.01"}, {"rate"}),
        ({"net_worth_crore": "309.99"}, {"net_worth"}),
        ({"lead_equity_percent": "50.99"}, {"lead_member"}),
        ({"investment_crore": "449.99"}, {"investment"}),
        ({"stages": ["oxide", "alloy", "magnet"]}, {"chain"}),
        ({"stages": []}, {"chain"}),
    ],
)
def test_findings(values: dict[str, Any], expected: set[str]) -> None:
    assert failing(**values) == expected


def test_a_finding_says_what_was_given_and_what_is_required() -> None:
    found = {finding.key: finding for finding in findings(APPLICATION, BOOK, AWARDED)}
    assert set(found) == set(LABELS)
    worth = found["net_worth"]
    assert (worth.given, worth.required) == ("Rs 310 crore", "at least Rs 310 crore for 900 t a year")
    assert (worth.tag, worth.label) == ("notified-press", "Net worth reaches the band of the capacity")
    assert found["investment"].tag == "inferred"
    assert all(finding.clause for finding in found.values())


def test_a_stage_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="stages: given"):
        failing(stages=["oxide", "mining"])


def test_the_book_in_force_on_a_date(later: Book) -> None:
    before, after = date(2030, 3, 31), date(2030, 4, 1)
    assert later.fraction("turnover_percent", before) == 40
    assert later.fraction("turnover_percent", after) == 30
    assert later.parameter("turnover_percent", after)["source"] == "an amendment"
    assert later.value("performance_security_crore", after) is None
    with pytest.raises(
        Refused, match=r"book.parameters.turnover_percent: given 2025-03-31 in book repm-7350"
    ):
        later.value("turnover_percent", date(2025, 3, 31))
    with pytest.raises(Refused, match=r"book\.parameters\.performance_security_crore"):
        later.fraction("performance_security_crore", after)
    with pytest.raises(Refused, match="component: given ADMIN"):
        later.triggers("ADMIN", after)


@pytest.fixture
def later() -> Book:
    entries = BOOK.content["parameters"]["turnover_percent"]
    amended = {**entries[0], "from": "2030-04-01", "value": "30", "source": "an amendment"}
    parameters = {**BOOK.content["parameters"], "turnover_percent": [*entries, amended]}
    return Book.from_dict({**BOOK.content, "parameters": parameters}, 2, "0" * 64)


def test_what_a_book_says() -> None:
    row = BOOK.ladder(AWARDED)[700]
    assert (row.min_net_worth_crore.crore, row.min_net_worth_crore.tag) == (245, "notified-press")
    assert (row.sli_cap_crore.text, row.sli_cap_crore.rupees) == ("752.5", 7_525_000_000)
    assert {head.code: head.ceiling.crore for head in BOOK.heads}["UNALLOCATED"] == 70
    assert [(t.key, t.percent) for t in BOOK.triggers("SLI", AWARDED)] == [
        ("verified", 85),
        ("reconciled", 100),
    ]
    assert BOOK.product_codes(AWARDED) == {"85051190"}
    assert WHAT_IF.text("rate_basis", AWARDED) == "L1_MATCHED"
    assert WHAT_IF.ladder(AWARDED)[1000].cs_cap_crore.crore == 120
    assert [rate.percent for rate in BOOK.interest_rates()] == [9]
    assert "turnover_percent" in BOOK.keys()  # noqa: SIM118 - a book is no mapping
    assert BOOK.title["en"].startswith("Scheme to promote")


def test_every_line_of_a_working_has_a_label_and_a_basis() -> None:
    assert WORKING_LABELS.keys() == BASES.keys()
