"""A book as a page shows it: each figure with source, authority and tag, and the difference between two."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from portal.common.canonical import canonical_text
from schemes.models import BookVersion


@dataclass(frozen=True)
class Figure:
    """One dated figure of a book, as text."""

    section: str
    key: str
    start: str
    value: str
    unit: str
    source: str
    authority: str
    tag: str
    rest: str = ""  # what else the entry says, such as its names, as JSON

    @property
    def name(self) -> tuple[str, str, str]:
        """Return what the figure is compared by: section, key and the day it starts."""
        return self.section, self.key, self.start

    @property
    def behind(self) -> str:
        """Return all that stands behind the value: unit, source, authority, tag and the rest."""
        parts = (self.unit, self.source, self.authority, self.tag, self.rest)
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True)
class Difference:
    """A figure that differs between two versions; empty text where one does not have it."""

    section: str
    key: str
    start: str
    old: str
    new: str


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _authority(entry: dict[str, Any]) -> str:
    authority = entry.get("authority")
    return f"{authority['order']}, {authority['date']}" if authority else ""


SHOWN_APART = {"from", "value", "unit", "clause", "source", "authority", "tag", "rows"}


def _rest(entry: dict[str, Any], *shown: str) -> str:
    """Return what an entry says besides what has a column of its own."""
    rest = {key: value for key, value in entry.items() if key not in {*SHOWN_APART, *shown}}
    return canonical_text(rest) if rest else ""


def _figure(section: str, key: str, entry: dict[str, Any], **given: str) -> Figure:
    values = {
        "start": str(entry.get("from", "")),
        "value": _text(entry.get("value")),
        "unit": str(entry.get("unit", "")),
        "source": str(entry.get("clause") or entry.get("source", "")),
        "authority": _authority(entry),
        "tag": str(entry.get("tag", "")),
        "rest": _rest(entry),
    }
    return Figure(section, key, **{**values, **given})


def _ladder(content: dict[str, Any]) -> list[Figure]:
    found = []
    for dated in content["ladder"]:
        for row in dated["rows"]:
            for column, cell in row.items():
                if column == "capacity_mtpa":
                    continue
                own = {**dated, **cell} if isinstance(cell, dict) else {**dated, "value": cell}
                found.append(_figure("ladder", f"{row['capacity_mtpa']} t: {column}", own, unit="crore"))
    return found


def _facts(content: dict[str, Any]) -> list[Figure]:
    """Return what a book says of itself outside its dated figures: title, years, stages, authority."""
    apart = ("code", "heads", "demand", "ladder", "triggers", "products", "parameters")
    return [
        _figure("book", path, {"value": value})
        for key, part in content.items()
        if key not in apart
        for path, value in _leaves(key, part)
    ]


def _leaves(path: str, value: Any) -> list[tuple[str, Any]]:
    """Return every plain value below a place, with its path."""
    if isinstance(value, dict):
        return [leaf for key, inner in value.items() for leaf in _leaves(f"{path}.{key}", inner)]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [leaf for place, inner in enumerate(value, 1) for leaf in _leaves(f"{path} {place}", inner)]
    return [(path, value)]


def _heads(content: dict[str, Any]) -> list[Figure]:
    return [
        _figure(
            "heads",
            head["code"],
            head,
            value=head["ceiling_crore"],
            unit="crore",
            rest=_rest(head, "code", "ceiling_crore"),
        )
        for head in content["heads"]
    ]


def _demand(content: dict[str, Any]) -> list[Figure]:
    return [
        _figure(
            "demand",
            str(row["year"]),
            row,
            value=str(row["tonnes"]),
            unit="tonnes_per_year",
            rest=_rest(row, "year", "tonnes"),
        )
        for row in content["demand"]
    ]


def _triggers(content: dict[str, Any]) -> list[Figure]:
    return [
        _figure(
            "triggers",
            f"{component}: {row['key']}",
            {**entry, **row},
            value=str(row["percent"]),
            unit="percent",
            rest=_rest({**entry, **row}, "key", "percent"),
        )
        for component, dated in content["triggers"].items()
        for entry in dated
        for row in entry["rows"]
    ]


def _products(content: dict[str, Any]) -> list[Figure]:
    return [
        _figure(
            "products", row["hsn"], {**entry, **row}, value=row["hsn"], unit="tariff", rest=_rest(row, "hsn")
        )
        for entry in content["products"]
        for row in entry["rows"]
    ]


def figures(version: BookVersion) -> list[Figure]:
    """Return all a version says: heads, demand, ladder, triggers, products, parameters, then the book's own facts."""
    content = json.loads(version.content)
    parts = (_heads, _demand, _ladder, _triggers, _products)
    found = [figure for part in parts for figure in part(content)]
    for key, dated in content["parameters"].items():
        found += [_figure("parameters", key, entry) for entry in dated]
    return found + _facts(content)


def differences(old: BookVersion, new: BookVersion) -> list[Difference]:
    """Return what differs between two versions, figure by figure, in the new one's order.

    Where the value is the same and what stands behind it is not, both are shown with that.
    """
    before = {figure.name: figure for figure in figures(old)}
    after = {figure.name: figure for figure in figures(new)}
    names = [*after, *(name for name in before if name not in after)]
    pairs = [(name, before.get(name), after.get(name)) for name in names]
    return [Difference(*name, *_told(was, now)) for name, was, now in pairs if was != now]


def _told(was: Figure | None, now: Figure | None) -> tuple[str, str]:
    """Return a figure before and after in words, empty where there is none."""
    if was is None or now is None or was.value != now.value:
        return was.value if was else "", now.value if now else ""
    return f"{was.value} ({was.behind})", f"{now.value} ({now.behind})"
