"""A register's file as rows: whatever the file is written in, row numbers are those the sender sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import filetype
from django.utils.translation import gettext as _

from applicants.registers import sheet, text
from applicants.registers.template import Placing, Template, place
from applicants.registers.unreadable import Unreadable

MAX_ROWS = 2_000_000
MAX_CELL = 32_767  # what a spreadsheet's cell holds
_WORKBOOKS = ("application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Source:
    """An opened register: its heading, where the columns stand, and its rows, blank ones left out.

    ``expected_rows`` is only good for showing progress.
    """

    headings: list[str]
    placing: Placing
    rows: Iterator[Row]
    encoding: str
    delimiter: str
    expected_rows: int


def open_source(path: Path, template: Template) -> Source:
    """Open a register's file. Raises Unreadable, also later, while rows are read."""
    if not path.stat().st_size:
        raise Unreadable(_("The file is empty (0 bytes)."), given="0", expected=_("a file with rows"))
    guess = filetype.guess(str(path))
    if guess is None:
        shape = text.shape_of(path, template.known)
        records = text.records(path, shape)
        encoding, delimiter, expected = shape.encoding, shape.delimiter, shape.lines
    elif guess.mime in _WORKBOOKS:
        sheet.check_archive(path)
        records, encoding, delimiter, expected = sheet.records(path), "xlsx", "", 0
    else:
        raise Unreadable(
            _("This is not a register, whatever the file's name says."),
            given=guess.mime,
            expected=_("CSV text or an XLSX workbook"),
        )
    return _source(_rows(records), template, encoding, delimiter, expected)


def _source(rows: Iterator[Row], template: Template, encoding: str, delimiter: str, expected: int) -> Source:
    heading_row, headings = next(rows, (0, []))
    headings, cells = [heading.strip() for heading in headings], len(headings)
    while headings and not headings[-1]:
        headings.pop()
    placing = place(headings, cells, template)
    first = next(rows, None)
    if first is None:
        raise Unreadable(
            _("The file has a heading and no rows."),
            given="0",
            expected=_("at least one row under the heading"),
        )
    return Source(
        headings, placing, chain([first], rows), encoding, delimiter, max(0, expected - heading_row - 1)
    )


def _rows(records: Iterator[list[str]]) -> Iterator[Row]:
    """Number the records as the sender sees them, from 1; leave out blank ones; tidy what can't be seen."""
    for row, cells in enumerate(records, 1):
        joined = "".join(cells)
        if not joined or joined.isspace():
            continue
        if row > MAX_ROWS:
            raise Unreadable(
                _("The file has too many rows."),
                given=f"> {MAX_ROWS:,}",
                expected=_("at most 2,000,000 rows; part the year by months or GSTIN"),
            )
        if len(joined) > MAX_CELL:
            _check_lengths(row, cells)
        yield row, cells if joined.isascii() and joined.isprintable() else [_tidy(cell) for cell in cells]


def _tidy(cell: str) -> str:
    """One form for each letter; line breaks and non-breaking spaces inside a cell become spaces."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _check_lengths(row: int, cells: list[str]) -> None:
    longest = max(map(len, cells))
    if longest > MAX_CELL:
        raise Unreadable(
            _("A cell in row %(row)d is too long; is a quotation mark not closed?") % {"row": row},
            given=f"{longest:,}",
            expected=_("at most 32,767 characters"),
        )
