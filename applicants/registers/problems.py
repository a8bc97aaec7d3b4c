"""What a row came back with: one sentence a fault, in English when stored and in the reader's language when shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_noop

ERROR, WARNING = "error", "warning"
MAX_GIVEN, MAX_EXPECTED = 200, 400

EXPECTED: dict[str, str] = {
    "cells": gettext_noop(
        "%(width)s cells as in the heading; a figure such as 1,23,456.00 needs quotation marks between commas"
    ),
    "missing": gettext_noop("a value"),
    "too_long": gettext_noop("at most %(limit)s characters"),
    "unprintable": gettext_noop("text without control characters"),
    "gstin_shape": gettext_noop("a GSTIN: 15 characters, state, PAN, serial, Z, check digit"),
    "gstin_digit": gettext_noop("%(right)s as the last character, if the others are right"),
    "seller": gettext_noop("a GSTIN of the unit's holder: %(known)s"),
    "seller_dates": gettext_noop("a document dated %(period)s, when this GSTIN was in force"),
    "choice": gettext_noop("one of %(choices)s"),
    "document_no": gettext_noop("1 to 16 letters A to Z, digits, hyphens and slashes"),
    "line_no": gettext_noop("a line number from 1, without decimals"),
    "date": gettext_noop("a date of the calendar, DD-MM-YYYY or YYYY-MM-DD"),
    "year": gettext_noop("a supply date in %(fy)s; %(day)s lies in %(other)s"),
    "buyer_needed": gettext_noop("the buyer's GSTIN, since the supply type is %(supply)s"),
    "buyer_unneeded": gettext_noop("nothing or URP, since the supply type is %(supply)s"),
    "hsn": gettext_noop("a tariff code of 4, 6 or 8 digits"),
    "unit": gettext_noop("KGS, MTS or GMS"),
    "pieces": gettext_noop(
        "KGS, MTS or GMS: the part master has no net weight for the part %(part)s, so its pieces can't be weighed"
    ),
    "quantity_positive": gettext_noop("kilograms above 0, since goods moved"),
    "quantity_none": gettext_noop("0 or nothing: a note of %(reason)s moves no goods"),
    "number": gettext_noop("a figure such as 1234.50 or 1,23,456.00"),
    "decimals": gettext_noop("at most %(places)s decimals"),
    "negative": gettext_noop("a figure that is not negative; a note's type gives the sign"),
    "exponent": gettext_noop("the figure written out, without an exponent"),
    "too_large": gettext_noop("at most 12 digits before the point"),
    "above_zero": gettext_noop("a figure above 0"),
    "freight": gettext_noop("at most the taxable value %(taxable)s, in which it is included"),
    "reason_needed": gettext_noop("one of %(choices)s, since it is a credit note"),
    "reason_unneeded": gettext_noop("nothing, since it is an invoice"),
    "refers_unneeded": gettext_noop("nothing: only a note refers to an invoice"),
    "refers_pair": gettext_noop("a date for each document referred to, several parted by semicolons"),
    "refers_later": gettext_noop("a date not after the note's own, %(day)s"),
    "irn": gettext_noop("an IRN of 64 digits and letters a to f"),
    "eway": gettext_noop("an e-way bill number of 12 digits"),
    "export": gettext_noop("a value, since the supply is an export"),
    "currency": gettext_noop("a currency of three letters, such as USD"),
    "duplicate": gettext_noop("a document line used once; row %(first)s is the same line"),
    "column_unknown": gettext_noop("a column of the template; this one was not read"),
    "price_band": gettext_noop(
        "a price between ₹ %(low)s and ₹ %(high)s a kilogram; this line's is ₹ %(price)s. It stays: check it"
    ),
    "invoice_unknown": gettext_noop(
        "an invoice in this register; the agency will ask about a note to an unknown one"
    ),
    "credit_beyond": gettext_noop(
        "credit notes of at most the invoice's taxable value ₹ %(invoiced)s; together they are ₹ %(credited)s"
    ),
    "hsn_short": gettext_noop(
        "an 8-digit tariff code; a shorter one counts nothing until the part master resolves it"
    ),
    "tax_beyond": gettext_noop("at most the gross value %(gross)s, in which it is included"),
    "condition": gettext_noop("new or second_hand"),
    "head": gettext_noop("a head in small letters, such as plant_machinery"),
    "head_unknown": gettext_noop("one of the book's heads: %(heads)s; this one will be disallowed"),
}


class Problem(NamedTuple):
    """One thing wrong, or worth a look, in one row. ``cells`` is the row as read, on a wrong row's first problem."""

    row: int
    column: str
    given: str
    code: str
    arguments: Mapping[str, str]
    severity: str = ERROR
    cells: tuple[str, ...] = ()


STORED = ("row", "column", "given", "code", "arguments", "expected", "severity", "cells")


def stored(problem: Problem) -> tuple[Any, ...]:
    """Return a problem as the columns ``STORED`` of its table."""
    expected = (EXPECTED[problem.code] % problem.arguments)[:MAX_EXPECTED]
    return (
        problem.row,
        problem.column[:40],
        problem.given[:MAX_GIVEN],
        problem.code,
        json.dumps(problem.arguments, ensure_ascii=False),
        expected,
        problem.severity,
        json.dumps(problem.cells, ensure_ascii=False),
    )


def expected_text(code: str, arguments: Mapping[str, Any], kept: str) -> str:
    """Return the sentence in the reader's language; ``kept`` is what stands in the row, for codes no longer used."""
    return gettext(EXPECTED[code]) % arguments if code in EXPECTED else kept
