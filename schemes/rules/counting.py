"""Counting (rule 10.0): from document lines to kilograms and rupees, one line at a time.

`count_line` is what a register of a million rows calls, and what `compute` calls. Weights are integers of
grams. Values are integers of mils, a thousandth of a paisa: a certified price in paise times grams is exact.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from re import compile as pattern
from typing import NamedTuple

from schemes.rules import facts
from schemes.rules.book import Book
from schemes.rules.facts import UnitFacts, Window
from schemes.rules.money import at_least_two, fixed
from schemes.rules.reading import Record
from schemes.rules.refusal import Refused
from schemes.rules.working import WorkingLine, line, rule

KEYS = frozenset({"unit", "documents"})
_UNIT = frozenset({"award_date", "commissioned", "holder_pans"})
_OPTIONAL_UNIT = frozenset({"window_to"})
_DOCUMENT = frozenset(
    {
        "seller_gstin",
        "type",
        "number",
        "line",
        "date",
        "status",
        "supply_type",
        "buyer_gstin",
        "hsn",
        "part",
        "kg",
    }
    | {"taxable_value", "freight_insurance", "note_reason", "refers_to", "related_party", "certified_price"}
    | {"set_aside"}
)
_REFERENCE = frozenset({"number", "date"})
_PAN = pattern(r"[A-Z]{5}[0-9]{4}[A-Z]")
_GSTIN = pattern(r"[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]")
_BUYER = pattern(rf"URP|{_GSTIN.pattern}")
_HSN = pattern(r"[0-9]{4}|[0-9]{6}|[0-9]{8}")
GSTIN = "a GSTIN of 15 characters, such as 07ZZZCR0001R1ZQ"

TYPES = ("INV", "DBN", "CRN")
STATUSES = ("ACTIVE", "CANCELLED")
SUPPLY_TYPES = ("B2B", "SEZ", "DEXP", "EXP", "B2C")
WITHOUT_BUYER_GSTIN = frozenset({"EXP", "B2C"})
NOTE_REASONS = ("RETURN", "SHORT", "PRICE", "DISCOUNT", "OTHER")
MOVES_GOODS = frozenset({"RETURN", "SHORT"})
TREATMENTS = (
    "cancelled",
    "stock_transfer",
    "not_eligible_product",
    "outside_window",
    "price_evidence_missing",
    "set_aside",
    "counted",
)
MILS = 1000  # to a paisa
RULE = rule("10.0")


class Line(NamedTuple):
    """What the treatment of one document line hangs on. `supplied_on` comes from `supply_date`."""

    kind: str
    supplied_on: date
    cancelled: bool
    seller_gstin: str
    buyer_gstin: str | None
    hsn: str
    grams: int
    taxable_paise: int
    freight_paise: int
    note_reason: str | None
    related_party: bool
    price_paise: int | None
    set_aside: bool


class Counted(NamedTuple):
    """A line's treatment, and what it counts: signed grams and mils, 0 unless `counted`."""

    treatment: str
    grams: int
    mils: int
    fy: str


@dataclass(frozen=True)
class Context:
    """What all lines of a unit share: PANs of past and present holders, window, products by supply date."""

    holder_pans: frozenset[str]
    window: Window | None
    products_on: Callable[[date], frozenset[str]] = field(repr=False)


def context(
    unit: UnitFacts, holder_pans: Iterable[str], book: Book, period_end: date | None = None
) -> Context:
    """The context of a unit's lines.

    The product list is the one in force on `period_end`; without it, at the end of each line's own year.
    """

    @cache
    def of_year(end: date) -> frozenset[str]:
        return book.product_codes(end)

    def products_on(supplied_on: date) -> frozenset[str]:
        return of_year(period_end or facts.fy_end(supplied_on))

    return Context(frozenset(holder_pans), facts.window_of(unit, book), products_on)


def supply_date(kind: str, own: date, first_invoice: date | None) -> date:
    """The date a line belongs to: the first invoice a note refers to, else the document's own."""
    return own if kind == "INV" or first_invoice is None else first_invoice


