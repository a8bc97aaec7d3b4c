"""Rows of an asset register: each becomes a line with its counted cost, or comes back with all that is wrong in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from applicants.registers.around import Around
from applicants.registers.checks import Checks
from applicants.registers.lines import AssetLine
from applicants.registers.problems import Problem
from applicants.registers.template import AssetCells as Cells
from applicants.registers.template import Placing
from portal.common import words
from schemes.rules.subsidy import CONDITIONS, counted_cost

_HEAD = re.compile(r"[a-z][a-z0-9_]{0,39}").fullmatch
_GAPS = re.compile(r"[ -]+")

Outcome = tuple[AssetLine | None, list[Problem]]


class Cost(NamedTuple):
    """Figures of an asset line in paise."""

    gross: int
    gst: int
    recoverable: int
    duty: int
    credits: int
    paid: int


class Days(NamedTuple):
    """When an asset was invoiced, incurred, capitalised and put to use."""

    invoiced: dt.date | None
    incurred: dt.date | None
    capitalised: dt.date | None
    used: dt.date | None


class Parts(NamedTuple):
    """What was read of a row."""

    head: str
    line_no: int
    cost: Cost
    days: Days
    condition: str
    related: bool


class AssetRows:
    """Reads rows one after another; an invoice line is taken once. ``around`` is not needed for costs."""

    def __init__(self, around: Around, placing: Placing) -> None:
        self._heads = around.heads
        self._check = Checks(placing)
        self._taken: dict[str, int] = {}

    def read(self, row: int, cells: Sequence[str]) -> Outcome:
        """Return the row's line, None where it is wrong, and its problems."""
        check = self._check
        c = Cells._make(check.begin(row, cells))
        head = self._head(c)
        line_no = check.line_number("line_no", c.line_no)
        self._texts(c)
        cost, days = self._cost(c), self._days(c)
        condition = _GAPS.sub("_", c.condition.lower())
        if condition not in CONDITIONS:
            check.wrong("condition", c.condition, "condition")
        related = (
            bool(c.related_vendor) and check.choice("related_vendor", c.related_vendor, ("Y", "N")) == "Y"
        )
        problems = check.end(cells)
        if not check.is_wrong:
            self._take_once(c, line_no)
        if check.is_wrong or days.invoiced is None or days.incurred is None:
            return None, problems
        return _line(row, c, Parts(head, line_no, cost, days, condition, related)), problems

    def _head(self, c: Cells) -> str:
        """The head in the book's form; one the book does not have stays, and is disallowed when it is claimed."""
        head = _GAPS.sub("_", c.head.lower())
        if not _HEAD(head):
            self._check.wrong("head", c.head, "head" if c.head else "missing")
        elif head not in self._heads:
            self._check.warn("head", c.head, "head_unknown", heads=", ".join(self._heads))
        return head

    def _texts(self, c: Cells) -> None:
        check = self._check
        check.text("asset_no", c.asset_no, 40, needed=True)
        check.text("description", c.description, 200)
        check.text("supplier", c.supplier, 120, needed=True)
        check.text("invoice_no", c.invoice_no, 40, needed=True)
        check.text("bill_of_entry", c.bill_of_entry, 40)
        check.text("payment_reference", c.payment_reference, 60)
        if c.supplier_gstin:
            check.gstin("supplier_gstin", c.supplier_gstin.upper())

    def _cost(self, c: Cells) -> Cost:
        check = self._check
        cost = Cost(
            gross=check.figure("gross", c.gross, 2),
            gst=check.figure("gst", c.gst, 2, needed=False),
            recoverable=check.figure("recoverable_tax", c.recoverable_tax, 2),
            duty=check.figure("refundable_duty", c.refundable_duty, 2, needed=False),
            credits=check.figure("credit_notes", c.credit_notes, 2),
            paid=check.figure("paid_to_date", c.paid_to_date, 2),
        )
        for column, part in (
            ("gst", cost.gst),
            ("recoverable_tax", cost.recoverable),
            ("refundable_duty", cost.duty),
        ):
            if part > cost.gross and not check.is_wrong:
                gross = words.group(f"{cost.gross // 100}.{cost.gross % 100:02d}", 2)
                check.wrong(column, getattr(c, column), "tax_beyond", gross=gross)
        return cost

    def _days(self, c: Cells) -> Days:
        check = self._check
        return Days(
            invoiced=check.date("invoice_date", c.invoice_date),
            incurred=check.date("incurred_on", c.incurred_on),
            capitalised=check.date("capitalised_on", c.capitalised_on, needed=False),
            used=check.date("put_to_use_on", c.put_to_use_on, needed=False),
        )

    def _take_once(self, c: Cells, line_no: int) -> None:
        """Take an invoice line, by supplier, invoice and line; the first one stays."""
        first = self._taken.setdefault(
            key_of(c.supplier_gstin, c.supplier, c.invoice_no, line_no), self._check.row
        )
        if first != self._check.row:
            self._check.wrong("invoice_no", f"{c.invoice_no}, {line_no}", "duplicate", first=str(first))


def key_of(gstin: str, supplier: str, invoice: str, line_no: int) -> str:
    """Return the key of an asset invoice line: the supplier's GSTIN, or its name, the invoice and the line."""
    name = gstin.upper() or " ".join(supplier.casefold().split())
    return f"asset|{name}|{' '.join(invoice.casefold().split())}|{line_no}"


def _line(row: int, c: Cells, parts: Parts) -> AssetLine:
    head, line_no, cost, days, condition, related = parts
    counted = counted_cost(cost.gross, cost.recoverable, cost.duty + cost.credits, cost.paid)
    return AssetLine(
        row,
        c.asset_no,
        head,
        c.description,
        c.supplier,
        c.supplier_gstin.upper(),
        c.invoice_no,
        line_no,
        _iso(days.invoiced) or "",
        c.bill_of_entry,
        cost.gross,
        cost.gst,
        cost.recoverable,
        cost.duty,
        cost.credits,
        cost.paid,
        c.payment_reference,
        _iso(days.incurred) or "",
        _iso(days.capitalised),
        _iso(days.used),
        condition,
        related,
        counted,
    )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
