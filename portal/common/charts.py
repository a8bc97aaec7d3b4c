"""Charts as SVG text, drawn on the server: pure functions from a dataclass to a string.

The same SVG stands in pages and in PDFs. Colours are attributes (for paper) with a class beside them (so that
high contrast can change them); one blue family; each chart knows the data table that goes beside it. Lengths
are exact fractions cut to a tenth of a pixel, so the same figures always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.words import crore_figure

Number = int | Decimal
Tone = Literal["strong", "mid", "light", "pale", "estimate", "room"]
Text = str | Promise

WIDE, NARROW = 780, 320
FONT = "Noto Sans, Noto Sans Rupee, Noto Sans Devanagari, sans-serif"
EDGE = "#5b86c4"
PAINT: dict[str, str] = {
    "strong": 'fill="#1a4b8c"',
    "mid": 'fill="#6f97cd"',
    "light": f'fill="#b9cdea" stroke="{EDGE}"',
    "pale": f'fill="#dbe6f5" stroke="{EDGE}"',
    "estimate": 'fill="none" stroke="#7a879f" stroke-dasharray="4 4"',
    "room": f'fill="#ffffff" stroke="{EDGE}"',
}
BAR_HEIGHT, ROW_HEIGHT, LABEL_WIDTH, CHAR_WIDTH = 20, 40, 190, 7


@dataclass(frozen=True)
class DataTable:
    """The figures beside a chart, as printed text; the first cell of a row is its head."""

    headings: list[Text]
    rows: list[list[Text]]


@dataclass(frozen=True)
class LegendItem:
    """What a tone stands for."""

    label: Text
    tone: Tone


@dataclass(frozen=True)
class Chart:
    """What all charts have: an id, one message as title, a description in words, how figures are shown.

    `show` prints one value (default: rupees as crore); `unit` stands behind it.
    """

    key: str
    title: Text
    desc: Text
    show: Callable[[Number], str] = field(default=crore_figure, kw_only=True)
    unit: Text = field(default=_("cr"), kw_only=True)

    def shown(self, value: Number) -> str:
        """The value with its unit."""
        return f"{self.show(value)} {self.unit}".strip()

    @property
    def legend(self) -> Sequence[LegendItem]:
        """The tones used, where more than one means something."""
        return ()


@dataclass(frozen=True)
class Bar:
    """One horizontal bar; `note` follows its figure ("the least: this binds")."""

    label: Text
    value: Number
    tone: Tone = "strong"
    note: Text = ""


@dataclass(frozen=True)
class BarChart(Chart):
    """Horizontal bars to compare a few figures, such as the limits of a computation."""

    bars: Sequence[Bar] = ()

    @property
    def table(self) -> DataTable:
        """Each bar's label and figure."""
        rows = [[bar.label, _figure(self, bar)] for bar in self.bars]
        return DataTable([_("What"), self.unit], rows)


@dataclass(frozen=True)
class YearColumn:
    """One year: a value for each series of the chart, or an estimate, or neither and a note ("building")."""

    label: str
    values: Sequence[Number] = ()
    estimate: Number | None = None
    note: Text = ""

    @property
    def height(self) -> Number:
        """What the column reaches up to."""
        return self.estimate if self.estimate is not None else sum(self.values, 0)


@dataclass(frozen=True)
class YearChart(Chart):
    """Stacked columns by year, estimates dashed. `series` are named from the foot of the column up."""

    series: Sequence[LegendItem] = ()
    columns: Sequence[YearColumn] = ()
    estimate_label: Text = field(default=_("estimate"))

    @property
    def legend(self) -> Sequence[LegendItem]:
        """The series and, where there is one, the estimate."""
        dashed = [LegendItem(self.estimate_label, "estimate")] if _has_estimate(self.columns) else []
        return [*self.series, *dashed]

    @property
    def table(self) -> DataTable:
        """Each year's series, their sum or the estimate."""
        heads: list[Text] = [_("Year"), *(item.label for item in self.series), _("Total")]
        return DataTable(heads, [self._row(column) for column in self.columns])

    def _row(self, column: YearColumn) -> list[Text]:
        if column.estimate is not None:
            return [
                column.label,
                *("" for _item in self.series),
                f"{self.show(column.estimate)} ({self.estimate_label})",
            ]
        if not column.values:
            return [column.label, *("" for _item in self.series), column.note]
        return [column.label, *(self.show(value) for value in column.values), self.show(column.height)]


