"""Registers of real size for fictitious units: the same seed gives the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random

from portal.common.identifiers import gstin_check_digit
from portal.demo.companies import DemoCompany, Year

SALES_HEADINGS = [
    "seller_gstin",
    "document_type",
    "document_no",
    "line_no",
    "document_date",
    "status",
    "supply_type",
    "buyer_gstin",
    "buyer_name",
    "place_of_supply",
    "hsn",
    "part_no",
    "grade",
    "quantity",
    "unit",
    "taxable_value",
    "freight_insurance",
    "note_reason",
    "refers_to_no",
    "refers_to_date",
    "lot_no",
    "irn",
    "eway_bill_no",
    "related_party",
    "certified_price",
    "currency",
    "fx_rate",
    "shipping_bill_no",
    "shipping_bill_date",
]
ASSET_HEADINGS = [
    "asset_no",
    "head",
    "description",
    "supplier",
    "supplier_gstin",
    "invoice_no",
    "line_no",
    "invoice_date",
    "bill_of_entry",
    "gross",
    "gst",
    "recoverable_tax",
    "refundable_duty",
    "credit_notes",
    "paid_to_date",
    "payment_reference",
    "incurred_on",
    "capitalised_on",
    "put_to_use_on",
    "condition",
    "related_vendor",
]
BUYERS = (
    "Motor works",
    "Wind turbines",
    "Pumps and drives",
    "Hard disk parts",
    "Loudspeakers",
    "Traction motors",
)
GRADES = ("N42SH", "N45H", "N38UH", "N48M", "N52")
GRAMS, PAISE = 1000, 100


def _buyer(index: int) -> tuple[str, str]:
    body = f"{(index * 5) % 37 + 1:02d}ZZZCB{index:04d}B1Z"
    return body + gstin_check_digit(body), f"{BUYERS[index % len(BUYERS)]} {index} (fictitious)"


def _shares(total: int, parts: int, chance: random.Random) -> list[int]:
    """Split ``total`` into ``parts`` positive integers of like size that add up to it."""
    weights = [chance.randint(60, 140) for _ in range(parts)]
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    for index in range(total - sum(shares)):
        shares[index % parts] += 1
    return shares


def _period(company: DemoCompany, fy: str) -> tuple[dt.date, int]:
    """Return the first selling day of the year and the days until its end."""
    start, end = dt.date(int(fy[:4]), 4, 1), dt.date(int(fy[:4]) + 1, 3, 31)
    first = max(start, company.phases[0][0] + dt.timedelta(days=6))
    return first, (end - first).days


def sales_rows(company: DemoCompany, year: Year) -> list[dict[str, str]]:
    """Return the year's invoices and a few credit notes; kilograms and rupees add up to the year's figures.

    Each return is matched by a further invoice of the same weight, so the totals stand.
    """
    chance = random.Random(f"{company.key} {year.fy}")  # noqa: S311 - made-up data, the same each time
    first, days = _period(company, year.fy)
    buyers = [_buyer(index) for index in range(1, 41)]
    weights = _shares(year.kg * GRAMS, year.invoices, chance)
    values = _shares(year.kg * year.price * PAISE, year.invoices, chance)
    tag = year.fy[2:4] + year.fy[5:]
    average = year.price * PAISE
    rows = []
    for index, grams in enumerate(weights):
        # rupees follow the weight, with the price of each invoice a little off the average
        paise = (
            grams * average // GRAMS + (values[index] - year.kg * year.price * PAISE // year.invoices) // 400
        )
        gstin, name = buyers[chance.randrange(len(buyers))]
        day = first + dt.timedelta(days=index * days // year.invoices)
        row = _invoice(company, tag, index, day)
        row |= {"buyer_gstin": gstin, "buyer_name": name, "place_of_supply": gstin[:2]}
        row |= {
            "grade": GRADES[chance.randrange(len(GRADES))],
            "quantity": f"{grams // GRAMS}.{grams % GRAMS:03d}",
        }
        rows.append({**row, "taxable_value": f"{paise // PAISE}.{paise % PAISE:02d}"})
    return [*rows, *_returns(rows, chance, tag)]


def _invoice(company: DemoCompany, tag: str, index: int, day: dt.date) -> dict[str, str]:
    return {
        "seller_gstin": company.gstins[index % len(company.gstins)],
        "document_type": "INV",
        "document_no": f"{company.letter}{tag}/{index + 1:05d}",
        "line_no": "1",
        "document_date": day.strftime("%d-%m-%Y"),
        "status": "ACTIVE",
        "supply_type": "B2B",
        "hsn": "85051190",
        "unit": "KGS",
        "freight_insurance": "0.00",
        "lot_no": f"L{tag}-{index // 40 + 1:03d}",
        "related_party": "N",
    }


def _returns(rows: list[dict[str, str]], chance: random.Random, tag: str) -> list[dict[str, str]]:
    """Return a dozen returns and the same number of cancelled invoices."""
    notes = []
    for number, row in enumerate(chance.sample(rows, 12), start=1):
        note = {
            **row,
            "document_type": "CRN",
            "document_no": f"C{row['document_no'][0]}{tag}/{number:04d}",
            "note_reason": "RETURN" if number % 2 else "DISCOUNT",
            "refers_to_no": row["document_no"],
            "refers_to_date": row["document_date"],
        }
        if note["note_reason"] == "DISCOUNT":
            note |= {"quantity": "", "unit": "", "taxable_value": "1000.00"}
        notes.append(note)
    for number, row in enumerate(chance.sample(rows, 5), start=1):
        notes.append(
            {**row, "document_no": f"X{row['document_no'][0]}{tag}/{number:04d}", "status": "CANCELLED"}
        )
    return notes


def sales_csv(company: DemoCompany, year: Year, *, spoiled: int = 0) -> bytes:
    """Return the year's register as CSV; ``spoiled`` rows of it are wrong, as a first upload often is."""
    rows = sales_rows(company, year)
    for index in range(spoiled):
        row = rows[(index + 1) * 37]
        if index % 3 == 0:
            row["buyer_gstin"] = row["buyer_gstin"][:14] + ("A" if row["buyer_gstin"][14] != "A" else "B")
        elif index % 3 == 1:
            row["quantity"] = "12,3x4"
        else:
            row["document_no"], row["line_no"] = rows[0]["document_no"], rows[0]["line_no"]
    return _csv(SALES_HEADINGS, rows)


