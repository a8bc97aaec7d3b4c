"""Charts: what they draw, that they fit, and what they refuse."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common import charts

SVG = "{http://www.w3.org/2000/svg}"
CRORE = 10**7
AMOUNTS = st.integers(min_value=0, max_value=10**12)


def bars(*values: int) -> charts.BarChart:
    rows = [charts.Bar(f"Limit {index}", value, note="binds") for index, value in enumerate(values)]
    return charts.BarChart("limits", "The rate is least", "Three limits", bars=rows)


def years() -> charts.YearChart:
    return charts.YearChart(
        "years",
        "Paid by year",
        "Paid and estimated",
        series=[charts.LegendItem("Paid", "strong"), charts.LegendItem("Provisional", "light")],
        columns=[
            charts.YearColumn("2027-28", note="building"),
            charts.YearColumn("2028-29", (100 * CRORE, 50 * CRORE)),
            charts.YearColumn("2029-30", estimate=75 * CRORE),
        ],
    )


def usage() -> charts.UsageChart:
    return charts.UsageChart(
        "heads",
        "Money by head",
        "Outlay and what is paid",
        series=[charts.LegendItem("Paid", "strong")],
        rows=[charts.UsageRow("Subsidy", 750 * CRORE, (300 * CRORE,))],
    )


def parse(text: str) -> ET.Element:
    return ET.fromstring(text)


def rects(svg: ET.Element, tone: str) -> list[ET.Element]:
    return [rect for rect in svg.iter(f"{SVG}rect") if rect.get("class") == f"c-{tone}"]


@pytest.mark.parametrize("chart", [bars(1, 2), years(), usage()], ids=["bars", "years", "usage"])
@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_a_chart_names_and_describes_itself(chart: charts.Chart, width: int) -> None:
    svg = parse(charts.draw(chart, width))
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert svg.get("role") == "img"
    assert title is not None
    assert title.text == chart.title
    assert desc is not None
    assert desc.text == chart.desc
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_bars_are_as_long_as_their_figures() -> None:
    svg = parse(charts.draw(bars(100 * CRORE, 200 * CRORE)))
    short, long = (Decimal(str(rect.get("width"))) for rect in rects(svg, "strong"))
    assert abs(long - 2 * short) <= Decimal("0.1")


@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.sampled_from([charts.WIDE, charts.NARROW]))
def test_bars_and_the_words_behind_them_stay_inside(values: list[int], width: int) -> None:
    svg = parse(charts.draw(bars(*values), width))
    for rect in svg.iter(f"{SVG}rect"):
        assert Decimal(str(rect.get("x"))) + Decimal(str(rect.get("width"))) <= width
    for text in svg.iter(f"{SVG}text"):
        end = Decimal(str(text.get("x"))) + len(text.text or "") * charts.CHAR_WIDTH
        assert end <= width


def test_year_columns_stack_and_estimates_are_dashed() -> None:
    svg = parse(charts.draw(years()))
    (paid,), (provisional,), (estimate,) = (rects(svg, tone) for tone in ("strong", "light", "estimate"))
    heights = [Decimal(str(rect.get("height"))) for rect in (paid, provisional, estimate)]
    assert all(
        abs(height * 75 - heights[2] * crore) <= 15
        for height, crore in zip(heights, (100, 50, 75), strict=True)
    )
    foot = Decimal(str(provisional.get("y"))) + Decimal(str(provisional.get("height")))
    assert abs(foot - Decimal(str(paid.get("y")))) <= Decimal("0.1")
    assert estimate.get("stroke-dasharray") == "4 4"
    assert "building" in [text.text for text in svg.iter(f"{SVG}text")]


def test_year_table_says_what_the_chart_shows() -> None:
    table = years().table
    assert [str(head) for head in table.headings] == ["Year", "Paid", "Provisional", "Total"]
    assert table.rows == [
        ["2027-28", "", "", "building"],
        ["2028-29", "100.00", "50.00", "150.00"],
        ["2029-30", "", "", "75.00 (estimate)"],
    ]


def test_usage_shows_the_part_used_and_the_table_what_is_left() -> None:
    svg = parse(charts.draw(usage()))
    (whole,), (paid,) = rects(svg, "room"), rects(svg, "strong")
    assert Decimal(str(paid.get("width"))) == Decimal(str(whole.get("width"))) * 300 / 750
    assert usage().table.rows == [["Subsidy", "750.00", "300.00", "450.00"]]


def test_words_in_a_chart_are_escaped() -> None:
    chart = charts.BarChart("x", "<b>", "&", bars=[charts.Bar('<script>"', 1)])
    assert "<script>" not in charts.draw(chart)
    assert parse(charts.draw(chart)).find(f"{SVG}title").text == "<b>"  # type: ignore[union-attr]


def test_an_empty_chart_is_still_a_picture() -> None:
    assert parse(charts.draw(charts.BarChart("x", "t", "d"))).get("role") == "img"
    assert parse(charts.draw(charts.YearChart("y", "t", "d"))).get("role") == "img"


def test_the_same_figures_give_the_same_bytes() -> None:
    assert charts.draw(years()) == charts.draw(years())


def test_a_float_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="chart limits: a float was given"):
        charts.draw(charts.BarChart("limits", "t", "d", bars=[charts.Bar("a", 1.5)], show=str))  # type: ignore[arg-type]


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="chart limits: -1 was given"):
        charts.draw(bars(-1))
