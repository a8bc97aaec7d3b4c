"""Register files for tests: a row that is right in every column, and files built from changed copies of it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from applicants.models import Register, RegisterProblem
from applicants.registers.around import Around
from applicants.registers.loading import READERS
from applicants.registers.problems import ERROR, EXPECTED, WARNING
from applicants.registers.reading import Source, open_source
from applicants.registers.template import ASSETS, SALES, TEMPLATES
from applicants.services.register import upload_register
from portal.common import jobs
from portal.common.models import Job
from schemes.bookfile import shipped_book
from schemes.rules import counting, facts
from tests.factories import AwardedUnit, gstin_of

FY = "2029-30"
PAN, SELLER = "ZZZCR0001R", "07ZZZCR0001R1ZQ"
BUYER = gstin_of("ZZZCB0001B", "21")
RELATED_BUYER = gstin_of("ZZZCB0002B", "27")


def seller_of(made: AwardedUnit | str) -> str:
    """The GSTIN that sells: the company's, or the one given."""
    return made if isinstance(made, str) else made.company.gstin


def sale(made: AwardedUnit | str = SELLER, **changes: object) -> dict[str, str]:
    """A sales row that is right and counts 1,000 kg and ₹ 55,90,000; ``changes`` put something else in its place."""
    row = {
        "seller_gstin": seller_of(made),
        "document_type": "INV",
        "document_no": "A/1",
        "line_no": "1",
        "document_date": "15-05-2029",
        "status": "ACTIVE",
        "supply_type": "B2B",
        "buyer_gstin": BUYER,
        "buyer_name": "Motors of Example",
        "place_of_supply": "21",
        "hsn": "85051190",
        "part_no": "M-42",
        "grade": "N42SH",
        "quantity": "1000.000",
        "unit": "KGS",
        "taxable_value": "5600000.00",
        "freight_insurance": "10000.00",
        "related_party": "N",
    }
    return {**row, **{key: str(value) for key, value in changes.items()}}


def note(made: AwardedUnit | str = SELLER, kind: str = "CRN", **changes: object) -> dict[str, str]:
    """A credit note that takes back 100 kg of invoice A/1."""
    facts = {
        "document_type": kind,
        "document_no": "C/1",
        "document_date": "20-06-2029",
        "quantity": "100.000",
        "taxable_value": "560000.00",
        "freight_insurance": "0.00",
        "note_reason": "RETURN",
        "refers_to_no": "A/1",
        "refers_to_date": "15-05-2029",
    }
    return sale(made, **{**facts, **changes})


def export(made: AwardedUnit | str = SELLER, **changes: object) -> dict[str, str]:
    """An export invoice with all that one needs."""
    facts = {
        "supply_type": "EXP",
        "buyer_gstin": "URP",
        "currency": "USD",
        "fx_rate": "84.1250",
        "shipping_bill_no": "1234567",
        "shipping_bill_date": "16-05-2029",
    }
    return sale(made, **{**facts, **changes})


def asset(**changes: object) -> dict[str, str]:
    """An asset row that is right and counts ₹ 1,00,00,000."""
    row = {
        "asset_no": "P-1",
        "head": "plant_machinery",
        "description": "Strip casting furnace",
        "supplier": "Furnaces of Example",
        "supplier_gstin": "",
        "invoice_no": "F/1",
        "line_no": "1",
        "invoice_date": "01-06-2027",
        "gross": "11800000.00",
        "gst": "1800000.00",
        "recoverable_tax": "1800000.00",
        "refundable_duty": "0",
        "credit_notes": "0.00",
        "paid_to_date": "11800000.00",
        "payment_reference": "UTR 1",
        "incurred_on": "01-06-2027",
        "capitalised_on": "01-07-2027",
        "put_to_use_on": "01-08-2027",
        "condition": "new",
        "related_vendor": "N",
    }
    return {**row, **{key: str(value) for key, value in changes.items()}}


