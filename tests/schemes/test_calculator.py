"""“What would I get?”: the paying engine behind a form that keeps what was typed, whatever it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemes.api.computations import compute_here
from schemes.services.books import deliver_shipped_books

pytestmark = pytest.mark.django_db
GOOD = {
    "book": "repm-7350",
    "capacity_mtpa": "900",
    "award_rate": "2100.00",
    "award_date": "2027-01-15",
    "commissioned_on": "2029-10-01",
    "commissioned_mtpa": "900",
    "period_end": "2030-03-31",
    "sold_kg": "470000.000",
    "net_sales_turnover": "2585000000.00",
    "entitled_before": "0",
}
NASTY = (
    "",
    " ",
    "x",
    "-1",
    "0",
    "1e400",
    "1e-400",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "9" * 40,
    "9" * 5000,
    "0." + "0" * 5000 + "1",
    "१२३",
    "２１００",
    "1,000",
    "2,150.01",
    "0x10",
    "1_000",
    "\x00",
    "a\x00b",
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "0001-01-01",
    "9999-12-31",
    "2030-02-30",
    "31-03-2030",
    "x" * 20_000,
)


@pytest.fixture
def shipped(db: None) -> None:
    deliver_shipped_books()


def ask(client: Client, **changes: str) -> HttpResponse:
    answer: HttpResponse = client.get("/calculator/", {**GOOD, **changes})
    return answer


def test_an_empty_portal_says_that_there_is_no_book(client: Client) -> None:
    for answer in (client.get("/calculator/"), ask(client)):
        assert answer.status_code == 200
        assert "No scheme book is published yet" in answer.content.decode()


def test_the_first_look_shows_a_filled_form_and_no_result(client: Client, shipped: None) -> None:
    text = client.get("/calculator/").content.decode()
    assert 'id="result"' not in text
    assert 'value="1900.00"' in text
    assert "error-summary" not in text


def test_the_worked_example_is_computed_to_the_rupee(client: Client, shipped: None) -> None:
    text = ask(client).content.decode()
    assert "94,24,10,958" in text
    facts = {
        "schema": "repm.facts/1",
        "scheme": "repm-7350",
        "claim": "sales_linked",
        "unit": {
            "capacity_mtpa": 900,
            "award_rate": "2100.00",
            "award_date": "2027-01-15",
            "commissioned": [{"on": "2029-10-01", "capacity_mtpa": 900}],
            "window_to": None,
        },
        "year_to_date": {
            "period_end": "2030-03-31",
            "sold_kg": "470000.000",
            "net_sales_turnover": "2585000000.00",
        },
        "entitled_earlier_this_year": "0",
        "entitled_before": "0",
    }
    assert str(compute_here(facts)["sha256"]) in text


def answered(typed: str) -> int:
    """What a query with this text gets: a page, or 400 for a NUL, which no database can look for."""
    return 400 if "\x00" in typed else 200


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"award_rate": "2150.01"}, "id_award_rate"),
        ({"award_rate": "0"}, "id_award_rate"),
        ({"capacity_mtpa": "650"}, "id_capacity_mtpa"),
        ({"period_end": "2030-03-30"}, "id_period_end"),
        ({"sold_kg": "-1"}, "id_sold_kg"),
        ({"sold_kg": "1.2345"}, "id_sold_kg"),
        ({"commissioned_mtpa": "2000000"}, "id_commissioned_mtpa"),
        ({"book": "nothing"}, "id_book"),
        ({"entitled_before": "9" * 20}, "id_entitled_before"),
        ({"award_date": "nonsense"}, "id_award_date"),
    ],
)
def test_a_wrong_value_is_told_at_its_field_and_the_rest_kept(
    changes: dict[str, str], target: str, client: Client, shipped: None
) -> None:
    text = ask(client, **changes).content.decode()
    assert "Something needs to be corrected" in text
    assert f'<a href="#{target}' in text
    assert 'value="2585000000.00"' in text
    assert 'id="result"' not in text


@pytest.mark.parametrize("field", GOOD)
def test_nothing_typed_breaks_the_page(field: str, client: Client, shipped: None) -> None:
    for given_text in NASTY:
        answer = ask(client, **{field: given_text})
        assert answer.status_code == answered(given_text), (field, given_text[:30])
        assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["book=%ED%A0%80", "book=%00", "sold_kg=%FF%FE", "%ED%A0%80=1", "book=%", "&&=&"]
)
def test_bytes_that_are_no_text_are_no_error(query: str, client: Client, shipped: None) -> None:
    assert client.get(f"/calculator/?{query}").status_code == answered(query.replace("%00", "\x00"))


def test_a_missing_field_and_an_unknown_one_are_no_errors(client: Client, shipped: None) -> None:
    assert client.get("/calculator/", {"x": "y"}).status_code == 200
    assert client.get("/calculator/?" + "&".join(f"{name}=1&{name}=2" for name in GOOD)).status_code == 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(sorted(GOOD)), typed=st.text(max_size=40))
def test_any_text_is_answered(field: str, typed: str, client: Any, shipped: None) -> None:
    assert ask(client, **{field: typed}).status_code == answered(typed)
