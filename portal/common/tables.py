"""Tables as every list page shows them: columns once, then sorting, paging and downloads follow.

    table = build_table(request, claims, caption=_("Claims"), columns=[
        Column("number", _("Claim"), kind="link", url=lambda claim: claim.get_absolute_url(), sortable=True),
        Column("entitlement", _("Entitled"), kind="money", sortable=True),
        Column("state", _("State"), kind="badge", value=lambda claim: (claim.label, claim.tone)),
    ], empty=Empty(_("No claims yet."), _("File one when a year is reported.")))

and in the page `{% include "components/table.html" with table=table %}`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.common.templatetags import portal_money, portal_ui

Kind = Literal["text", "number", "money", "crore", "kg", "date", "moment", "badge", "link"]
Text = str | Promise
NUMERIC = ("number", "money", "crore", "kg")
PER_PAGE = 50


@dataclass(frozen=True)
class Column:
    """One column. `value` reads the cell from a row (default: attribute, item or dotted path `key`).

    A `badge` value is (text, tone); a `link` takes its address from `url`, None for plain text. `order_by`
    names the fields to sort a queryset by where they are not `key`.
    """

    key: str
    label: Text
    kind: Kind = "text"
    sortable: bool = False
    value: Callable[[Any], Any] | None = None
    url: Callable[[Any], str | None] | None = None
    order_by: tuple[str, ...] = ()

    @property
    def numeric(self) -> bool:
        """Whether the column is set to the right."""
        return self.kind in NUMERIC

    def read(self, row: Any) -> Any:
        """The row's value for this column."""
        return self.value(row) if self.value else follow(row, self.key)


def follow(row: Any, path: str) -> Any:
    """The value at a dotted path through attributes and mapping keys; None where a link is None."""
    for part in path.split("."):
        if row is None:
            return None
        row = row[part] if isinstance(row, Mapping) else getattr(row, part)
    return row


@dataclass(frozen=True)
class Empty:
    """What a table without rows says, and what to do next."""

    message: Text = field(default=_("Nothing here yet."))
    hint: Text = ""
    action_url: str = ""
    action_label: Text = ""


@dataclass(frozen=True)
class Export:
    """A download of all rows under the present filters."""

    label: Text
    url: str


@dataclass(frozen=True)
class Heading:
    """A column's head: its label, and where it can be sorted, the address that sorts by it."""

    label: Text
    numeric: bool
    url: str = ""
    aria_sort: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell, ready to print; `label` repeats the head where rows become cards."""

    label: Text
    html: SafeString
    numeric: bool
    blank: bool


@dataclass(frozen=True)
class Row:
    """A row's cells and its emphasis (a CSS class such as `binds`, or nothing)."""

    cells: list[Cell]
    emphasis: str = ""


@dataclass
class Table:
    """What components/table.html prints. Made by `build_table`, or by hand for a short fixed list."""

    columns: Sequence[Column]
    rows: Iterable[Any]
    caption: Text
    empty: Empty = field(default_factory=Empty)
    query: QueryDict = field(default_factory=QueryDict)
    sort: str = ""
    filters: BaseForm | None = None
    page: Page | None = None
    exports: Sequence[Export] = ()
    total: Mapping[str, Any] | None = None
    hide_caption: bool = False
    emphasise: Callable[[Any], str] | None = None

    @cached_property
    def body(self) -> list[Row]:
        """The rows, each cell formatted by its column's kind."""
        return [
            Row(
                [make_cell(column, row) for column in self.columns],
                self.emphasise(row) if self.emphasise else "",
            )
            for row in self.rows
        ]

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.body)

    @property
    def filtered(self) -> bool:
        """Whether the reader sees less than everything."""
        return self.filters is not None and any(self.query.get(name) for name in self.filters.fields)

    @property
    def headings(self) -> Iterator[Heading]:
        """The heads, sortable ones with the address that sorts by them, first up, then down."""
        for column in self.columns:
            yield self._heading(column)

    @property
    def total_cells(self) -> list[Cell]:
        """The total row, blank in columns that have no total."""
        total = self.total or {}
        return [
            _cell(column, "" if total.get(column.key) is None else _show(column.kind, total[column.key]))
            for column in self.columns
        ]

    def _heading(self, column: Column) -> Heading:
        if not column.sortable:
            return Heading(column.label, column.numeric)
        directions = {column.key: "ascending", f"-{column.key}": "descending"}
        query = self.query.copy()
        query.pop("page", None)
        query["sort"] = f"-{column.key}" if self.sort == column.key else column.key
        return Heading(column.label, column.numeric, f"?{query.urlencode()}", directions.get(self.sort, ""))


