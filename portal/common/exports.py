"""Reports as files: CSV and XLSX carry the same rows, the same totals and the same digest as the page.

The digest is the SHA-256 over the data rows in order, each as the JSON array of its cells' text as written in the
CSV (``["SO/2030-31/0001","155800000"]``: separators ``,`` and ``:``, UTF-8, not ASCII-escaped), ended by a line
feed. Headings and footer are outside it.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from portal.common.clock import business_today
from portal.common.refusals import Refusal
from portal.common.tables import Column, Text

Cell = str | int
RISKY = ("=", "+", "-", "@", "\t", "\r")
XLSX_ROWS = 1_048_576
XLSX_EXACT_DIGITS = 15  # a spreadsheet keeps a number as a double; longer ones go in as text
ROWS_AT_ONCE = 500
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    return f"'{text}" if text.startswith(RISKY) else text


def plain(column: Column, row: Any) -> Cell:
    """Return a row's value for a file: figures as they are, dates as ISO text, everything else as harmless text."""
    value = column.read(row)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")  # a figure, even where it begins with a minus
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if column.kind == "badge":
        value = value[0]
    return harmless(str(value))


@dataclass
class Totals:
    """Row count, sums of the summed columns in rupees by their key, and the digest, over the rows added so far."""

    count: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    _digest: Any = field(default_factory=hashlib.sha256, repr=False)

    def add(self, cells: Sequence[Cell], summed: Mapping[str, int]) -> None:
        """Take one row in; ``summed`` gives key and place of the columns that are added up."""
        self.count += 1
        for key, place in summed.items():
            amount = cells[place]
            self.sums[key] = self.sums.get(key, 0) + (amount if isinstance(amount, int) else 0)
        text = json.dumps([str(cell) for cell in cells], ensure_ascii=False, separators=(",", ":"))
        self._digest.update(text.encode() + b"\n")

    @property
    def sha256(self) -> str:
        """The digest of the rows so far, in hexadecimal."""
        return str(self._digest.hexdigest())


@dataclass(frozen=True)
class Report:
    """What a report is, whatever it is printed on. ``rows`` can be read again and again; ``summed`` names columns.

    ``filters`` are the label and text of each filter in force, so that a file says what it leaves out.
    """

    code: str
    title: Text
    columns: Sequence[Column]
    rows: QuerySet[Any] | Sequence[Any]
    summed: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    as_of: dt.datetime = field(default_factory=timezone.localtime)
    scheme_date: dt.date = field(default_factory=business_today)

    def cells(self, totals: Totals) -> Iterator[list[Cell]]:
        """Yield each row's cells, adding it to ``totals`` on the way."""
        summed = {column.key: place for place, column in enumerate(self.columns) if column.key in self.summed}
        rows = self.rows
        for row in rows.iterator(ROWS_AT_ONCE) if isinstance(rows, QuerySet) else rows:
            cells = [plain(column, row) for column in self.columns]
            totals.add(cells, summed)
            yield cells

    def totals(self) -> Totals:
        """Read every row once for the totals alone."""
        totals = Totals()
        for _cells in self.cells(totals):
            pass
        return totals

    def footer(self, totals: Totals) -> list[tuple[str, Cell]]:
        """Return the lines that stand under the rows in every form of the report."""
        lines: list[tuple[str, Cell]] = [(_("Rows"), totals.count)]
        lines += [
            (_("Sum: %(column)s") % {"column": column.label}, totals.sums.get(column.key, 0))
            for column in self.columns
            if column.key in self.summed
        ]
        lines += [(label, harmless(text)) for label, text in self.filters.items()]
        lines += [
            (_("As of"), timezone.localtime(self.as_of).isoformat(timespec="seconds")),
            (_("Scheme date"), self.scheme_date.isoformat()),
            (_("SHA-256 of the data rows"), totals.sha256),
        ]
        return lines

    @property
    def headings(self) -> list[str]:
        """The columns' labels."""
        return [str(column.label) for column in self.columns]

    @property
    def file_stem(self) -> str:
        """The name of a downloaded file, without its ending."""
        return f"{self.code}-{self.scheme_date.isoformat()}"


class _Echo:
    """What csv.writer writes to: it hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_chunks(report: Report) -> Iterator[bytes]:
    """Yield the report as CSV in UTF-8 with a byte order mark, a bounded part at a time."""
    writer, totals = csv.writer(_Echo()), Totals()
    part = ["\ufeff", writer.writerow(report.headings)]
    for cells in report.cells(totals):
        part.append(writer.writerow(cells))
        if len(part) >= ROWS_AT_ONCE:
            yield "".join(part).encode()
            part.clear()
    part.append(writer.writerow([]))
    part += [writer.writerow(line) for line in report.footer(totals)]
    yield "".join(part).encode()


def csv_response(report: Report) -> StreamingHttpResponse:
    """Answer with the report as CSV, streamed: memory doesn't grow with the rows."""
    response = StreamingHttpResponse(csv_chunks(report), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{report.file_stem}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def write_xlsx(report: Report, out: IO[bytes]) -> Totals:
    """Write the report as XLSX, row by row. Raises Refusal beyond what a sheet can hold."""
    totals = Totals()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": str(report.title), "created": report.as_of})
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(report.columns) - 1, 20)
        for place, label in enumerate(report.headings):
            sheet.write_string(0, place, label, bold)
        row = 0
        for row, cells in enumerate(report.cells(totals), 1):
            _check_room(row)
            _write_row(sheet, row, cells, money)
        for line, (label, value) in enumerate(report.footer(totals), row + 2):
            _write_row(sheet, line, [label, value], money)
    return totals


def _check_room(row: int) -> None:
    if row >= XLSX_ROWS - 20:
        raise Refusal(
            _("There are more rows than a spreadsheet holds."),
            given=f"> {XLSX_ROWS - 20}",
            expected=_("fewer rows"),
            todo=_("Download the CSV, which has no limit."),
        )


def _write_row(sheet: Worksheet, row: int, cells: Sequence[Cell], money: Any) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, int) and len(str(abs(cell))) <= XLSX_EXACT_DIGITS:
            sheet.write_number(row, place, cell, money)
        else:
            sheet.write_string(row, place, str(cell))


def xlsx_response(report: Report) -> FileResponse:
    """Answer with the report as XLSX, made in a temporary file."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(report, out)
    out.seek(0)
    response = FileResponse(
        out, as_attachment=True, filename=f"{report.file_stem}.xlsx", content_type=XLSX_TYPE
    )
    response["Cache-Control"] = "private, no-store"
    return response
