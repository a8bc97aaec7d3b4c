"""Text files: which encoding, which separator, and the cells row by row, without holding the file in memory."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from applicants.registers.unreadable import Unreadable

DELIMITERS = (",", ";", "\t")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab"}
_BLOCK = 1 << 20
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Shape:
    """How a text file is written: Python's name of the encoding, the separator, how many lines it has."""

    encoding: str
    delimiter: str
    lines: int


def shape_of(path: Path, known: Callable[[list[str]], int]) -> Shape:
    """Find out how a text file is written; ``known`` counts the columns it recognises in a heading.

    Raises Unreadable where the bytes are no text of any encoding taken.
    """
    encoding, lines = _encoding(path)
    return Shape(encoding, _delimiter(path, encoding, known), lines)


def records(path: Path, shape: Shape) -> Iterator[list[str]]:
    """Yield the cells of each record. Raises Unreadable where quotation marks don't close."""
    with path.open(encoding=shape.encoding, newline="") as lines:
        reader = csv.reader(lines, delimiter=shape.delimiter, strict=True)
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise Unreadable(
                    _(
                        "The file stops making sense at line %(line)d: a quotation mark is not closed there, or a "
                    )
                    % {"line": reader.line_num}
                    + _("cell is too long."),
                    given=str(error),
                    expected=_("cells parted by one separator, quotation marks in pairs"),
                ) from None
            if record and record[0].lower().startswith("sep=") and len(record) <= 2:
                record = []  # a spreadsheet's hint to itself, not a row
            yield record


def _encoding(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        head = file.read(4)
    candidates: tuple[str, ...] = ("utf-8", "cp1252")
    if head.startswith(_UTF16):
        candidates = ("utf-16",)
    elif head.startswith(codecs.BOM_UTF8):
        candidates = ("utf-8-sig",)
    for encoding in candidates:
        try:
            return encoding, _decoded_lines(path, encoding)
        except UnicodeDecodeError as error:
            last = error
    raise _no_text(last)


def _decoded_lines(path: Path, encoding: str) -> int:
    """Count a file's lines, decoding all of it. Raises UnicodeDecodeError, and Unreadable on a NUL character."""
    decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = decoder.decode(block)
            lines += text.count("\n") or text.count("\r")
            if "\x00" in text:
                raise Unreadable(
                    _("This is not a text file, whatever its name says."),
                    given=_("binary data"),
                    expected=_("CSV text or an XLSX workbook"),
                )
        decoder.decode(b"", final=True)
    return lines + 1


def _no_text(error: UnicodeDecodeError) -> Unreadable:
    return Unreadable(
        _("The file can't be read as text."),
        given=f"0x{error.object[error.start]:02x}",
        expected=_("UTF-8, UTF-16 or Windows-1252"),
        todo=_("Save it again as “CSV UTF-8” and choose it once more."),
    )


def _delimiter(path: Path, encoding: str, known: Callable[[list[str]], int]) -> str:
    """Take the separator under which most columns of the first line with text are recognised."""
    with path.open(encoding=encoding, newline="") as lines:
        heading = next((line for line in islice(lines, 1000) if _says_something(line)), "")
    return max(DELIMITERS, key=lambda mark: (known(heading.rstrip("\r\n").split(mark)), heading.count(mark)))


def _says_something(line: str) -> bool:
    return bool(line.strip(" \t\r\n,;")) and not line.lower().startswith("sep=")
