"""Rows of a sales register: each becomes a counted line, or comes back with all that is wrong in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext_noop

from applicants.registers import figures
from applicants.registers.around import Around
from applicants.registers.checks import Checks
from applicants.registers.lines import SalesLine
from applicants.registers.problems import Problem
from applicants.registers.template import Placing
from applicants.registers.template import SalesCells as Cells
from portal.common import words
from schemes.rules import counting, facts

_NUMBER = re.compile(r"[A-Za-z0-9/-]{1,16}").fullmatch
_HSN = re.compile(r"[0-9]{4}|[0-9]{6}|[0-9]{8}").fullmatch
_IRN = re.compile(r"[0-9a-f]{64}").fullmatch
_EWAY = re.compile(r"[0-9]{12}").fullmatch
_CURRENCY = re.compile(r"[A-Z]{3}").fullmatch
_PARTS = re.compile(r"\s*[;|]\s*|\s*,\s*")
PLACES_OF_UNIT = {"KGS": 3, "MTS": 6, "GMS": 0}
PIECES = frozenset({"NOS", "PCS", "SET"})
SHORTEST_TEXT = 20  # characters every text column holds
WITHOUT_GOODS = frozenset({"PRICE", "DISCOUNT"})
SET_ASIDE_HSN = gettext_noop(
    "The tariff code has fewer than 8 digits and the part master does not resolve it."
)

Outcome = tuple[SalesLine | None, list[Problem]]


class Document(NamedTuple):
    """Which line of which document, by whom, when."""

    seller: str
    kind: str
    number: str
    line: int
    day: dt.date | None
    cancelled: bool


class References(NamedTuple):
    """Why a note was written and to which documents."""

    reason: str
    numbers: str
    dates: str
    first: dt.date | None


class Goods(NamedTuple):
    """What moved: tariff code, grams, and why it is set aside if it is."""

    hsn: str
    grams: int
    set_aside: str


class Value(NamedTuple):
    """Figures in paise; the certified price is for a kilogram."""

    taxable: int
    freight: int
    related: bool
    certified: int | None


class Parts(NamedTuple):
    """What was read of a row."""

    document: Document
    references: References
    supplied: dt.date
    buyer: str
    goods: Goods
    value: Value
    bill_date: dt.date | None


class SalesRows:
    """Reads rows one after another; ``read`` remembers the document lines it has taken, so that each is taken once."""

    def __init__(self, around: Around, placing: Placing) -> None:
        self._around = around
        self._check = Checks(placing)
        self._taken: dict[tuple[str, str, str], dict[str, int]] = {}

    def read(self, row: int, cells: Sequence[str]) -> Outcome:
        """Return the row's line, None where it is wrong, and its problems."""
        check = self._check
        c = Cells._make(check.begin(row, cells))
        document = self._document(c)
        references = self._references(c, document)
        supplied = self._supply_date(c, document, references)
        buyer = self._buyer(c)
        goods = self._goods(c, document, references, supplied)
        value = self._value(c)
        self._texts(c)
        bill_date = self._export(c, document)
        problems = check.end(cells)
        if not check.is_wrong and document.day:
            self._take_once(c, document, document.day)
        if check.is_wrong or document.day is None or supplied is None:
            return None, problems
        parts = Parts(document, references, supplied, buyer, goods, value, bill_date)
        counted = counting.count_line(_counting_line(parts), self._around.context)
        self._look_at(c, parts, counted)
        return _line(row, c, parts, counted), problems

    def _document(self, c: Cells) -> Document:
        check, seller = self._check, c.seller_gstin.upper()
        kind = check.choice("document_type", c.document_type, counting.TYPES)
        number = c.document_no
        if not _NUMBER(number):
            check.wrong("document_no", number, "document_no" if number else "missing")
        line = check.line_number("line_no", c.line_no)
        day = check.date("document_date", c.document_date)
        status = check.choice("status", c.status, counting.STATUSES)
        self._check_seller(seller, day)
        return Document(seller, kind, number, line, day, status == "CANCELLED")

    def _check_seller(self, seller: str, day: dt.date | None) -> None:
        check, sellers = self._check, self._around.sellers
        if seller not in sellers:
            if not seller:
                check.wrong("seller_gstin", "", "missing")
            elif check.gstin("seller_gstin", seller):
                check.wrong("seller_gstin", seller, "seller", known=", ".join(list(sellers)[:6]))
            return
        since, until = sellers[seller]
        if day and ((since and day < since) or (until and day > until)):
            period = f"{_dmy(since)} – {_dmy(until)}"
            check.wrong("seller_gstin", seller, "seller_dates", period=period)

    def _references(self, c: Cells, document: Document) -> References:
        check, reason = self._check, ""
        if document.kind == "INV":
            if c.note_reason:
                check.wrong("note_reason", c.note_reason, "reason_unneeded")
            if c.refers_to_no or c.refers_to_date:
                check.wrong("refers_to_no", c.refers_to_no or c.refers_to_date, "refers_unneeded")
            return References("", "", "", None)
        if c.note_reason:
            reason = check.choice("note_reason", c.note_reason, counting.NOTE_REASONS)
        elif document.kind == "CRN":
            check.wrong("note_reason", "", "reason_needed", choices=", ".join(counting.NOTE_REASONS))
        if not (c.refers_to_no or c.refers_to_date):
            return References(reason, "", "", None)
        return self._referred(c, document, reason)

    def _referred(self, c: Cells, document: Document, reason: str) -> References:
        check = self._check
        numbers = [part for part in _PARTS.split(c.refers_to_no) if part]
        days = [check.date("refers_to_date", part) for part in _PARTS.split(c.refers_to_date) if part]
        if not numbers or len(numbers) != len(days):
            check.wrong("refers_to_date", c.refers_to_date, "refers_pair")
        for number in numbers:
            if not _NUMBER(number):
                check.wrong("refers_to_no", number, "document_no")
        known = [day for day in days if day]
        if document.day and any(day > document.day for day in known):
            check.wrong("refers_to_date", c.refers_to_date, "refers_later", day=_dmy(document.day))
        text = check.text("refers_to_no", "; ".join(numbers), 400)
        return References(reason, text, "; ".join(map(dt.date.isoformat, known)), known[0] if known else None)

    def _supply_date(self, c: Cells, document: Document, references: References) -> dt.date | None:
        if document.day is None:
            return None
        supplied = counting.supply_date(document.kind, document.day, references.first)
        around = self._around
        if not around.first <= supplied <= around.last:
            column = "refers_to_date" if references.first and document.kind != "INV" else "document_date"
            given = c.refers_to_date if column == "refers_to_date" else c.document_date
            self._check.wrong(
                column, given, "year", fy=around.fy, day=_dmy(supplied), other=facts.fy_of(supplied)
            )
        return supplied

    def _buyer(self, c: Cells) -> str:
        """The buyer's GSTIN, "" for exports and consumers."""
        check, gstin = self._check, c.buyer_gstin.upper()
        supply = check.choice("supply_type", c.supply_type, counting.SUPPLY_TYPES)
        if not supply:
            return ""
        if supply in counting.WITHOUT_BUYER_GSTIN:
            if gstin not in ("", "URP"):
                check.wrong("buyer_gstin", c.buyer_gstin, "buyer_unneeded", supply=supply)
            return ""
        if gstin in ("", "URP"):
            check.wrong("buyer_gstin", c.buyer_gstin, "buyer_needed", supply=supply)
        else:
            check.gstin("buyer_gstin", gstin)
        return gstin

    def _goods(self, c: Cells, document: Document, references: References, supplied: dt.date | None) -> Goods:
        hsn = c.hsn.replace(" ", "").replace(".", "")
        if not _HSN(hsn):
            self._check.wrong("hsn", c.hsn, "hsn" if hsn else "missing")
            return Goods(hsn, 0, "")
        products = self._around.products_on(supplied or self._around.last)
        short = len(hsn) < 8 and any(product.startswith(hsn) for product in products)
        grams = self._grams(c, document, references, eligible=short or hsn in products)
        return Goods(hsn, grams, SET_ASIDE_HSN if short else "")

    def _grams(self, c: Cells, document: Document, references: References, *, eligible: bool) -> int:
        """Grams of the row. Goods the scheme does not pay for need no weight, whatever unit they are sold in."""
        check, unit = self._check, c.unit.upper()
        must = eligible and not document.cancelled
        moves = document.kind == "INV" or references.reason in counting.MOVES_GOODS
        if not c.quantity and not (must and moves):
            return 0
        if unit not in PLACES_OF_UNIT:
            if must and unit in PIECES:
                check.wrong("unit", c.unit, "pieces", part=c.part_no or "?")
            elif must:
                check.wrong("unit", c.unit, "unit" if unit else "missing")
            return 0
        if not must and not isinstance(figures.figure(c.quantity, PLACES_OF_UNIT[unit]), int):
            return 0
        before = len(check.problems)
        grams = check.figure("quantity", c.quantity, PLACES_OF_UNIT[unit])
        if must and moves and not grams and len(check.problems) == before:
            check.wrong("quantity", c.quantity, "quantity_positive")
        if must and grams and references.reason in WITHOUT_GOODS:
            check.wrong("quantity", c.quantity, "quantity_none", reason=references.reason)
        return grams

    def _value(self, c: Cells) -> Value:
        check, before = self._check, len(self._check.problems)
        taxable = check.figure("taxable_value", c.taxable_value, 2)
        freight = check.figure("freight_insurance", c.freight_insurance, 2, needed=False)
        if freight > taxable and len(check.problems) == before:
            check.wrong("freight_insurance", c.freight_insurance, "freight", taxable=_rupees(taxable))
        related = check.choice("related_party", c.related_party, ("Y", "N")) == "Y"
        if not c.certified_price:
            return Value(taxable, freight, related, None)
        before = len(check.problems)
        certified = check.figure("certified_price", c.certified_price, 2)
        if not certified and len(check.problems) == before:
            check.wrong("certified_price", c.certified_price, "above_zero")
        return Value(taxable, freight, related, certified)

    def _texts(self, c: Cells) -> None:
        check = self._check
        texts = (c.buyer_name, c.place_of_supply, c.part_no, c.grade, c.lot_no)
        if max(map(len, texts)) > SHORTEST_TEXT or not "".join(texts).isprintable():
            check.text("buyer_name", c.buyer_name, 120)
            check.text("place_of_supply", c.place_of_supply, 40)
            check.text("part_no", c.part_no, 40)
            check.text("grade", c.grade, 20)
            check.text("lot_no", c.lot_no, 40)
        if c.irn and not _IRN(c.irn.lower()):
            check.wrong("irn", c.irn, "irn")
        if c.eway_bill_no and not _EWAY(c.eway_bill_no):
            check.wrong("eway_bill_no", c.eway_bill_no, "eway")

    def _export(self, c: Cells, document: Document) -> dt.date | None:
        """What an export needs besides; the shipping bill's date."""
        check = self._check
        if c.supply_type.upper() == "EXP" and document.kind == "INV" and not document.cancelled:
            for column in ("currency", "fx_rate", "shipping_bill_no", "shipping_bill_date"):
                if not getattr(c, column):
                    check.wrong(column, "", "export")
        if not (c.currency or c.fx_rate or c.shipping_bill_no or c.shipping_bill_date):
            return None
        if c.currency and not _CURRENCY(c.currency.upper()):
            check.wrong("currency", c.currency, "currency")
        before = len(check.problems)
        rate = check.figure("fx_rate", c.fx_rate, 6, needed=False)
        if c.fx_rate and not rate and len(check.problems) == before:
            check.wrong("fx_rate", c.fx_rate, "above_zero")
        check.text("fx_rate", c.fx_rate, 20)
        check.text("shipping_bill_no", c.shipping_bill_no, 20)
        return check.date("shipping_bill_date", c.shipping_bill_date, needed=False)

    def _take_once(self, c: Cells, document: Document, day: dt.date) -> None:
        """Take a document line, by seller, year, type, number (case-folded) and line; the first one stays."""
        group = self._taken.setdefault((document.seller, facts.fy_of(day), document.kind), {})
        first = group.setdefault(f"{document.number.lower()}|{document.line}", self._check.row)
        if first != self._check.row:
            given = f"{document.kind} {c.document_no}, {document.line}"
            self._check.wrong("document_no", given, "duplicate", first=str(first))

    def _look_at(self, c: Cells, parts: Parts, counted: counting.Counted) -> None:
        """Warn where a line may be a slip: a price outside the band, a tariff code cut short."""
        document, goods, value = parts.document, parts.goods, parts.value
        if goods.set_aside:
            self._check.warn("hsn", c.hsn, "hsn_short")
        band = self._around.band
        if band is None or counted.treatment != "counted" or document.kind != "INV" or not goods.grams:
            return
        low, high = band
        paise = (value.taxable - value.freight) * 1000
        if not low * goods.grams <= paise <= high * goods.grams:
            price = _rupees(paise // goods.grams)
            self._check.warn(
                "taxable_value",
                c.taxable_value,
                "price_band",
                low=_rupees(low),
                high=_rupees(high),
                price=price,
            )


def _dmy(day: dt.date | None) -> str:
    return day.strftime("%d-%m-%Y") if day else "…"


def _rupees(paise: int) -> str:
    return words.group(f"{paise // 100}.{paise % 100:02d}", 2)


def _counting_line(parts: Parts) -> counting.Line:
    """What the rules count by (rule 10.0)."""
    document, value = parts.document, parts.value
    return counting.Line(
        kind=document.kind,
        supplied_on=parts.supplied,
        cancelled=document.cancelled,
        seller_gstin=document.seller,
        buyer_gstin=parts.buyer or None,
        hsn=parts.goods.hsn,
        grams=parts.goods.grams,
        taxable_paise=value.taxable,
        freight_paise=value.freight,
        note_reason=parts.references.reason or None,
        related_party=value.related,
        price_paise=value.certified,
        set_aside=bool(parts.goods.set_aside),
    )


def _line(row: int, c: Cells, parts: Parts, counted: counting.Counted) -> SalesLine:
    document, references, supplied, buyer, goods, value, bill_date = parts
    own = document.day or supplied
    return SalesLine(
        row,
        document.seller,
        document.kind,
        document.number,
        document.line,
        own.isoformat(),
        "CANCELLED" if document.cancelled else "ACTIVE",
        c.supply_type.upper(),
        buyer,
        c.buyer_name,
        c.place_of_supply,
        goods.hsn,
        c.part_no,
        c.grade,
        goods.grams,
        value.taxable,
        value.freight,
        references.reason,
        references.numbers,
        references.dates,
        references.first.isoformat() if references.first else None,
        c.lot_no,
        c.irn.lower(),
        c.eway_bill_no,
        value.related,
        value.certified,
        c.currency.upper(),
        c.fx_rate,
        c.shipping_bill_no,
        bill_date.isoformat() if bill_date else None,
        goods.set_aside,
        supplied.isoformat(),
        counted.treatment,
        counted.grams,
        counted.mils,
    )