def build_table(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    *,
    columns: Sequence[Column],
    caption: Text,
    empty: Empty | None = None,
    filters: BaseForm | None = None,
    exports: Mapping[str, str] | None = None,
    per_page: int = PER_PAGE,
    default_sort: str = "",
    total: Mapping[str, Any] | None = None,
    hide_caption: bool = False,
    emphasise: Callable[[Any], str] | None = None,
) -> Table:
    """A table sorted and paged by the request's `sort` and `page`.

    `rows` are already filtered (a FilterSet's `qs`; its `form` is `filters`). `exports` maps a label such as
    "CSV" to an address; the present filters and sort are added to it. An unknown sort is the default one.
    """
    wanted = request.GET.get("sort", "")
    known = {column.key: column for column in columns if column.sortable}
    sort = wanted if wanted.removeprefix("-") in known else default_sort
    if sort.removeprefix("-") in known:
        rows = _sorted(rows, known[sort.removeprefix("-")], descending=sort.startswith("-"))
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    return Table(
        columns=columns,
        rows=page.object_list,
        caption=caption,
        empty=empty or Empty(),
        query=request.GET,
        sort=sort,
        filters=filters,
        page=page,
        exports=_exports(exports or {}, request.GET),
        total=total,
        hide_caption=hide_caption,
        emphasise=emphasise,
    )


def _sorted(
    rows: QuerySet[Any] | Sequence[Any], column: Column, *, descending: bool
) -> QuerySet[Any] | list[Any]:
    if isinstance(rows, QuerySet):
        fields = column.order_by or (column.key.replace(".", "__"),)
        # The primary key settles ties, so that pages never repeat or lose a row.
        return rows.order_by(*(_order(name, descending=descending) for name in fields), "pk")
    given = [row for row in rows if column.read(row) is not None]
    missing = [row for row in rows if column.read(row) is None]
    return sorted(given, key=column.read, reverse=descending) + missing


def _order(name: str, *, descending: bool) -> OrderBy:
    backwards = descending != name.startswith("-")
    expression = F(name.removeprefix("-"))
    return expression.desc(nulls_last=True) if backwards else expression.asc(nulls_last=True)


def _exports(addresses: Mapping[str, str], query: QueryDict) -> list[Export]:
    kept = query.copy()
    kept.pop("page", None)
    suffix = kept.urlencode()
    return [
        Export(label, f"{url}{'&' if '?' in url else '?'}{suffix}" if suffix else url)
        for label, url in addresses.items()
    ]


def make_cell(column: Column, row: Any) -> Cell:
    """The row's cell in this column."""
    value = column.read(row)
    if value is None or value == "":
        return _cell(column, "")
    if column.kind == "link" and column.url and (url := column.url(row)):
        return _cell(column, format_html('<a href="{}">{}</a>', url, value))
    return _cell(column, _show(column.kind, value))


def _cell(column: Column, text: Any) -> Cell:
    return Cell(column.label, conditional_escape(text), column.numeric, blank=text == "")


def _show(kind: Kind, value: Any) -> Any:
    if kind == "badge":
        return portal_ui.badge(*value)
    shown: dict[str, Callable[[Any], Any]] = {
        "money": portal_money.inr,
        "crore": portal_money.crore,
        "kg": portal_money.kg,
        "number": portal_money.grouped,
        "date": portal_money.dmy,
        "moment": portal_money.dmy_time,
    }
    return shown[kind](value) if kind in shown else value
