"""A book as a page shows it: each figure with source, authority and tag, and the difference between two."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

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

    @property
    def name(self) -> tuple[str, str, str]:
        """Return what the figure is compared by: section, key and the day it starts."""
        return self.section, self.key, self.start


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


def _figure(section: str, key: str, entry: dict[str, Any], **given: str) -> Figure:
    values = {
        "start": str(entry.get("from", "")),
        "value": _text(entry.get("value")),
        "unit": str(entry.get("unit", "")),
        "source": str(entry.get("clause") or entry.get("source", "")),
        "authority": _authority(entry),
        "tag": str(entry.get("tag", "")),
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


def figures(version: BookVersion) -> list[Figure]:
    """Return every figure of a version in the book's order: heads, ladder, triggers, demand, parameters."""
    content = json.loads(version.content)
    found = [
        _figure("heads", head["code"], head, value=head["ceiling_crore"], unit="crore")
        for head in content["heads"]
    ]
    found += [
        _figure("demand", str(row["year"]), row, value=str(row["tonnes"]), unit="tonnes_per_year")
        for row in content["demand"]
    ]
    found += _ladder(content)
    for component, dated in content["triggers"].items():
        for entry in dated:
            for row in entry["rows"]:
                key = f"{component}: {row['key']}"
                found.append(
                    _figure("triggers", key, {**entry, **row}, value=str(row["percent"]), unit="percent")
                )
    for key, dated in content["parameters"].items():
        found += [_figure("parameters", key, entry) for entry in dated]
    return found


def differences(old: BookVersion, new: BookVersion) -> list[Difference]:
    """Return what differs between two versions, figure by figure, in the new one's order."""
    before = {figure.name: figure.value for figure in figures(old)}
    after = {figure.name: figure.value for figure in figures(new)}
    names = [*after, *(name for name in before if name not in after)]
    return [
        Difference(*name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    ]
