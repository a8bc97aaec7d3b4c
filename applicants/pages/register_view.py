"""What every page of one register shows, whoever reads it: sums, lines with their treatment, rows that came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applicants.forms.register import LineFilter
from applicants.labels import head_label
from applicants.lifecycle import REGISTER
from applicants.models import AssetLine, Register, RegisterLine, RegisterProblem
from applicants.pages.acting import Fact
from applicants.registers.problems import ERROR, WARNING, expected_text
from applicants.registers.text import DELIMITER_NAMES
from applicants.selectors.registers import TREATMENT_LABELS, TreatmentSum, treatment_sums
from portal.common.tables import Column, Empty, Export, Table, build_table
from portal.common.templatetags.portal_money import crore, dmy, dmy_time, grouped, inr, kg
from portal.common.workflow import Text

SHOWN_PROBLEMS = 100


@dataclass(frozen=True)
class Figure:
    """One figure of the row on top."""

    label: Text
    text: Text
    note: Text = ""


def address(name: str, *args: object) -> str:
    """Return the address of a page that another room may have; nothing where it has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def rupees(paise: int | None) -> Decimal | None:
    """Return paise as exact rupees."""
    return None if paise is None else Decimal(paise).scaleb(-2)


def state_badge(register: Register, audience: str) -> tuple[Text, str]:
    """Return the words and tone of a register's state for an audience."""
    state = REGISTER.by_code[register.state]
    return state.label_for(audience), state.tone


def register_context(request: HttpRequest, register: Register, space: str) -> dict[str, Any]:
    """Return what the page of a register shows; ``space`` is the namespace of its addresses."""
    read = bool(register.digest) and register.state != "uploaded"
    sales = register.kind == Register.Kind.SALES
    problems = problem_table(register, ERROR, space) if register.rows_wrong and read else None
    return {
        "register": register,
        "badge": state_badge(register, space),
        "figures": figures(register) if read else [],
        "treatments": treatment_table(register, space) if read and sales else None,
        "problems": problems,
        "more_problems": max(0, _count(register, ERROR) - SHOWN_PROBLEMS) if problems else 0,
        "warnings": warning_table(register, space) if read else None,
        "lines": line_table(request, register, space) if read else None,
        "file_facts": file_facts(register),
        "file_url": reverse(f"{space}:register_file", args=[register.pk]),
    }


