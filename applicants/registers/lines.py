"""Lines as they go into the database, their canonical form, and their digest.

The digest of a register is the SHA-256 over its lines in row order, each the JSON array of its fields (those of
``SalesLine`` or ``AssetLine``) without white space, in UTF-8, not ASCII-escaped, ended by a line feed. Dates are
YYYY-MM-DD, amounts integers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from applicants.models import AssetLine as AssetRow
from applicants.models import Register, RegisterLine

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class SalesLine(NamedTuple):
    """The columns of RegisterLine besides its keys. Dates are ISO text, as both databases take them in bulk."""

    row: int
    seller_gstin: str
    document_type: str
    document_no: str
    line_no: int
    document_date: str
    status: str
    supply_type: str
    buyer_gstin: str
    buyer_name: str
    place_of_supply: str
    hsn: str
    part_no: str
    grade: str
    grams: int
    taxable_paise: int
    freight_paise: int
    note_reason: str
    refers_to_no: str
    refers_to_dates: str
    refers_to_date: str | None
    lot_no: str
    irn: str
    eway_bill_no: str
    related_party: bool
    certified_price_paise: int | None
    currency: str
    fx_rate: str
    shipping_bill_no: str
    shipping_bill_date: str | None
    set_aside: str
    supply_date: str
    treatment: str
    counted_grams: int
    counted_millipaise: int


class AssetLine(NamedTuple):
    """The columns of AssetLine besides its keys."""

    row: int
    asset_no: str
    head: str
    description: str
    supplier: str
    supplier_gstin: str
    invoice_no: str
    line_no: int
    invoice_date: str
    bill_of_entry: str
    gross_paise: int
    gst_paise: int
    recoverable_tax_paise: int
    refundable_duty_paise: int
    credit_notes_paise: int
    paid_paise: int
    payment_reference: str
    incurred_on: str
    capitalised_on: str | None
    put_to_use_on: str | None
    condition: str
    related_vendor: bool
    counted_paise: int


TABLES = {"sales": (RegisterLine, SalesLine._fields), "assets": (AssetRow, AssetLine._fields)}


class Digest:
    """The running digest of a register's lines."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, lines: Iterable[Sequence[Any]]) -> None:
        """Take in lines, in row order."""
        for line in lines:
            self._hash.update(_encode(line).encode() + b"\n")

    @property
    def hexdigest(self) -> str:
        """The digest so far, in hexadecimal."""
        return self._hash.hexdigest()


def digest_of(register: Register) -> str:
    """Return the digest of the lines a register has in the database, to be compared with the one it carries."""
    model, fields = TABLES[register.kind]
    digest = Digest()
    rows = model.objects.filter(register=register).order_by("row").values_list(*fields)  # type: ignore[attr-defined]
    digest.add([_plain(value) for value in row] for row in rows.iterator(chunk_size=5000))
    return digest.hexdigest


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
