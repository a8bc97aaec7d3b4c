"""Rupees as the pages print them, written here once more so that the pages are not compared with themselves."""

from __future__ import annotations


def inr(rupees: int) -> str:
    """Return whole rupees with lakh and crore grouping."""
    digits = str(rupees)
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    return "₹ " + ",".join([*pairs, tail])