@dataclass(frozen=True)
class UsageRow:
    """A whole (an outlay, a ceiling) and the parts of it that are used, one for each series."""

    label: Text
    whole: Number
    parts: Sequence[Number]


@dataclass(frozen=True)
class UsageChart(Chart):
    """How much of each whole is used: one full-width bar a row, its parts filled from the left."""

    series: Sequence[LegendItem] = ()
    rows: Sequence[UsageRow] = ()
    whole_label: Text = field(default=_("Outlay"))
    rest_label: Text = field(default=_("Left"))

    @property
    def legend(self) -> Sequence[LegendItem]:
        """The series and what is left."""
        return [*self.series, LegendItem(self.rest_label, "room")]

    @property
    def table(self) -> DataTable:
        """Each row's whole, parts and rest."""
        heads: list[Text] = [
            _("Head"),
            self.whole_label,
            *(item.label for item in self.series),
            self.rest_label,
        ]
        rows = [
            [
                row.label,
                *(self.show(value) for value in (row.whole, *row.parts, row.whole - sum(row.parts, 0))),
            ]
            for row in self.rows
        ]
        return DataTable(heads, rows)


def draw(chart: Chart, width: int = WIDE) -> str:
    """The chart as one <svg> element; below 480 pixels wide in the form a telephone can show.

    Raises TypeError for a float and ValueError for a negative length, naming the chart.
    """
    if isinstance(chart, BarChart):
        return _draw_bars(chart, width)
    if isinstance(chart, YearChart):
        return _draw_years(chart) if width >= 480 else _draw_years_as_rows(chart, width)
    if isinstance(chart, UsageChart):
        return _draw_usage(chart, width)
    raise TypeError(f"chart: {type(chart).__name__} was given; expected a BarChart, YearChart or UsageChart")


def draw_mark(tone: Tone) -> str:
    """The square before a legend's words."""
    return (
        f'<svg class="mark-{tone}" viewBox="0 0 12 12" aria-hidden="true">{_rect(1, 1, 10, 10, tone)}</svg>'
    )


def _draw_bars(chart: BarChart, width: int) -> str:
    texts = [_figure(chart, bar) for bar in chart.bars]
    above = (
        width < 480 or max((len(str(bar.label)) for bar in chart.bars), default=0) * CHAR_WIDTH > LABEL_WIDTH
    )
    left, row = (1, ROW_HEIGHT + 12) if above else (LABEL_WIDTH, ROW_HEIGHT)
    length = _fit(chart, [bar.value for bar in chart.bars], texts, width - left - 12)
    parts = []
    for index, (bar, text) in enumerate(zip(chart.bars, texts, strict=True)):
        top = index * row + (22 if above else 10)
        parts.append(_text(0, top - 6 if above else top + 15, bar.label))
        parts.append(_rect(left, top, length(bar.value), BAR_HEIGHT, bar.tone))
        parts.append(_text(left + length(bar.value) + 8, top + 15, text, strong=True))
    return _svg(chart, width, len(chart.bars) * row + 4, parts)


def _draw_years(chart: YearChart) -> str:
    floor, step = 190, Fraction(WIDE - 20, max(len(chart.columns), 1))
    bar_width = min(58, int(step) - 16)
    length = _scale(chart, [column.height for column in chart.columns], 158)
    parts = [f'<line class="c-axis" x1="10" y1="{floor}" x2="{WIDE - 10}" y2="{floor}" stroke="#dde3ec"/>']
    for index, column in enumerate(chart.columns):
        middle = 10 + step * index + step / 2
        parts.append(_text(middle, floor + 22, column.label, anchor="middle"))
        if column.note:
            parts.append(_text(middle, floor - 8 - length(column.height), column.note, anchor="middle"))
        bottom = Fraction(floor)
        for value, tone in _segments(chart, column):
            bottom -= length(value)
            parts.append(_rect(middle - Fraction(bar_width, 2), bottom, bar_width, length(value), tone))
        if column.height and not column.note:
            caption = chart.show(column.height)
            parts.append(_text(middle, bottom - 8, caption, anchor="middle", strong=column.estimate is None))
    return _svg(chart, WIDE, floor + 32, parts)


