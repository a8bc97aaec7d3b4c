"""XLSX workbooks: the cells of the first sheet as text, formula cells as their values."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

from applicants.registers.unreadable import Unreadable

UNPACKED_LIMIT = 150 * 1024 * 1024  # a sheet is held in memory while it is read; a CSV is not
_SIGNIFICANT = ".15g"  # what a spreadsheet shows of a number it keeps in binary


def check_archive(path: Path) -> None:
    """Refuse an archive that is no workbook, has macros, or unpacks past the limit. Raises Unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise _not_a_workbook() from None
    if not any(member.filename.startswith("xl/") for member in members):
        raise _not_a_workbook()
    if any("vbaproject" in member.filename.lower() for member in members):
        raise Unreadable(
            _("The workbook has macros."),
            given="vbaProject.bin",
            expected=_("an XLSX workbook without macros"),
            todo=_("Save it as “Excel Workbook (.xlsx)” and choose it once more."),
        )
    size = sum(member.file_size for member in members)
    if size > UNPACKED_LIMIT:
        raise Unreadable(
            _("The workbook unpacks past the limit."),
            given=f"{size // 1024 // 1024} MB",
            expected=_("at most %(limit)d MB") % {"limit": UNPACKED_LIMIT // 1024 // 1024},
            todo=_("Save it as CSV and choose that."),
        )


def records(path: Path) -> Iterator[list[str]]:
    """Yield the cells of each row of the first sheet as text. Raises Unreadable where the workbook is damaged."""
    with path.open("rb") as file:
        try:
            sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        except (CalamineError, ZipError, XmlError, PasswordError) as error:
            raise _not_a_workbook(str(error)) from None
    for row in sheet.iter_rows():
        yield [text_of(value) for value in row]


def text_of(value: object) -> str:
    """Return a cell's value as it would stand in a CSV: dates as YYYY-MM-DD, numbers without an exponent."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float):
        plain = format(Decimal(format(value, _SIGNIFICANT)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def _not_a_workbook(given: str = "") -> Unreadable:
    return Unreadable(
        _("The workbook can't be opened."),
        given=given or _("an archive that is no XLSX workbook"),
        expected=_("CSV text, or an XLSX workbook without a password"),
        todo=_("Save it again without a password, or as CSV, and choose it once more."),
    )
