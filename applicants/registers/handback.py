"""Rows that came back, as a file: each row as it was sent, with the reasons beside it, harmless to a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import IO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from applicants.models import Register, RegisterProblem
from applicants.registers.problems import ERROR, expected_text
from applicants.registers.template import TEMPLATES
from portal.common.exports import ROWS_AT_ONCE, XLSX_ROWS, harmless
from portal.common.refusals import Refusal

FIRST_CELL = 2  # row number and reasons stand before the sender's own cells


@dataclass(frozen=True)
class HandedBack:
    """One row: its number in the file, why it came back, its cells, and the places of the wrong ones."""

    row: int
    reasons: str
    cells: list[str]
    wrong: frozenset[int]


def headings(register: Register) -> list[str]:
    """Return the heading of the file: ours, then the sender's own."""
    return [_("row"), _("what is wrong"), *register.columns]


def rows(register: Register) -> Iterator[HandedBack]:
    """Yield every row that came back, in file order; memory doesn't grow with their number."""
    template = TEMPLATES[register.kind]
    places = {template.name_of(heading): place for place, heading in enumerate(register.columns)}
    found = RegisterProblem.objects.filter(register=register, severity=ERROR).order_by("row", "pk")
    for row, group in groupby(found.iterator(chunk_size=2000), key=lambda problem: problem.row):
        problems = list(group)
        cells: list[str] = next((problem.cells for problem in problems if problem.cells), [])
        wrong = frozenset(places[p.column] for p in problems if p.column in places)
        yield HandedBack(row, "; ".join(map(_reason, problems)), cells, wrong)


def _reason(problem: RegisterProblem) -> str:
    given = problem.given or _("(empty)")
    return _("%(column)s: given %(given)s, expected %(expected)s") % {
        "column": problem.column,
        "given": given,
        "expected": expected_text(problem.code, problem.arguments, problem.expected),
    }


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_chunks(register: Register) -> Iterator[bytes]:
    """Yield the file as CSV in UTF-8 with a byte order mark, a bounded part at a time."""
    writer = csv.writer(_Echo())
    part = ["\ufeff", writer.writerow([harmless(heading) for heading in headings(register)])]
    for item in rows(register):
        part.append(writer.writerow([item.row, *map(harmless, [item.reasons, *item.cells])]))
        if len(part) >= ROWS_AT_ONCE:
            yield "".join(part).encode()
            part.clear()
    yield "".join(part).encode()


def write_xlsx(register: Register, out: IO[bytes]) -> None:
    """Write the file as XLSX, wrong cells tinted. Raises Refusal beyond what a sheet can hold."""
    if register.rows_wrong >= XLSX_ROWS:
        raise Refusal(
            _("There are more rows than a spreadsheet holds."),
            todo=_("Download the CSV, which has no limit."),
        )
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        sheet, bold, tint = (
            book.add_worksheet(),
            book.add_format({"bold": True}),
            book.add_format({"bg_color": "#fbe9e7", "font_color": "#a8231d"}),
        )
        sheet.freeze_panes(1, FIRST_CELL)
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 1 + len(register.columns), 18)
        for place, heading in enumerate(headings(register)):
            sheet.write_string(0, place, harmless(heading), bold)
        for line, item in enumerate(rows(register), 1):
            sheet.write_number(line, 0, item.row)
            sheet.write_string(line, 1, harmless(item.reasons))
            for place, cell in enumerate(item.cells):
                sheet.write_string(
                    line, place + FIRST_CELL, harmless(cell), tint if place in item.wrong else None
                )
