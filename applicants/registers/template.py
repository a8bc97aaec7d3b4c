"""The columns of our templates (formats.md) and finding them in a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from applicants.registers.unreadable import Unreadable

_BRACKETS = re.compile(r"\([^)]*\)")
_GAPS = re.compile(r"[^a-z0-9]+")


class SalesCells(NamedTuple):
    """A row of a sales register in the order of the template (formats.md, template 1)."""

    seller_gstin: str
    document_type: str
    document_no: str
    line_no: str
    document_date: str
    status: str
    supply_type: str
    buyer_gstin: str
    buyer_name: str
    place_of_supply: str
    hsn: str
    part_no: str
    grade: str
    quantity: str
    unit: str
    taxable_value: str
    freight_insurance: str
    note_reason: str
    refers_to_no: str
    refers_to_date: str
    lot_no: str
    irn: str
    eway_bill_no: str
    related_party: str
    certified_price: str
    currency: str
    fx_rate: str
    shipping_bill_no: str
    shipping_bill_date: str


class AssetCells(NamedTuple):
    """A row of an asset register in the order of the template (formats.md, other registers)."""

    asset_no: str
    head: str
    description: str
    supplier: str
    supplier_gstin: str
    invoice_no: str
    line_no: str
    invoice_date: str
    bill_of_entry: str
    gross: str
    gst: str
    recoverable_tax: str
    refundable_duty: str
    credit_notes: str
    paid_to_date: str
    payment_reference: str
    incurred_on: str
    capitalised_on: str
    put_to_use_on: str
    condition: str
    related_vendor: str


@dataclass(frozen=True)
class Template:
    """A register's columns in the order of the template; ``required`` ones must stand in the heading."""

    columns: tuple[str, ...]
    required: frozenset[str]
    aliases: dict[str, str]

    def name_of(self, heading: str) -> str:
        """Return the column a heading means, or nothing."""
        plain = _GAPS.sub("_", _BRACKETS.sub("", heading.lower())).strip("_")
        found = self.aliases.get(plain, plain)
        return found if found in self.columns else ""

    def known(self, headings: list[str]) -> int:
        """Count the headings that are columns of this template."""
        return sum(1 for heading in headings if self.name_of(heading.strip('"')))


@dataclass(frozen=True)
class Placing:
    """Where each column of the template stands in the file; a missing one at the place past the last cell.

    ``cells`` is how many cells the heading has, the blank ones at its end included.
    """

    width: int
    cells: int
    places: tuple[int, ...]
    unknown: tuple[str, ...]


def place(headings: Sequence[str], cells: int, template: Template) -> Placing:
    """Find the template's columns in a heading. Raises Unreadable for a missing required or a repeated column."""
    names = [template.name_of(heading) for heading in headings]
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    if twice:
        raise Unreadable(
            _("The column %(column)s stands twice in the heading.") % {"column": twice[0]},
            given=", ".join(headings)[:100],
            expected=_("every column once"),
        )
    missing = [column for column in template.columns if column in template.required and column not in names]
    if missing:
        raise Unreadable(
            _("The heading lacks the column %(columns)s.") % {"columns": ", ".join(missing)},
            expected=_("the columns of the template in the first line"),
            todo=_("Add what is missing, or copy your rows into the template."),
        )
    width = len(headings)
    places = tuple(names.index(column) if column in names else width for column in template.columns)
    unknown = tuple(h for h, name in zip(headings, names, strict=True) if not name and h.strip())
    return Placing(width, cells, places, unknown)


SALES = Template(
    columns=SalesCells._fields,
    required=frozenset(
        (
            "seller_gstin",
            "document_type",
            "document_no",
            "line_no",
            "document_date",
            "status",
            "supply_type",
            "buyer_gstin",
            "hsn",
            "quantity",
            "unit",
            "taxable_value",
            "freight_insurance",
            "related_party",
        )
    ),
    aliases={
        "gstin_of_seller": "seller_gstin",
        "supplier_gstin": "seller_gstin",
        "doc_type": "document_type",
        "invoice_no": "document_no",
        "invoice_number": "document_no",
        "document_number": "document_no",
        "line": "line_no",
        "invoice_date": "document_date",
        "gstin_of_buyer": "buyer_gstin",
        "recipient_gstin": "buyer_gstin",
        "hsn_code": "hsn",
        "qty": "quantity",
        "uqc": "unit",
        "freight_and_insurance": "freight_insurance",
        "e_way_bill_no": "eway_bill_no",
        "part_number": "part_no",
    },
)
ASSETS = Template(
    columns=AssetCells._fields,
    required=frozenset(
        (
            "asset_no",
            "head",
            "supplier",
            "invoice_no",
            "line_no",
            "invoice_date",
            "gross",
            "recoverable_tax",
            "credit_notes",
            "paid_to_date",
            "incurred_on",
            "condition",
        )
    ),
    aliases={
        "asset_number": "asset_no",
        "vendor": "supplier",
        "invoice_number": "invoice_no",
        "line": "line_no",
        "gross_value": "gross",
        "paid": "paid_to_date",
        "put_to_use": "put_to_use_on",
    },
)
TEMPLATES = {"sales": SALES, "assets": ASSETS}
EXAMPLES = {
    "sales": SalesCells(
        seller_gstin="07ZZZCR0001R1ZQ",
        document_type="INV",
        document_no="A/2029/0001",
        line_no="1",
        document_date="15-05-2029",
        status="ACTIVE",
        supply_type="B2B",
        buyer_gstin="21ZZZCR0002M1Z9",
        buyer_name="Example Motors Limited",
        place_of_supply="21",
        hsn="85051190",
        part_no="M-42",
        grade="N42SH",
        quantity="1000.000",
        unit="KGS",
        taxable_value="5600000.00",
        freight_insurance="10000.00",
        note_reason="",
        refers_to_no="",
        refers_to_date="",
        lot_no="L-7",
        irn="",
        eway_bill_no="",
        related_party="N",
        certified_price="",
        currency="",
        fx_rate="",
        shipping_bill_no="",
        shipping_bill_date="",
    ),
    "assets": AssetCells(
        asset_no="P-001",
        head="plant_machinery",
        description="Strip casting furnace",
        supplier="Example Furnaces Limited",
        supplier_gstin="",
        invoice_no="F/2027/11",
        line_no="1",
        invoice_date="01-06-2027",
        bill_of_entry="",
        gross="11800000.00",
        gst="1800000.00",
        recoverable_tax="1800000.00",
        refundable_duty="0.00",
        credit_notes="0.00",
        paid_to_date="11800000.00",
        payment_reference="",
        incurred_on="01-06-2027",
        capitalised_on="01-07-2027",
        put_to_use_on="01-08-2027",
        condition="new",
        related_vendor="N",
    ),
}
