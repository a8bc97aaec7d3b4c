"""Registers as the company sees them: what it sent, sending a file, one register with all that came of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.forms.register import RegisterForm
from applicants.models import Register, Unit
from applicants.pages.acting import ask_first, attempt, done, posted_version, status_of, visible
from applicants.pages.register_view import address, register_context, rupees, state_badge
from applicants.permissions import registers_visible_to, units_visible_to
from applicants.selectors.registers import reading_job
from applicants.services.register import discard_register, recount_register, upload_register
from portal.accounts.access import UserRequest, company_page
from portal.common.clock import business_today
from portal.common.tables import Column, Empty, Table

T = TypeVar("T")
SPACE = "manufacturer"
COLUMNS_SHOWN = {
    "sales": "seller_gstin, document_type, document_no, line_no, document_date, status, supply_type, buyer_gstin,"
    " hsn, quantity, unit, taxable_value, freight_insurance, related_party",
    "assets": "asset_no, head, supplier, invoice_no, line_no, invoice_date, gross, recoverable_tax, credit_notes,"
    " paid_to_date, incurred_on, condition",
}


@dataclass(frozen=True)
class UnitRegisters:
    """One unit and the table of its registers."""

    unit: Unit
    table: Table


def _units(request: UserRequest) -> QuerySet[Unit]:
    return units_visible_to(request.user).filter(award__state="issued").select_related("award").order_by("pk")


@company_page("GET")
def registers(request: UserRequest) -> HttpResponse:
    """All registers of the company's units, newest first."""
    sent = Register.objects.select_related("file").order_by("kind", "-fy", "-number")
    units = _units(request).prefetch_related(Prefetch("registers", queryset=sent))
    views = [UnitRegisters(unit, _table(list(unit.registers.all()))) for unit in units]
    return render(request, "manufacturer/registers.html", {"views": views})


def _table(rows: list[Register]) -> Table:
    return Table(
        columns=[
            Column("name", _("Register"), kind="link", value=str, url=_url),
            Column("state", _("State"), kind="badge", value=lambda row: state_badge(row, SPACE)),
            Column("rows_good", _("Rows"), kind="number", value=lambda row: _once_read(row, row.rows_good)),
            Column(
                "rows_wrong", _("Came back"), kind="number", value=lambda row: _once_read(row, row.rows_wrong)
            ),
            Column("sold_grams", _("Kilograms"), kind="kg", value=_grams),
            Column("value", _("Value that counts"), kind="crore", value=_value),
            Column("uploaded_at", _("Sent"), kind="date"),
        ],
        rows=rows,
        caption=_("Registers"),
        hide_caption=True,
        empty=Empty(
            _("No register yet."),
            _("Send the invoices of a year to claim the incentive, or the assets to claim the subsidy."),
            reverse("manufacturer:register_new"),
            _("Send a register"),
        ),
        emphasise=lambda row: "soft" if row.state in ("replaced", "discarded") else "",
    )


def _url(register: Register) -> str:
    return reverse("manufacturer:register", args=[register.pk])


def _once_read(register: Register, value: T) -> T | None:
    """A figure of a register that was read; nothing before."""
    return None if register.state in ("uploaded", "unreadable") else value


def _grams(register: Register) -> int | None:
    return _once_read(register, register.sold_grams) if register.kind == Register.Kind.SALES else None


def _value(register: Register) -> Decimal | None:
    return _once_read(register, rupees(register.value_millipaise // 1000))


@company_page("GET", "POST")
def register_new(request: UserRequest) -> HttpResponse:
    """Send a register's file; it is read in the background."""
    units, refusal = list(_units(request)), None
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    first = {
        "kind": request.GET.get("kind", ""),
        "fy": request.GET.get("fy", ""),
        "unit": request.GET.get("unit", ""),
    }
    form = RegisterForm(
        *posted, units=units, today=business_today(), initial={k: v for k, v in first.items() if v}
    )
    if request.method == "POST" and form.is_valid():
        sent: list[Register] = []
        refusal = attempt(form, lambda: sent.append(_send(request, form)))
        if refusal is None:
            return redirect("manufacturer:register", sent[0].pk)
    context = {
        "form": form,
        "units": units,
        "columns": COLUMNS_SHOWN,
        "crumbs": [(_("Output"), reverse("manufacturer:registers")), (_("Send a register"), "")],
    }
    return render(request, "manufacturer/register_new.html", context, status=status_of(form, refusal))


def _send(request: UserRequest, form: RegisterForm) -> Register:
    data = form.cleaned_data
    return upload_register(
        by=request.user, unit_id=int(data["unit"]), kind=data["kind"], fy=data["fy"], upload=data["file"]
    )


@company_page("GET")
def register(request: UserRequest, pk: int) -> HttpResponse:
    """One register: how its lines count, the rows that came back, what can be done with it."""
    found = _visible(request, pk)
    versions = registers_visible_to(request.user).filter(unit=found.unit, kind=found.kind, fy=found.fy)
    job = reading_job(found)
    context = {
        **register_context(request, found, SPACE),
        "job": job,
        "poll_url": reverse("job_progress", args=[job.pk]) if job else "",
        "versions": versions.order_by("-number"),
        "crumbs": [(_("Output"), reverse("manufacturer:registers")), (str(found), "")],
        "upload_url": f"{reverse('manufacturer:register_new')}?kind={found.kind}&fy={found.fy}&unit={found.unit_id}",
        "claim_url": address("manufacturer:claim_new"),
        "can_recount": found.state == "ready" or bool(job and job.state == "failed"),
    }
    return render(request, "manufacturer/register.html", context)


def _visible(request: UserRequest, pk: int) -> Register:
    found = registers_visible_to(request.user).select_related("unit", "file", "uploaded_by__person")
    return visible(found, pk)


@company_page("POST")
def register_discard(request: UserRequest, pk: int) -> HttpResponse:
    """Discard a version no claim holds, after asking once more."""
    found = _visible(request, pk)
    page = ask_first(
        request,
        question=_("Discard %(register)s?") % {"register": found},
        label=_("Discard it"),
        note=_("Its file and lines stay on record. It can no longer be claimed on."),
        back_url=_url(found),
    )
    if page is not None:
        return page
    discard_register(by=request.user, register_id=pk, version=posted_version(request))
    return done(request, _("%(register)s was discarded.") % {"register": found}, "manufacturer:registers")


@company_page("POST")
def register_recount(request: UserRequest, pk: int) -> HttpResponse:
    """Read a version again, under the unit's facts as they are now."""
    found = _visible(request, pk)
    recount_register(by=request.user, register_id=pk, version=posted_version(request))
    return done(
        request, _("%(register)s is being read again.") % {"register": found}, "manufacturer:register", pk
    )
