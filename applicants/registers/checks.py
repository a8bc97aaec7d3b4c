"""Checks of single cells that both registers share; each notes its own problem and returns what it could read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from applicants.registers import figures
from applicants.registers.problems import WARNING, Problem
from applicants.registers.template import Placing
from portal.common.identifiers import check_gstin, gstin_check_digit
from portal.common.refusals import WrongInput

Arguments = dict[str, str]


@lru_cache(maxsize=65536)
def gstin_fault(text: str) -> tuple[str, str] | None:
    """Return the code of what is wrong with a GSTIN and the right check digit; each distinct one is checked once."""
    try:
        check_gstin(text)
    except WrongInput:
        pass  # what exactly is wrong is found out below
    else:
        return None
    try:
        right = gstin_check_digit(text[:14])
        check_gstin(text[:14] + right)
    except (WrongInput, ValueError):
        return "gstin_shape", ""
    return ("gstin_digit", right) if len(text) == 15 else ("gstin_shape", "")


class Checks:
    """One row under check. ``begin`` starts a row; the methods note problems in ``problems``."""

    def __init__(self, placing: Placing) -> None:
        self._placing = placing
        self._width = placing.width
        self._pick = itemgetter(*placing.places)
        self.row = 0
        self.problems: list[Problem] = []

    def begin(self, row: int, cells: Sequence[str]) -> tuple[str, ...]:
        """Return the row's cells in the template's order, "" where the file has no such column."""
        self.row, self.problems = row, []
        padded = list(map(str.strip, cells[: self._width]))
        padded += [""] * (self._width + 1 - len(padded))
        found: tuple[str, ...] = self._pick(padded)
        return found

    def end(self, cells: Sequence[str]) -> list[Problem]:
        """Return the row's problems. Where cells ran over the heading's end, that alone explains what is wrong."""
        over = len(cells) > self._width and any(cells[self._width :])
        if over or (len(cells) > self._placing.cells and self.is_wrong):
            self.problems.clear()
            self.wrong("row", str(len(cells)), "cells", width=str(self._width))
        return self.problems

    @property
    def is_wrong(self) -> bool:
        """Whether anything but a warning was noted in this row."""
        return any(problem.severity != WARNING for problem in self.problems)

    def wrong(self, column: str, given: str, code: str, **arguments: str) -> None:
        """Note an error: the row will come back."""
        self.problems.append(Problem(self.row, column, given, code, arguments))

    def warn(self, column: str, given: str, code: str, **arguments: str) -> None:
        """Note something to look at: the row stays."""
        self.problems.append(Problem(self.row, column, given, code, arguments, WARNING))

    def text(self, column: str, given: str, limit: int, *, needed: bool = False) -> str:
        """One line of text of at most ``limit`` characters."""
        if len(given) > limit:
            self.wrong(column, given, "too_long", limit=str(limit))
        elif not given:
            if needed:
                self.wrong(column, given, "missing")
        elif not given.isprintable():
            self.wrong(column, given, "unprintable")
        return given

    def choice(self, column: str, given: str, choices: Iterable[str]) -> str:
        """One of a few words, in capitals however it was typed; "" where it is none of them."""
        word = given.upper()
        if word in choices:
            return word
        self.wrong(column, given, "choice", choices=", ".join(choices))
        return ""

    def date(self, column: str, given: str, *, needed: bool = True) -> dt.date | None:
        """A date; None where there is none."""
        found = figures.day(given) if given else None
        if found is None and (given or needed):
            self.wrong(column, given, "date" if given else "missing")
        return found

    def figure(self, column: str, given: str, places: int, *, needed: bool = True) -> int:
        """A figure times ten to the power ``places``; 0 where there is none."""
        if not given:
            if needed:
                self.wrong(column, given, "missing")
            return 0
        found = figures.figure(given, places)
        if isinstance(found, int):
            return found
        self.wrong(column, given, found, **({"places": str(places)} if found == "decimals" else {}))
        return 0

    def gstin(self, column: str, given: str) -> bool:
        """Whether a GSTIN's shape and check digit are right."""
        fault = gstin_fault(given)
        if fault is None:
            return True
        code, right = fault
        self.wrong(column, given, code, **({"right": right} if right else {}))
        return False

    def line_number(self, column: str, given: str) -> int:
        """A line number from 1 to a thousand million; 0 where it is none."""
        if given.isascii() and given.isdigit() and len(given) <= 9 and int(given):
            return int(given)
        self.wrong(column, given, "line_no")
        return 0