def asset_csv(company: DemoCompany, *, crore: str = "", until: dt.date | None = None) -> bytes:
    """Return an asset register that adds up to ``crore`` (default: the company's figure) of counted cost, in rupees."""
    total = int((company.invested if not crore else type(company.invested)(crore)) * 10**7)
    chance = random.Random(f"{company.key} assets")  # noqa: S311 - made-up data, the same each time
    last = (until or company.phases[0][0]) - dt.timedelta(days=20)
    start = dt.date(2027, 3, 1)
    heads = ["plant_machinery"] * 40 + ["research_development"] * 5 + ["technology_transfer"] * 3
    rows = []
    for index, rupees in enumerate(_shares(total, len(heads), chance), start=1):
        day = start + dt.timedelta(days=(last - start).days * index // len(heads))
        gst = rupees * 18 // 100
        rows.append(
            {
                "asset_no": f"{company.letter}-{index:04d}",
                "head": heads[index - 1],
                "description": f"Plant item {index} (fictitious)",
                "supplier": f"Furnace and press makers {index % 7 + 1} (fictitious)",
                "invoice_no": f"FP/{company.letter}/{index:04d}",
                "line_no": "1",
                "invoice_date": day.strftime("%d-%m-%Y"),
                "gross": f"{rupees + gst}.00",
                "gst": f"{gst}.00",
                "recoverable_tax": f"{gst}.00",
                "credit_notes": "0.00",
                "paid_to_date": f"{rupees + gst}.00",
                "payment_reference": f"PAY{index:05d}",
                "incurred_on": day.strftime("%d-%m-%Y"),
                "capitalised_on": last.strftime("%d-%m-%Y"),
                "put_to_use_on": last.strftime("%d-%m-%Y"),
                "condition": "new",
                "related_vendor": "N",
            }
        )
    return _csv(ASSET_HEADINGS, rows)


def _csv(headings: list[str], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
