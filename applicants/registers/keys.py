"""Keys of counted document lines: an invoice earns once, whoever claims it."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, Max, Min, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, Lower

from applicants.models import AssetLine, CountedKey, Register, RegisterLine
from applicants.registers.asset_rows import key_of
from schemes.rules import facts

LONGEST = 120


def sales_keys(register: Register) -> QuerySet[Any]:
    """Return the counted lines of a sales register with their ``key``.

    Seller GSTIN | FY of the document's own date | type | number, case-folded | line.
    """
    lines = RegisterLine.objects.filter(register=register, treatment="counted")
    return lines.annotate(
        key=Concat(
            F("seller_gstin"),
            Value("|"),
            _year_of(lines),
            Value("|"),
            F("document_type"),
            Value("|"),
            Lower("document_no"),
            Value("|"),
            Cast("line_no", CharField()),
            output_field=CharField(),
        )
    )


def _year_of(lines: QuerySet[RegisterLine]) -> Case | Value:
    """The financial year of ``document_date`` as SQL: a register's documents lie in two or three of them."""
    ends = lines.order_by().aggregate(first=Min("document_date"), last=Max("document_date"))
    if ends["first"] is None:
        return Value("")
    day, years = facts.fy_start(ends["first"]), []
    while day <= ends["last"]:
        end = facts.fy_end(day)
        years.append(When(document_date__lte=end, then=Value(facts.fy_of(day))))
        day = end + dt.timedelta(days=1)
    return Case(*years, output_field=CharField())


def asset_keys(register: Register) -> list[tuple[str, int]]:
    """Return key and row of each line of an asset register; they are few enough for memory."""
    rows = AssetLine.objects.filter(register=register).order_by("row")
    fields = rows.values_list("supplier_gstin", "supplier", "invoice_no", "line_no", "row")
    return [(_short(key_of(gstin, name, invoice, line)), row) for gstin, name, invoice, line, row in fields]


def _short(key: str) -> str:
    return key if len(key) <= LONGEST else f"asset|{hashlib.sha256(key.encode()).hexdigest()}"


def versions_of(register: Register) -> QuerySet[Register]:
    """Return all versions of the same register: same unit, kind and year; a later one takes over their keys."""
    return Register.objects.filter(unit=register.unit_id, kind=register.kind, fy=register.fy)


def own_keys(register: Register) -> QuerySet[CountedKey]:
    """Return the keys held by any version of this register."""
    return CountedKey.objects.filter(register__in=versions_of(register))


class Taken(NamedTuple):
    """A line another register holds: its name, its row in the register asked about, who holds it."""

    what: str
    row: int
    holder: Register


def first_taken(register: Register) -> Taken | None:
    """Return the first line of a register that another register's claim holds, None where all are free."""
    if register.kind == Register.Kind.SALES:
        return _first_sales(register)
    return _first_asset(register)


def _others(register: Register) -> QuerySet[CountedKey]:
    return CountedKey.objects.exclude(register__in=versions_of(register)).select_related("register__unit")


def _first_sales(register: Register) -> Taken | None:
    lines = sales_keys(register)
    others = _others(register).filter(key__in=lines.values("key"))
    line = lines.filter(key__in=others.order_by().values("key")).order_by("row").first()
    if line is None:
        return None
    what = f"{line.document_type} {line.document_no}, {line.line_no} ({line.seller_gstin})"
    return Taken(what, line.row, others.get(key=line.key).register)


def _first_asset(register: Register) -> Taken | None:
    rows = dict(asset_keys(register))
    keys = list(rows)
    for start in range(0, len(keys), 500):
        taken = _others(register).filter(key__in=keys[start : start + 500])
        found = min(taken, key=lambda held: rows[held.key], default=None)
        if found is not None:
            line = AssetLine.objects.get(register=register, row=rows[found.key])
            return Taken(f"{line.supplier}, {line.invoice_no}, {line.line_no}", line.row, found.register)
    return None
