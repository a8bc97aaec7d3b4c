"""What can be downloaded of a register: the file as sent, rows that came back, lines, and the empty template."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from decimal import Decimal

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from applicants.forms.register import LineFilter
from applicants.models import AssetLine, Register
from applicants.pages.acting import visible
from applicants.pages.register_view import filtered_lines, rupees
from applicants.permissions import registers_visible_to
from applicants.registers import handback
from applicants.registers.template import EXAMPLES, TEMPLATES
from portal.accounts.access import UserRequest, company_page, signed_in_page
from portal.common.exports import CSV_TYPE, XLSX_TYPE, Report, csv_response
from portal.common.files import serve
from portal.common.tables import Column


def _register(request: UserRequest, pk: int) -> Register:
    return visible(registers_visible_to(request.user).select_related("unit", "file"), pk)


def _stem(register: Register) -> str:
    return "-".join(part for part in (register.kind, register.fy, f"v{register.number}") if part)


@signed_in_page("GET")
def register_file(request: UserRequest, pk: int) -> FileResponse:
    """The file as it was sent."""
    return serve(_register(request, pk).file)


@signed_in_page("GET")
def register_problems_csv(request: UserRequest, pk: int) -> StreamingHttpResponse:
    """All rows that came back, with the reasons beside them, as CSV."""
    register = _register(request, pk)
    response = StreamingHttpResponse(handback.csv_chunks(register), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="came-back-{_stem(register)}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in_page("GET")
def register_problems_xlsx(request: UserRequest, pk: int) -> FileResponse:
    """All rows that came back, with the reasons beside them and the wrong cells tinted, as XLSX."""
    register = _register(request, pk)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    handback.write_xlsx(register, out)
    out.seek(0)
    name = f"came-back-{_stem(register)}.xlsx"
    response = FileResponse(out, as_attachment=True, filename=name, content_type=XLSX_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in_page("GET")
def register_lines_csv(request: UserRequest, pk: int) -> StreamingHttpResponse:
    """The lines the page's filter shows, with every column and how each counts, as CSV."""
    register = _register(request, pk)
    if register.kind == Register.Kind.ASSETS:
        assets = AssetLine.objects.filter(register=register).order_by("row")
        report = Report(f"lines-{_stem(register)}", str(register), _asset_columns(), assets)
        return csv_response(report)
    form = LineFilter(request.GET)
    lines = filtered_lines(register, form).order_by("row")
    report = Report(
        f"lines-{_stem(register)}",
        str(register),
        _sales_columns(),
        lines,
        filters={
            str(form.fields[name].label): text
            for name, text in form.data.items()
            if name in form.fields and text
        },
    )
    return csv_response(report)


def _kilograms(grams: int) -> Decimal:
    return Decimal(grams).scaleb(-3)


def _sales_columns() -> list[Column]:
    plain = (
        "row seller_gstin document_type document_no line_no document_date status supply_type buyer_gstin buyer_name"
        " place_of_supply hsn part_no grade"
    )
    later = (
        "note_reason refers_to_no refers_to_dates lot_no irn eway_bill_no related_party currency fx_rate"
        " shipping_bill_no shipping_bill_date set_aside supply_date treatment"
    )
    price = "certified_price_paise"
    return [
        *(Column(name, name) for name in plain.split()),
        Column("kilograms", "kilograms", value=lambda line: _kilograms(line.grams)),
        Column("taxable_value", "taxable_value", value=lambda line: rupees(line.taxable_paise)),
        Column("freight_insurance", "freight_insurance", value=lambda line: rupees(line.freight_paise)),
        Column("certified_price", "certified_price", value=lambda line: rupees(getattr(line, price))),
        *(Column(name, name) for name in later.split()),
        Column("counted_kilograms", "counted_kilograms", value=lambda line: _kilograms(line.counted_grams)),
        Column(
            "counted_value", "counted_value", value=lambda line: Decimal(line.counted_millipaise).scaleb(-5)
        ),
    ]


def _asset_columns() -> list[Column]:
    plain = (
        "row asset_no head description supplier supplier_gstin invoice_no line_no invoice_date bill_of_entry"
        " payment_reference incurred_on capitalised_on put_to_use_on condition related_vendor"
    )
    money = "gross gst recoverable_tax refundable_duty credit_notes paid counted"
    return [
        *(Column(name, name) for name in plain.split()),
        *(Column(name, name, value=_paise_of(f"{name}_paise")) for name in money.split()),
    ]


def _paise_of(field: str) -> Callable[[AssetLine], Decimal | None]:
    return lambda line: rupees(getattr(line, field))


@company_page("GET")
def register_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The template's heading with one example row, as CSV."""
    if kind not in TEMPLATES:
        raise Http404
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(TEMPLATES[kind].columns)
    writer.writerow(EXAMPLES[kind])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="template-{kind}.csv"'
    return response
