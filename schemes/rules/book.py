"""A scheme book: every figure of the scheme as a dated entry with its source, authority and tag.

A Book is frozen. It is built from content that `schemes.bookfile` has checked; a figure that is not in force
on the date asked for is refused, never guessed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from schemes.rules.money import CRORE
from schemes.rules.reading import parse_date
from schemes.rules.refusal import Refused

Value = Fraction | int | str | bool | date | tuple[str, ...] | None
Content = Mapping[str, Any]
T = TypeVar("T")

UNITS: dict[str, Callable[[Any], Value]] = {
    "crore": Fraction,
    "rupees_per_kg": Fraction,
    "percent": Fraction,
    "percent_per_day": Fraction,
    "ratio": Fraction,
    "tonnes_per_year": int,
    "count": int,
    "days": int,
    "months": int,
    "years": int,
    "date": lambda text: parse_date(text, "value"),
    "choice": str,
    "text": str,
    "flag": bool,
    "names": tuple,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value of one parameter; `raw` is the entry as the book's file has it."""

    start: date
    value: Value
    raw: Content

    @property
    def source(self) -> str:
        """The clause where the scheme's text is known, else the source."""
        return str(self.raw.get("clause") or self.raw["source"])

    @property
    def tag(self) -> str:
        """How sure the figure is: seed, notified, notified-press, press, analogous: X, inferred, recall."""
        return str(self.raw["tag"])


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, as the file has it, in crore and in whole rupees, with its tag and source."""

    text: str
    crore: Fraction
    rupees: int
    tag: str
    source: str

    @classmethod
    def of(cls, text: str, tag: str, source: str) -> "Cell":
        """The cell of a decimal as the book's file has it."""
        crore = Fraction(text)
        return cls(text, crore, int(crore * CRORE), tag, source)


@dataclass(frozen=True, slots=True)
class LadderRow:
    """One capacity of the ladder and what it asks and allows."""

    capacity_mtpa: int
    min_net_worth_crore: Cell
    min_investment_crore: Cell
    sli_cap_crore: Cell
    cs_cap_crore: Cell


@dataclass(frozen=True, slots=True)
class Head:
    """A component of the outlay and its ceiling over the scheme's life, in crore rupees."""

    code: str
    name: Mapping[str, str]
    ceiling: Cell


@dataclass(frozen=True, slots=True)
class Trigger:
    """A point a claim reaches and the cumulative percentage of the entitlement then due (rule 10.3)."""

    key: str
    name: Mapping[str, str]
    percent: Fraction
    tag: str
    source: str


@dataclass(frozen=True, slots=True)
class Product:
    """A tariff item the incentive is paid on."""

    hsn: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InterestRate:
    """The yearly rate of interest on a recovery, in percent, from a date."""

    start: date
    percent: Fraction
    tag: str


LADDER_COLUMNS = ("min_net_worth_crore", "min_investment_crore", "sli_cap_crore", "cs_cap_crore")


