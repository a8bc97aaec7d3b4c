"""Decimals and dates as companies write them, read exactly.

A figure is digits with at most one point, plain, or grouped the Indian (1,23,456.00) or the western (123,456.00)
way. Exponents, signs, currency marks and decimal commas are faults, never guesses.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal

Fault = Literal["number", "decimals", "negative", "exponent", "too_large"]

_PLAIN = re.compile(r"([0-9]+)(?:\.([0-9]+))?").fullmatch
_GROUPED = re.compile(
    r"(?:[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?"
).fullmatch
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+").fullmatch
_DAY_FIRST = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})").fullmatch
_YEAR_FIRST = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
MAX_WHOLE = 12  # digits before the point: a line of a lakh crore fits


def figure(text: str, places: int) -> int | Fault:
    """Return the figure times ten to the power ``places``, or what is wrong with it."""
    match = _PLAIN(text)
    if match is None:
        if not _GROUPED(text):
            return _fault(text)
        match = _PLAIN(text.replace(",", ""))
        if match is None:
            return "number"
    whole, part = match.groups()
    part = part or ""
    if len(part) > places:
        if part[places:].strip("0"):
            return "decimals"
        part = part[:places]
    if len(whole) > MAX_WHOLE and len(whole.lstrip("0")) > MAX_WHOLE:
        return "too_large"
    return int(whole + part.ljust(places, "0"))


def _fault(text: str) -> Fault:
    if text.startswith("-") and (_PLAIN(text[1:]) or _GROUPED(text[1:])):
        return "negative"
    return "exponent" if _EXPONENT(text) else "number"


@lru_cache(maxsize=8192)
def day(text: str) -> dt.date | None:
    """Return a date written DD-MM-YYYY or YYYY-MM-DD; None where it is neither, or in no calendar."""
    match = _DAY_FIRST(text)
    if match:
        text = f"{match[3]}-{match[2]}-{match[1]}"
    elif not _YEAR_FIRST(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
