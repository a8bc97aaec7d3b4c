"""`manage.py compute` without Django: facts from a file or standard input, results on standard output.

A `.jsonl` file holds one object a line and is answered one object a line, in order, a bounded part at a time.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from schemes.bookfile import book_from_content, load_book_file, shipped_book
from schemes.rules import Book, Refused, book_named, compute_text, loads_strict

ERROR = "repm.error/1"
WRONG_INPUT = 2
LINES_AT_ONCE = 500


class Books:
    """The book each object of facts names: from the repository, or the one file given instead."""

    def __init__(self, book_file: str | None) -> None:
        self._only = book_from_content(load_book_file(Path(book_file)), 1) if book_file else None
        self._known: dict[tuple[str, int | None], Book] = {}

    def of(self, facts: object) -> Book:
        """The book to compute with; Refused where the facts name none that is there."""
        if self._only is not None:
            return self._only
        named = book_named(facts)
        if named not in self._known:
            self._known[named] = shipped_book(*named)
        return self._known[named]


def run(file: str, book_file: str | None, out: TextIO, err: TextIO, stdin: BinaryIO | None = None) -> int:
    """Compute what `file` holds (`-` is standard input) and return the exit status: 0, or 2 for wrong input.

    A wrong single object leaves `out` empty and puts one line on `err`. A wrong line of a `.jsonl` file is
    answered by an error object in its place.
    """
    try:
        books = Books(book_file)
        if file.endswith(".jsonl"):
            return _run_lines(file, books, out)
        facts = loads_strict(_decoded(_read(file, stdin)))
        answer = compute_text(facts, books.of(facts))
    except Refused as refused:
        err.write(f"{refused}\n")
        return WRONG_INPUT
    out.write(answer + "\n")
    return 0


def answer_line(line: bytes, number: int, books: Books) -> tuple[str, bool]:
    """The answer to one line, as JSON, and whether it was computed."""
    try:
        facts = loads_strict(_decoded(line))
        return compute_text(facts, books.of(facts)), True
    except Refused as refused:
        error = {"schema": ERROR, "line": number, **refused.as_dict()}
        return json.dumps(error, ensure_ascii=False, sort_keys=True, separators=(",", ":")), False


def _run_lines(file: str, books: Books, out: TextIO) -> int:
    status = 0
    answers: list[str] = []
    for number, line in enumerate(_lines(file), 1):
        answer, computed = answer_line(line, number, books)
        status = status if computed else WRONG_INPUT
        answers.append(answer)
        if len(answers) == LINES_AT_ONCE:
            out.write("\n".join(answers) + "\n")
            answers.clear()
    if answers:
        out.write("\n".join(answers) + "\n")
    return status


def _lines(file: str) -> Iterator[bytes]:
    try:
        with Path(file).open("rb") as lines:
            yield from lines
    except OSError as error:
        raise _unreadable(file, error) from None


def _read(file: str, stdin: BinaryIO | None) -> bytes:
    if file == "-":
        return (stdin or sys.stdin.buffer).read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from None


def _unreadable(file: str, error: OSError) -> Refused:
    return Refused("FILE", file, f"a file that can be read ({error.strerror})")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("facts", "bytes that are not UTF-8", "JSON in UTF-8") from None