@dataclass(frozen=True)
class Book:
    """One version of a scheme book.

    `content` is the checked content, `sha256` the digest of its canonical JSON, and `version` counts from 1.
    """

    code: str
    version: int
    sha256: str
    content: Content
    heads: tuple[Head, ...]
    _entries: Mapping[str, tuple[Entry, ...]]
    _ladders: Sequence[tuple[date, Mapping[int, LadderRow]]]
    _triggers: Mapping[str, Sequence[tuple[date, tuple[Trigger, ...]]]]
    _products: Sequence[tuple[date, tuple[Product, ...]]]

    @classmethod
    def from_dict(cls, content: Content, version: int, sha256: str) -> "Book":
        """A Book from content that `schemes.bookfile.validate` found no fault in."""
        return cls(
            code=content["code"],
            version=version,
            sha256=sha256,
            content=content,
            heads=tuple(Head(h["code"], h["name"], _cell(h["ceiling_crore"], h)) for h in content["heads"]),
            _entries={key: tuple(map(_entry, dated)) for key, dated in content["parameters"].items()},
            _ladders=[
                (_start(d), {r["capacity_mtpa"]: _row(r, d) for r in d["rows"]}) for d in content["ladder"]
            ],
            _triggers={
                component: [(_start(d), tuple(_trigger(r, d) for r in d["rows"])) for d in dated]
                for component, dated in content["triggers"].items()
            },
            _products=[
                (_start(d), tuple(Product(p["hsn"], p["name"]) for p in d["rows"]))
                for d in content["products"]
            ],
        )

    @property
    def title(self) -> Mapping[str, str]:
        """The scheme's name by language, `en` and `hi`."""
        title: Mapping[str, str] = self.content["title"]
        return title

    @property
    def identity(self) -> dict[str, str | int]:
        """What a computation says about the book it used."""
        return {"code": self.code, "version": self.version, "sha256": self.sha256}

    def entry(self, key: str, on: date) -> Entry:
        """The entry of `key` in force on a date; Refused where the book has none."""
        for entry in reversed(self._entries.get(key, ())):
            if entry.start <= on:
                return entry
        raise Refused(
            f"book.parameters.{key}", f"{on} in book {self.code}", "a date on which a value is in force"
        )

    def parameter(self, key: str, on: date) -> Content:
        """The whole dated entry: value as text, unit, from, clause or source, authority, tag."""
        return self.entry(key, on).raw

    def value(self, key: str, on: date) -> Value:
        """The value of `key` in force on a date, typed by its unit; None where the book leaves it open."""
        return self.entry(key, on).value

    def fraction(self, key: str, on: date) -> Fraction:
        """As `value`, for crore, rupees a kilogram, percentages and ratios."""
        return self._of(key, on, Fraction)

    def integer(self, key: str, on: date) -> int:
        """As `value`, for counts, tonnes, days and months."""
        return self._of(key, on, int)

    def text(self, key: str, on: date) -> str:
        """As `value`, for choices and texts."""
        return self._of(key, on, str)

    def day(self, key: str, on: date) -> date:
        """As `value`, for dates."""
        return self._of(key, on, date)

    def names(self, key: str, on: date) -> tuple[str, ...]:
        """As `value`, for lists of names."""
        return self._of(key, on, tuple)

    def _of(self, key: str, on: date, kind: type[T]) -> T:
        value = self.entry(key, on).value
        if not isinstance(value, kind):
            raise Refused(f"book.parameters.{key}", str(value), f"a value of kind {kind.__name__}")
        return value

    def keys(self) -> tuple[str, ...]:
        """The parameters' keys in the order of the book."""
        return tuple(self._entries)

    def ladder(self, on: date) -> Mapping[int, LadderRow]:
        """The ladder in force on a date, by capacity in tonnes a year."""
        return _in_force(self._ladders, on, "ladder", self.code)

    def ladder_row(self, capacity_mtpa: int, on: date, field: str) -> LadderRow:
        """The ladder's row for a capacity; a capacity off the ladder is refused, naming `field`."""
        rows = self.ladder(on)
        row = rows.get(capacity_mtpa)
        if row is None:
            steps = ", ".join(map(str, rows))
            raise Refused(field, str(capacity_mtpa), f"a capacity on the ladder: {steps} tonnes a year")
        return row

    def triggers(self, component: str, on: date) -> tuple[Trigger, ...]:
        """The points at which parts of an entitlement fall due, for `SLI` or `CS`."""
        if component not in self._triggers:
            raise Refused("component", component, "one of " + ", ".join(self._triggers))
        return _in_force(self._triggers[component], on, f"triggers.{component}", self.code)

    def products(self, on: date) -> tuple[Product, ...]:
        """The tariff items the incentive is paid on."""
        return _in_force(self._products, on, "products", self.code)

    def product_codes(self, on: date) -> frozenset[str]:
        """As `products`, the codes alone."""
        return frozenset(product.hsn for product in self.products(on))

    def interest_rates(self) -> tuple[InterestRate, ...]:
        """The rates of interest on recoveries, oldest first."""
        return tuple(
            InterestRate(entry.start, entry.value, entry.tag)
            for entry in self._entries["interest_rate"]
            if isinstance(entry.value, Fraction)
        )


def _in_force(dated: Sequence[tuple[date, T]], on: date, table: str, code: str) -> T:
    for start, found in reversed(dated):
        if start <= on:
            return found
    raise Refused(f"book.{table}", f"{on} in book {code}", "a date on which a table is in force")


def _start(dated: Content) -> date:
    return parse_date(dated["from"], "from")


def _entry(raw: Content) -> Entry:
    value = raw["value"]
    return Entry(_start(raw), None if value is None else UNITS[raw["unit"]](value), raw)


def _cell(raw: Any, default: Content) -> Cell:
    """A figure as text with the table's tag, or as a mapping with its own."""
    if isinstance(raw, Mapping):
        return Cell.of(raw["value"], raw.get("tag", default["tag"]), raw.get("source", default["source"]))
    return Cell.of(raw, default["tag"], default["source"])


def _row(raw: Content, table: Content) -> LadderRow:
    cells = {column: _cell(raw[column], table) for column in LADDER_COLUMNS}
    return LadderRow(raw["capacity_mtpa"], **cells)


def _trigger(raw: Content, table: Content) -> Trigger:
    return Trigger(raw["key"], raw["name"], Fraction(raw["percent"]), table["tag"], table["source"])