def as_text(
    rows: Sequence[Mapping[str, str]], *, columns: Sequence[str] = SALES.columns, delimiter: str = ","
) -> str:
    """Rows as CSV text under the heading of the template."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def as_csv(rows: Sequence[Mapping[str, str]], **options: object) -> bytes:
    """Rows as CSV in UTF-8."""
    return as_text(rows, **options).encode()  # type: ignore[arg-type]


def as_assets(rows: Sequence[Mapping[str, str]], **options: object) -> bytes:
    """Asset rows as CSV in UTF-8."""
    return as_csv(rows, columns=ASSETS.columns, **options)


def as_xlsx(table: Sequence[Sequence[object]]) -> bytes:
    """A table of cells as an XLSX workbook; dates as spreadsheet dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd-mm-yyyy", "remove_timezone": True}) as book:
        sheet = book.add_worksheet()
        for place, cells in enumerate(table):
            for column, cell in enumerate(cells):
                sheet.write(place, column, cell)
    return out.getvalue()


@lru_cache
def around(fy: str = FY, *, band: bool = True) -> Around:
    """What a unit commissioned on 15 January 2029 is checked and counted against, without a database."""
    book = shipped_book("repm-7350")
    unit = facts.UnitFacts(dt.date(2027, 1, 15), (facts.Phase(dt.date(2029, 1, 15), 900),))
    context = counting.context(unit, [PAN], book)
    first, last = facts.fy_bounds(fy)
    return Around(
        fy=fy,
        first=first,
        last=last,
        sellers={SELLER: (None, None)},
        context=context,
        band=(200_000, 2_000_000) if band else None,
        heads=book.names("asset_heads", last),
        basis="",
        products_on=context.products_on,
    )


class Checked(NamedTuple):
    """A file read without a database: its lines, errors and warnings (row, column, given, expected), its source."""

    lines: list[Any]
    errors: list[tuple[int, str, str, str]]
    warnings: list[tuple[int, str, str, str]]
    source: Source

    @property
    def grams(self) -> int:
        """Grams that count."""
        return sum(line.counted_grams for line in self.lines)


def check(
    folder: Path, content: bytes, *, kind: str = "sales", surroundings: Around | None = None
) -> Checked:
    """Read a file as the job does, row by row, and keep what comes of it in memory."""
    path = folder / "register"
    path.write_bytes(content)
    source = open_source(path, TEMPLATES[kind])
    reader = READERS[kind](surroundings or around(), source.placing)
    lines, found = [], {ERROR: [], WARNING: []}
    for row, cells in source.rows:
        line, troubles = reader.read(row, cells)
        lines += [line] if line is not None else []
        for trouble in troubles:
            said = EXPECTED[trouble.code] % trouble.arguments
            found[trouble.severity].append((trouble.row, trouble.column, trouble.given, said))
    return Checked(lines, found[ERROR], found[WARNING], source)


def upload(
    made: AwardedUnit,
    content: bytes,
    *,
    kind: str = "sales",
    fy: str | None = None,
    name: str = "register.csv",
) -> Register:
    """Send a file as the unit's register, unread as yet."""
    year = FY if fy is None else fy
    return upload_register(
        by=made.preparer,
        unit_id=made.unit.pk,
        kind=kind,
        fy=year if kind == "sales" else "",
        upload=SimpleUploadedFile(name, content),
    )


def job_of(register: Register) -> Job:
    """The newest job that reads a register."""
    return Job.objects.filter(kind="read_register", object_id=str(register.pk)).order_by("-pk")[0]


def read(made: AwardedUnit, content: bytes, **options: str) -> Register:
    """Send a file and have it read."""
    register = upload(made, content, **options)
    jobs.run_now(job_of(register))
    register.refresh_from_db()
    return register


def problems(register: Register, severity: str = "error") -> list[tuple[int, str, str, str]]:
    """Row, column, given and expected of everything a register came back with, by row."""
    found = RegisterProblem.objects.filter(register=register, severity=severity).order_by("row", "pk")
    return list(found.values_list("row", "column", "given", "expected"))


def as_zip(members: Mapping[str, bytes]) -> bytes:
    """An archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
