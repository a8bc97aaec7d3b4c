"""The stored working as people read it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.template.loader import render_to_string

from schemes.rules.working import BASES, Cite, WorkingLine, line
from schemes.templatetags.working import BINDING_LINES, binds, working_amount, working_basis, working_label

NBSP = "\N{NO-BREAK SPACE}"
RULE = Cite("computation rule 10.1", "inferred")
RATE = line("by_rate", Fraction(1_55_80_00_000), RULE, rate="1900.00", quantity="820000")
SOLD = line("sold", Fraction(820_000), RULE, last=date(2031, 3, 31))


def test_the_unit_moves_from_the_label_to_the_amount() -> None:
    assert working_label(RATE) == "A. Award rate on the quantity that earns"
    assert working_amount(RATE) == f"₹{NBSP}1,55,80,00,000"
    assert working_label(SOLD) == "Quantity sold, net of returns"
    assert working_amount(SOLD) == f"8,20,000{NBSP}kg"


def test_numbers_and_dates_in_the_basis_read_as_elsewhere() -> None:
    assert working_basis(RATE) == "₹\u00a01,900.00 a kg × 8,20,000 kg"
    assert working_basis(SOLD) == "documents dated up to 31 March 2031"


def test_a_financial_year_is_no_big_number() -> None:
    earlier = line("earlier_this_year", Fraction(0), RULE, fy="2029-30")
    parts = line("allowed", Fraction(1), RULE, allotted="1000", parts="1000 t on 182/365 days")
    assert working_basis(earlier) == "claims of 2029-30 before this one, entitlements less excesses"
    assert working_basis(parts).endswith("by the day: 1,000 t on 182/365 days")


def test_a_basis_of_another_engine_is_shown_as_stored() -> None:
    assert working_basis({**RATE, "basis": "some other words"}) == "some other words"
    assert working_basis({**RATE, "key": "unheard_of"}) == RATE["basis"]


@pytest.mark.parametrize(("binding", "stored"), [("rate", RATE), ("no_sales", SOLD)])
def test_the_limit_that_bound_is_marked(binding: str, stored: WorkingLine) -> None:
    assert binds(stored, binding)
    assert not binds(stored, "lifetime")


def test_every_limit_names_lines_the_engine_writes() -> None:
    assert {key for keys in BINDING_LINES.values() for key in keys} <= set(BASES)


def test_the_table_prints_lines_limit_and_total_in_words() -> None:
    context = {
        "working": [SOLD, RATE],
        "binding": "rate",
        "total": 1_55_80_00_000,
        "total_label": "Entitlement",
    }
    html = render_to_string("components/working.html", context)
    assert html.count("this binds") == 1
    assert "Rupees one hundred fifty-five crore eighty lakh only" in html
    assert "computation rule 10.1" in html
