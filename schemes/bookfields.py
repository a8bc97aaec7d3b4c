"""What a field of a scheme book may hold: each check yields the faults of one value, named by its path."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from schemes.rules import Refused
from schemes.rules.reading import parse_date, shown

DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,4})?")
TAGS = ("seed", "notified", "notified-press", "press", "inferred", "recall")


class Problem(NamedTuple):
    """One fault of a book: where, what stands there, what may stand there."""

    field: str
    given: str
    expected: str


def keys(value: Any, path: str, required: Iterable[str], optional: Iterable[str] = ()) -> Iterator[Problem]:
    """Faults of a mapping's keys; its values may be looked at where there are none."""
    needed, known = set(required), {*required, *optional}
    if not isinstance(value, dict):
        yield Problem(path or "book", shown(value), "a mapping with the keys " + ", ".join(sorted(needed)))
        return
    for key in sorted(needed - value.keys()):
        yield Problem(at(path, key), "nothing", "this key")
    for key in sorted(value.keys() - known):
        yield Problem(at(path, key), "an unknown key", "only the keys " + ", ".join(sorted(known)))


def at(path: str, key: str) -> str:
    """The path of a key inside a path."""
    return f"{path}.{key}" if path else key


def wrong(path: str, value: Any, expected: str, fits: bool) -> Iterator[Problem]:
    """A fault unless the value `fits`."""
    if not fits:
        yield Problem(path, shown(value), expected)


def matches(path: str, value: Any, pattern: re.Pattern[str], expected: str) -> Iterator[Problem]:
    """Text that a pattern matches from end to end."""
    yield from wrong(path, value, expected, isinstance(value, str) and bool(pattern.fullmatch(value)))


def text(path: str, value: Any) -> Iterator[Problem]:
    """Text, not blank."""
    yield from wrong(path, value, "text, not blank", isinstance(value, str) and bool(value.strip()))


def integer(path: str, value: Any, least: int = 0) -> Iterator[Problem]:
    """An integer of at least `least`."""
    yield from wrong(path, value, f"an integer of at least {least}", type(value) is int and value >= least)


def decimal(path: str, value: Any) -> Iterator[Problem]:
    """A decimal written as text."""
    yield from matches(path, value, DECIMAL, 'a decimal as text, not negative, such as "752.5"')


def day(path: str, value: Any) -> Iterator[Problem]:
    """A date written as text."""
    try:
        parse_date(value, path)
    except Refused as refused:
        yield Problem(path, refused.given, refused.expected)


def one_of(path: str, value: Any, options: Iterable[str]) -> Iterator[Problem]:
    """One of a few words."""
    yield from wrong(path, value, "one of " + ", ".join(options), isinstance(value, str) and value in options)


def names(path: str, value: Any) -> Iterator[Problem]:
    """A text in both languages."""
    faults = list(keys(value, path, ("en", "hi")))
    yield from faults
    if not faults:
        for language in ("en", "hi"):
            yield from text(f"{path}.{language}", value[language])


def tag(path: str, value: Any) -> Iterator[Problem]:
    """How sure a figure is."""
    fits = isinstance(value, str) and (value in TAGS or bool(re.fullmatch(r"analogous: \S.*", value)))
    yield from wrong(path, value, "one of " + ", ".join(TAGS) + ", or analogous: and a scheme", fits)


def authority(path: str, value: Any) -> Iterator[Problem]:
    """An order with number and date, or null."""
    if value is None:
        return
    faults = list(keys(value, path, ("order", "date")))
    yield from faults
    if not faults:
        yield from text(f"{path}.order", value["order"])
        yield from day(f"{path}.date", value["date"])


def sourced(path: str, value: dict[str, Any]) -> Iterator[Problem]:
    """Clause or source, authority and tag of a figure."""
    present = [key for key in ("clause", "source") if key in value]
    if not present:
        yield Problem(f"{path}.source", "nothing", "a source, or a clause")
    for key in present:
        yield from text(f"{path}.{key}", value[key])
    if "authority" in value:
        yield from authority(f"{path}.authority", value["authority"])
    yield from tag(f"{path}.tag", value["tag"])


def items(path: str, value: Any) -> list[tuple[str, Any]]:
    """Items with their paths; nothing for what is not a list, which `_filled` names."""
    return [(f"{path}[{place}]", item) for place, item in enumerate(value)] if isinstance(value, list) else []


def filled(path: str, value: Any) -> Iterator[Problem]:
    """A list that is not empty."""
    yield from wrong(path, value, "a list, not empty", isinstance(value, list) and bool(value))


def unique(path: str, values: Iterable[Any]) -> Iterator[Problem]:
    """Values of which none comes twice."""
    seen: list[Any] = []
    for value in values:
        yield from wrong(path, value, "every one once", value not in seen)
        seen.append(value)


def dated(path: str, tables: Any, row: Callable[[str, Any], Iterator[Problem]]) -> Iterator[Problem]:
    """Tables in force one after the other: each with a start, a source, an authority, a tag and rows."""
    yield from filled(path, tables)
    starts = []
    for here, table in items(path, tables):
        faults = list(keys(table, here, ("from", "source", "authority", "tag", "rows")))
        yield from faults
        if not faults:
            starts.append(table["from"])
            yield from day(f"{here}.from", table["from"])
            yield from sourced(here, table)
            yield from filled(f"{here}.rows", table["rows"])
            for place, item in items(f"{here}.rows", table["rows"]):
                yield from row(place, item)
    yield from ascending(path, starts)


def ascending(path: str, starts: list[Any]) -> Iterator[Problem]:
    """Start dates that follow each other."""
    dates = [start for start in starts if isinstance(start, str)]
    for place, (earlier, later) in enumerate(pairwise(dates), 1):
        yield from wrong(f"{path}[{place}].from", later, f"a date after {earlier}", earlier < later)