def _draw_years_as_rows(chart: YearChart, width: int) -> str:
    left, row = 62, 30
    captions = [_caption(chart, column) for column in chart.columns]
    length = _fit(chart, [column.height for column in chart.columns], captions, width - left - 12)
    parts = []
    for index, (column, caption) in enumerate(zip(chart.columns, captions, strict=True)):
        top, right = index * row + 5, Fraction(left)
        parts.append(_text(0, top + 14, column.label))
        for value, tone in _segments(chart, column):
            parts.append(_rect(right, top, length(value), BAR_HEIGHT, tone))
            right += length(value)
        parts.append(_text(right + 8, top + 14, caption, strong=column.estimate is None))
    return _svg(chart, width, len(chart.columns) * row + 6, parts)


def _draw_usage(chart: UsageChart, width: int) -> str:
    row, parts = 58, []
    for index, line in enumerate(chart.rows):
        top, right = index * row + 26, Fraction(1)
        length = _scale(chart, [line.whole, sum(line.parts, 0)], width - 2)
        used = f"{chart.show(sum(line.parts, 0))} / {chart.shown(line.whole)}"
        parts.append(_text(0, top - 9, line.label))
        parts.append(_text(width, top - 9, used, anchor="end", strong=True))
        parts.append(_rect(1, top, length(line.whole), BAR_HEIGHT, "room"))
        for value, item in zip(line.parts, chart.series, strict=True):
            parts.append(_rect(right, top, length(value), BAR_HEIGHT, item.tone))
            right += length(value)
    return _svg(chart, width, len(chart.rows) * row, parts)


def _segments(chart: YearChart, column: YearColumn) -> list[tuple[Number, Tone]]:
    if column.estimate is not None:
        return [(column.estimate, "estimate")]
    if not column.values:
        return []
    return [(value, item.tone) for value, item in zip(column.values, chart.series, strict=True) if value]


def _caption(chart: YearChart, column: YearColumn) -> str:
    return str(column.note) if column.note else chart.show(column.height)


def _figure(chart: Chart, bar: Bar) -> str:
    return f"{chart.shown(bar.value)}, {bar.note}" if bar.note else chart.shown(bar.value)


def _has_estimate(columns: Sequence[YearColumn]) -> bool:
    return any(column.estimate is not None for column in columns)


def _fit(
    chart: Chart, values: Sequence[Number], texts: Sequence[str], room: int
) -> Callable[[Number], Fraction]:
    """The scale at which every bar and the text behind it stay within `room`."""
    _refuse_odd(chart, values)
    factors = [
        Fraction(max(room - len(text) * CHAR_WIDTH, room // 8)) / Fraction(value)
        for value, text in zip(values, texts, strict=True)
        if value
    ]
    factor = min(factors, default=Fraction(0))
    return lambda value: Fraction(value) * factor


def _scale(chart: Chart, values: Sequence[Number], room: int) -> Callable[[Number], Fraction]:
    _refuse_odd(chart, values)
    largest = max((Fraction(value) for value in values), default=Fraction(0)) or Fraction(1)
    return lambda value: Fraction(value) * room / largest


def _refuse_odd(chart: Chart, values: Sequence[Number]) -> None:
    for value in values:
        if isinstance(value, float):
            raise TypeError(f"chart {chart.key}: a float was given ({value!r}); expected an int or Decimal")
        if value < 0:
            raise ValueError(f"chart {chart.key}: {value} was given; a length can't be below zero")


def _tenths(value: Fraction | int) -> str:
    whole, tenth = divmod(int(value * 10), 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def _rect(
    x: Fraction | int, y: Fraction | int, width: Fraction | int, height: Fraction | int, tone: Tone
) -> str:
    return (
        f'<rect class="c-{tone}" x="{_tenths(x)}" y="{_tenths(y)}" width="{_tenths(width)}" '
        f'height="{_tenths(height)}" rx="3" {PAINT[tone]}/>'
    )


def _text(
    x: Fraction | int, y: Fraction | int, text: Text, *, anchor: str = "start", strong: bool = False
) -> str:
    look = 'class="v" fill="#16213a" font-weight="600"' if strong else 'fill="#4a5670"'
    return f'<text x="{_tenths(x)}" y="{_tenths(y)}" text-anchor="{anchor}" {look}>{escape(str(text))}</text>'


def _svg(chart: Chart, width: int, height: int, parts: Sequence[str]) -> str:
    name = f"{chart.key}-{width}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" font-family="{FONT}" font-size="12.5">'
        f'<title id="{name}-title">{escape(str(chart.title))}</title>'
        f'<desc id="{name}-desc">{escape(str(chart.desc))}</desc>{"".join(parts)}</svg>'
    )
