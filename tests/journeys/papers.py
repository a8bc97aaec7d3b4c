"""The companies' figures and files: PDFs, asset registers, sales registers of a real year's size. All fictitious."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from decimal import Decimal

from portal.demo.companies import DemoCompany, Year
from portal.demo.registers import asset_csv, sales_csv
from tests.factories import PDF
from tests.journeys.screen import Upload

SATPURA = DemoCompany(
    key="satpura",
    name="Satpura Magnets Private Limited (fictitious)",
    letter="T",
    serial=501,
    states=("23", "27"),
    district="Betul",
    state_name="Madhya Pradesh",
    capacity=900,
    rate=Decimal("2100.00"),
    net_worth=Decimal("345.00"),
    phases=((dt.date(2028, 6, 1), 600), (dt.date(2029, 4, 1), 900)),
    invested=Decimal("505.00"),
)
RIVAL = DemoCompany(
    key="godavari",
    name="Godavari Magnetics Private Limited (fictitious)",
    letter="G",
    serial=502,
    states=("37",),
    district="Visakhapatnam",
    state_name="Andhra Pradesh",
    capacity=1200,
    rate=Decimal("1990.00"),
    net_worth=Decimal("410.00"),
)
# Cheap magnets: forty percent of this turnover is less than the rate allows.
YEAR = Year("2029-30", 10_050, 700_000, 4_900)
SPOILED = 9
# By row of the file, whose first is the heading. The ninth spoiled row, 113, repeats a number of the other GSTIN's
# series, which is right.
WRONG_ROWS = {
    **dict.fromkeys((39, 150, 261), "buyer_gstin"),
    **dict.fromkeys((76, 187, 298), "quantity"),
    **dict.fromkeys((224, 335), "document_no"),
}


def paper(name: str) -> Upload:
    """Return a PDF to upload."""
    return Upload(f"{name}.pdf", "application/pdf", PDF)


def sales(spoiled: int = 0) -> Upload:
    """Return the year's sales register; ``spoiled`` of its rows are wrong."""
    name = "satpura-2029-30-first.csv" if spoiled else "satpura-2029-30.csv"
    return Upload(name, "text/csv", sales_csv(SATPURA, YEAR, spoiled=spoiled))


def assets() -> Upload:
    """Return the asset register behind the capital subsidy claim."""
    return Upload("satpura-assets.csv", "text/csv", asset_csv(SATPURA))


@dataclass(frozen=True)
class Totals:
    """What a sales register adds up to, counted by hand: grams, paise, and how many lines of each kind."""

    grams: int
    paise: int
    invoices: int
    cancelled: int

    @property
    def entitlement(self) -> int:
        """Whole rupees: the least of rate times weight and forty percent of turnover; here the second."""
        by_rate = int(SATPURA.rate * 100) * self.grams // 100_000
        by_turnover = self.paise * 40 // 10_000
        assert by_turnover < by_rate
        return by_turnover


def counted(register: Upload) -> Totals:
    """Add a register up without any code of the portal."""
    grams = paise = invoices = cancelled = 0
    for row in csv.DictReader(io.StringIO(register.content.decode())):
        if row["status"] == "CANCELLED":
            cancelled += 1
            continue
        sign = -1 if row["document_type"] == "CRN" else 1
        grams += sign * int(row["quantity"].replace(".", "") or 0)
        paise += sign * int(row["taxable_value"].replace(".", ""))
        invoices += row["document_type"] == "INV"
    return Totals(grams, paise, invoices, cancelled)