def figures(register: Register) -> list[Figure]:
    """Return the figures on top of the page: rows, kilograms and rupees that count, rows that came back."""
    wrong = register.rows_wrong
    came_back = ngettext("%(rows)s came back", "%(rows)s came back", wrong) % {"rows": grouped(wrong)}
    shown = [
        Figure(_("Rows that stand"), grouped(register.rows_good), came_back if wrong else _("none came back"))
    ]
    rupees_counted = rupees(register.value_millipaise // 1000)
    exact = _("exactly %(amount)s") % {"amount": inr(rupees_counted)}
    if register.kind == Register.Kind.ASSETS:
        return [*shown, Figure(_("Cost that counts"), crore(rupees_counted), exact)]
    tonnes = _("%(tonnes)s t") % {"tonnes": grouped(register.sold_grams // 1_000_000)}
    weight = _("exactly %(amount)s") % {"amount": kg(register.sold_grams)}
    shown.append(Figure(_("Tonnes that count"), tonnes, weight))
    return [*shown, Figure(_("Turnover that counts"), crore(rupees_counted), exact)]


def file_facts(register: Register) -> list[Fact]:
    """Return what is known of the file."""
    written = register.encoding.upper()
    if register.delimiter:
        written = f"{written}, {_separator(register.delimiter)}"
    facts = [
        Fact(_("File"), register.file.name),
        Fact(_("Sent"), f"{dmy_time(register.uploaded_at)}, {register.uploaded_by.person.name}"),
        Fact(_("Written as"), written),
        Fact(_("SHA-256 of the file"), register.file.sha256),
    ]
    if register.digest:
        facts.append(Fact(_("Digest of its lines"), register.digest))
    return [fact for fact in facts if fact.value]


def _separator(mark: str) -> str:
    words = {"comma": _("commas"), "semicolon": _("semicolons"), "tab": _("tabs")}
    return words[DELIMITER_NAMES[mark]]


def treatment_table(register: Register, space: str) -> Table:
    """Return how the lines were treated (rule 10.0); each leads to its lines."""
    page = reverse(f"{space}:register", args=[register.pk])

    def lines_url(row: TreatmentSum) -> str:
        return f"{page}?treatment={row.code}#lines"

    return Table(
        columns=[
            Column("badge", _("Treatment"), kind="link", value=lambda row: row.badge[0], url=lines_url),
            Column("lines", _("Lines"), kind="number"),
            Column("grams", _("Kilograms"), kind="kg"),
            Column("paise", _("Value without freight"), kind="money", value=lambda row: rupees(row.paise)),
        ],
        rows=treatment_sums(register),
        caption=_("How the lines count"),
        emphasise=lambda row: "binds" if row.code == "counted" else "",
    )


def problem_table(register: Register, severity: str, space: str) -> Table:
    """Return the first hundred problems, and where all of them can be had."""
    rows = RegisterProblem.objects.filter(register=register, severity=severity).order_by("row", "pk")
    exports = [
        Export("CSV", reverse(f"{space}:register_problems_csv", args=[register.pk])),
        Export("XLSX", reverse(f"{space}:register_problems_xlsx", args=[register.pk])),
    ]
    return Table(
        columns=[
            Column("row", _("Row"), kind="number"),
            Column("column", _("Column")),
            Column("given", _("Given"), value=lambda row: row.given or _("(empty)")),
            Column("expected", _("Expected"), value=said),
        ],
        rows=list(rows[:SHOWN_PROBLEMS]),
        caption=_("Rows that came back") if severity == ERROR else _("Worth a second look"),
        exports=exports if severity == ERROR else (),
    )


def warning_table(register: Register, space: str) -> Table | None:
    """Return what stays but deserves a look, None where there is nothing."""
    table = problem_table(register, WARNING, space)
    return table if table.has_rows else None


def said(problem: RegisterProblem) -> str:
    """Return what is expected, in the reader's language."""
    return expected_text(problem.code, problem.arguments, problem.expected)


def _count(register: Register, severity: str) -> int:
    return RegisterProblem.objects.filter(register=register, severity=severity).count()


def line_table(request: HttpRequest, register: Register, space: str) -> Table:
    """Return the register's lines: filtered, sorted, paged."""
    if register.kind == Register.Kind.ASSETS:
        return _asset_table(request, register, space)
    form = LineFilter(request.GET)
    return build_table(
        request,
        filtered_lines(register, form),
        caption=_("Lines"),
        columns=sales_columns(),
        filters=form,
        exports={"CSV": reverse(f"{space}:register_lines_csv", args=[register.pk])},
        default_sort="row",
        empty=Empty(_("No line fits."), _("Choose another treatment or number.")),
    )


def filtered_lines(register: Register, form: LineFilter) -> QuerySet[RegisterLine]:
    """Return the lines the filter asks for; an unknown treatment or number shows all."""
    lines = RegisterLine.objects.filter(register=register)
    if not form.is_valid():
        return lines
    if form.cleaned_data["treatment"]:
        lines = lines.filter(treatment=form.cleaned_data["treatment"])
    if form.cleaned_data["number"]:
        lines = lines.filter(document_no__icontains=form.cleaned_data["number"])
    return lines


def document(line: RegisterLine) -> SafeString:
    """Return a line's document: number, and below it type, line and date."""
    below = _("%(kind)s, line %(line)s") % {"kind": line.document_type, "line": line.line_no}
    return format_html("{} <small>{}, {}</small>", line.document_no, below, dmy(line.document_date))


def buyer(line: RegisterLine) -> SafeString:
    """Return who bought: name, and below it GSTIN or the kind of supply."""
    below = line.buyer_gstin or line.supply_type
    return format_html("{} <small>{}</small>", line.buyer_name, below)


def sales_columns() -> Sequence[Column]:
    """Return the columns of sales lines on the page."""
    by_date = ("document_date", "document_no")
    return [
        Column("row", _("Row"), kind="number", sortable=True),
        Column("document", _("Document"), value=document, sortable=True, order_by=by_date),
        Column("buyer_name", _("Buyer"), value=buyer, sortable=True),
        Column("grams", _("Kilograms"), kind="kg", sortable=True),
        Column("taxable_paise", _("Value"), kind="money", value=_taxable, sortable=True),
        Column("counted_grams", _("Counted kg"), kind="kg", sortable=True),
        Column("counted_millipaise", _("Counted value"), kind="money", value=_counted, sortable=True),
        Column("treatment", _("Treatment"), kind="badge", value=_treatment, sortable=True),
    ]


def _taxable(line: RegisterLine) -> Decimal | None:
    return rupees(line.taxable_paise)


def _counted(line: RegisterLine) -> Decimal | None:
    return rupees(line.counted_millipaise // 1000)


def _treatment(line: RegisterLine) -> tuple[Text, str]:
    return TREATMENT_LABELS[line.treatment]


def _asset_table(request: HttpRequest, register: Register, space: str) -> Table:
    return build_table(
        request,
        AssetLine.objects.filter(register=register),
        caption=_("Lines"),
        columns=[
            Column("row", _("Row"), kind="number", sortable=True),
            Column("asset_no", _("Asset"), value=lambda line: f"{line.asset_no} {line.description}".strip()),
            Column("head", _("Head"), value=lambda line: head_label(line.head), sortable=True),
            Column("supplier", _("Supplier"), sortable=True),
            Column("invoice_no", _("Invoice"), value=lambda line: f"{line.invoice_no} / {line.line_no}"),
            Column("incurred_on", _("Incurred on"), kind="date", sortable=True),
            Column("condition", _("Condition"), value=lambda line: condition_label(line.condition)),
            Column("gross_paise", _("Gross"), kind="money", value=lambda line: rupees(line.gross_paise)),
            Column("paid_paise", _("Paid"), kind="money", value=lambda line: rupees(line.paid_paise)),
            Column(
                "counted_paise",
                _("Counts"),
                kind="money",
                value=lambda line: rupees(line.counted_paise),
                sortable=True,
            ),
        ],
        exports={"CSV": reverse(f"{space}:register_lines_csv", args=[register.pk])},
        default_sort="row",
    )


def condition_label(code: str) -> str:
    """Return an asset's condition in words."""
    return _("Second-hand") if code == "second_hand" else _("New")
