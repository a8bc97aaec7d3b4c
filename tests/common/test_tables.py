"""Tables: sorting, paging, totals and downloads follow from the columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.common.tables import Column, Empty, Table, build_table

COLUMNS = [
    Column("number", "Claim", kind="link", url=lambda row: f"/claims/{row['number']}/", sortable=True),
    Column("unit.name", "Unit"),
    Column("amount", "Entitled", kind="money", sortable=True),
    Column("state", "State", kind="badge"),
]
ROWS = [
    {"number": "B", "unit": {"name": "Dhruva"}, "amount": 300, "state": ("Paid", "ok")},
    {"number": "A", "unit": None, "amount": None, "state": ("Waiting", "wait")},
    {"number": "C", "unit": {"name": "<Chakra>"}, "amount": 100, "state": ("Paid", "ok")},
]


class Filters(forms.Form):
    unit = forms.CharField(required=False)


def table(query: str = "", **options: Any) -> Table:
    request = RequestFactory().get(f"/claims/{query}")
    return build_table(request, options.pop("rows", ROWS), columns=COLUMNS, caption="Claims", **options)


def numbers(shown: Table) -> list[str]:
    return [row["number"] for row in shown.rows]


def html(shown: Table) -> str:
    return render_to_string(
        "components/table.html", {"table": shown}, request=RequestFactory().get("/claims/")
    )


def test_rows_sort_by_a_sortable_column_both_ways_with_missing_figures_last() -> None:
    assert numbers(table("?sort=amount")) == ["C", "B", "A"]
    assert numbers(table("?sort=-amount")) == ["B", "C", "A"]


def test_an_unknown_sort_is_the_default_one() -> None:
    assert numbers(table("?sort=state", default_sort="number")) == ["A", "B", "C"]
    assert numbers(table("?sort=password")) == ["B", "A", "C"]


def test_heads_link_to_the_next_direction_and_keep_the_filters() -> None:
    heads = {head.label: head for head in table("?sort=amount&unit=x&page=2").headings}
    assert heads["Entitled"].url == "?sort=-amount&unit=x"
    assert heads["Entitled"].aria_sort == "ascending"
    assert heads["Claim"].url == "?sort=number&unit=x"
    assert heads["State"].url == ""


def test_cells_are_shown_by_kind_and_escaped() -> None:
    page = html(table())
    assert '<a href="/claims/B/">B</a>' in page
    assert '<span class="badge badge-wait">Waiting</span>' in page
    assert "&lt;Chakra&gt;" in page
    assert "₹\N{NO-BREAK SPACE}300" in page


def test_long_lists_are_paged() -> None:
    shown = table("?page=3", rows=[{**ROWS[0], "number": str(number)} for number in range(25)], per_page=10)
    assert numbers(shown) == ["20", "21", "22", "23", "24"]
    assert "21 to 25 of 25" in html(shown)


def test_downloads_carry_filters_and_sort_but_no_page() -> None:
    shown = table(
        "?unit=x&sort=amount&page=2", exports={"CSV": "/claims/export.csv", "XLSX": "/claims/export?as=xlsx"}
    )
    assert [export.url for export in shown.exports] == [
        "/claims/export.csv?unit=x&sort=amount",
        "/claims/export?as=xlsx&unit=x&sort=amount",
    ]


def test_an_empty_table_says_what_to_do_next() -> None:
    page = html(table(rows=[], empty=Empty("No claims yet.", "File one.", "/claims/new/", "File a claim")))
    assert "No claims yet." in page
    assert 'href="/claims/new/"' in page
    assert "<tbody>" not in page


def test_totals_stand_under_their_columns() -> None:
    cells = table(total={"number": "Total", "amount": 400}).total_cells
    assert [str(cell.html) for cell in cells] == ["Total", "", "₹\N{NO-BREAK SPACE}400", ""]


def test_a_filtered_table_offers_to_show_all() -> None:
    assert "Show all" in html(table("?unit=x", filters=Filters({"unit": "x"})))
    assert "Show all" not in html(table(filters=Filters({})))