def count_line(record: Line, unit: Context) -> Counted:
    """Treatment, grams, mils and financial year of one line; the first treatment that applies stands."""
    fy = facts.fy_of(record.supplied_on)
    treatment = _treatment(record, unit)
    if treatment != "counted":
        return Counted(treatment, 0, 0, fy)
    sign = -1 if record.kind == "CRN" else 1
    grams = 0 if record.kind == "CRN" and record.note_reason not in MOVES_GOODS else record.grams
    return Counted(treatment, sign * grams, sign * _mils(record), fy)


def turnover_of_claim(mils: int) -> str:
    """A year's turnover as a claim states it: rupees to the paisa, a fraction of a paisa left out."""
    return fixed(mils // MILS, 2)


def compute(record: Record, book: Book) -> dict[str, object]:
    """Every line's treatment, kilograms, value and year, and the years' sums, with the working."""
    unit = record.record("unit", _UNIT, _OPTIONAL_UNIT)
    pans = [
        _pan(pan, f"{unit.at('holder_pans')}[{place}]") for place, pan in enumerate(unit.items("holder_pans"))
    ]
    around = context(facts.read_unit(unit), pans, book)
    counted: list[Counted] = []
    seen: dict[tuple[object, ...], str] = {}
    for item in record.records("documents", _DOCUMENT):
        document = _read(item, seen)
        found = count_line(document, around)
        _check_weight(item, document, found)
        counted.append(found)
    years = sorted({found.fy for found in counted if found.treatment == "counted"})
    return {
        "lines": [
            {
                "line": place,
                "treatment": found.treatment,
                "kg": fixed(found.grams, 3),
                "value": at_least_two(found.mils, 5),
                "fy": found.fy,
            }
            for place, found in enumerate(counted, 1)
        ],
        "years": [_year(fy, counted) for fy in years],
        "working": _working(counted),
    }


def _treatment(record: Line, unit: Context) -> str:
    if record.cancelled:
        return "cancelled"
    buyer_pan = record.buyer_gstin[2:12] if record.buyer_gstin else None
    if buyer_pan is not None and (buyer_pan == record.seller_gstin[2:12] or buyer_pan in unit.holder_pans):
        return "stock_transfer"
    if record.hsn not in unit.products_on(record.supplied_on):
        return "not_eligible_product"
    if unit.window is None or record.supplied_on not in unit.window:
        return "outside_window"
    if record.related_party and record.price_paise is None:
        return "price_evidence_missing"
    return "set_aside" if record.set_aside else "counted"


def _mils(record: Line) -> int:
    """The counted value before its sign: taxable value less freight.

    Between related parties at most the certified price of the kilograms moved, and nothing for a debit note
    that moves none.
    """
    value = (record.taxable_paise - record.freight_paise) * MILS
    if not record.related_party or record.price_paise is None:
        return value
    if record.kind == "CRN" and record.note_reason not in MOVES_GOODS:
        return value
    if record.kind == "DBN" and not record.grams:
        return 0
    return min(value, record.price_paise * record.grams)


def _year(fy: str, counted: Iterable[Counted]) -> dict[str, str]:
    grams, mils = _sums(fy, counted)
    return {"fy": fy, "sold_kg": fixed(grams, 3), "net_sales_turnover": at_least_two(mils, 5)}


def _sums(fy: str, counted: Iterable[Counted]) -> tuple[int, int]:
    of_year = [found for found in counted if found.fy == fy]
    return sum(found.grams for found in of_year), sum(found.mils for found in of_year)


def _working(counted: list[Counted]) -> list[WorkingLine]:
    """By year: how many lines got which treatment, then the sums of the lines counted."""
    tally: dict[tuple[str, str], int] = {}
    for found in counted:
        tally[found.fy, found.treatment] = tally.get((found.fy, found.treatment), 0) + 1
    lines: list[WorkingLine] = []
    for fy in sorted({year for year, _ in tally}):
        lines += [
            line(f"lines_{treatment}", tally[fy, treatment], RULE, fy=fy)
            for treatment in TREATMENTS
            if (fy, treatment) in tally
        ]
        if (fy, "counted") in tally:
            grams, mils = _sums(fy, counted)
            lines.append(line("year_sold", Fraction(grams, 1000), RULE, fy=fy))
            lines.append(line("year_turnover", Fraction(mils, 100 * MILS), RULE, fy=fy))
    return lines


def _pan(value: object, path: str) -> str:
    if isinstance(value, str) and _PAN.fullmatch(value):
        return value
    raise Refused(path, str(value), "a PAN of 10 characters, such as ZZZCR0001R")


def _read(item: Record, seen: dict[tuple[object, ...], str]) -> Line:
    """One document line, checked; `seen` holds the lines before it, since a line counts once."""
    kind, own = item.choice("type", TYPES), item.day("date")
    _check_once(item, kind, own, seen)
    item.text_or_none("part")
    price = None if item.values["certified_price"] is None else item.money("certified_price")
    taxable, freight = item.money("taxable_value"), item.money("freight_insurance")
    if freight > taxable:
        raise item.refuse("freight_insurance", "at most the taxable value, in which it is included")
    return Line(
        kind=kind,
        supplied_on=supply_date(kind, own, _first_invoice(item, own)),
        cancelled=item.choice("status", STATUSES) == "CANCELLED",
        seller_gstin=item.matching("seller_gstin", _GSTIN, GSTIN),
        buyer_gstin=_buyer(item),
        hsn=item.matching("hsn", _HSN, "a tariff code of 4, 6 or 8 digits, as text"),
        grams=item.weight("kg"),
        taxable_paise=taxable,
        freight_paise=freight,
        note_reason=_note_reason(item, kind),
        related_party=item.flag("related_party"),
        price_paise=price,
        set_aside=item.text_or_none("set_aside") is not None,
    )


def _check_once(item: Record, kind: str, own: date, seen: dict[tuple[object, ...], str]) -> None:
    number = item.text("number", longest=64)
    seller = item.matching("seller_gstin", _GSTIN, GSTIN)
    key = (seller, facts.fy_of(own), kind, number.casefold(), item.integer("line"))
    if key in seen:
        raise item.refuse("number", f"a document line used once; {seen[key]} is the same line")
    seen[key] = item.path


def _first_invoice(item: Record, own: date) -> date | None:
    """The date of the first document referred to; none may be dated after the document itself."""
    days = []
    for reference in item.records("refers_to", _REFERENCE):
        reference.text("number", longest=64)
        day = reference.day("date")
        if day > own:
            raise reference.refuse("date", f"a date not after the document's own, {own}")
        days.append(day)
    return days[0] if days else None


def _buyer(item: Record) -> str | None:
    """The buyer's GSTIN; None for exports and consumers, whose records have none or `URP`."""
    supply_type = item.choice("supply_type", SUPPLY_TYPES)
    if item.values["buyer_gstin"] is not None:
        gstin = item.matching("buyer_gstin", _BUYER, GSTIN)
        if gstin != "URP":
            return gstin
    if supply_type not in WITHOUT_BUYER_GSTIN:
        raise item.refuse("buyer_gstin", f"{GSTIN}, since the supply type is {supply_type}")
    return None


def _note_reason(item: Record, kind: str) -> str | None:
    """A credit note's reason decides whether goods moved, so it has one; an invoice has none."""
    if item.values["note_reason"] is None:
        if kind == "CRN":
            raise item.refuse(
                "note_reason", "one of " + ", ".join(NOTE_REASONS) + ", since it is a credit note"
            )
        return None
    if kind == "INV":
        raise item.refuse("note_reason", "null, since it is an invoice")
    return item.choice("note_reason", NOTE_REASONS)


def _check_weight(item: Record, document: Line, found: Counted) -> None:
    """An invoice that counts sells something; only a note may weigh nothing."""
    if found.treatment == "counted" and document.kind == "INV" and not document.grams:
        raise item.refuse("kg", "more than 0, since it is an invoice that counts")
