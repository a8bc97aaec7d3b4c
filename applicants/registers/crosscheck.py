"""What only shows across rows: notes to invoices the register does not have, and credits beyond what those carry.

Neither is an error: the row stays, and the agency asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from applicants.models import Register, RegisterLine
from applicants.registers.problems import WARNING, Problem
from portal.common import words

Invoice = tuple[str, str]


class Note(NamedTuple):
    """A note's line: its row, type, seller, taxable paise, and the numbers it refers to."""

    row: int
    kind: str
    seller: str
    paise: int
    refers_to: str

    @property
    def invoices(self) -> list[Invoice]:
        """The documents it refers to: seller and number, case-folded."""
        return [(self.seller, number.lower()) for number in self.refers_to.split("; ")]


def cross_problems(register: Register) -> Iterator[Problem]:
    """Yield the warnings of a loaded register's notes, in row order. Three queries, whatever the number of rows."""
    lines = RegisterLine.objects.filter(register=register, status="ACTIVE")
    carried = _carried(lines)
    credited: dict[Invoice, int] = {}
    for note in _notes(lines):
        yield from _unknown(note, carried)
        yield from _beyond(note, carried, credited)


def _notes(lines: QuerySet[RegisterLine]) -> Iterator[Note]:
    fields = ("row", "document_type", "seller_gstin", "taxable_paise", "refers_to_no")
    notes = lines.exclude(document_type="INV").exclude(refers_to_no="").order_by("row").values_list(*fields)
    return (Note(*values) for values in notes.iterator(chunk_size=5000))


def _carried(lines: QuerySet[RegisterLine]) -> dict[Invoice, int]:
    """Taxable paise of each invoice that a note refers to and the register has, over its lines."""
    wanted = {invoice for note in _notes(lines) for invoice in note.invoices}
    found: dict[Invoice, int] = {}
    if not wanted:
        return found
    invoices = lines.filter(document_type="INV").order_by("row")
    for seller, number, paise in invoices.values_list(
        "seller_gstin", "document_no", "taxable_paise"
    ).iterator(chunk_size=5000):
        invoice = (seller, number.lower())
        if invoice in wanted:
            found[invoice] = found.get(invoice, 0) + paise
    return found


def _unknown(note: Note, carried: dict[Invoice, int]) -> Iterator[Problem]:
    if any(invoice not in carried for invoice in note.invoices):
        yield Problem(note.row, "refers_to_no", note.refers_to, "invoice_unknown", {}, WARNING)


def _beyond(note: Note, carried: dict[Invoice, int], credited: dict[Invoice, int]) -> Iterator[Problem]:
    """Credits to one invoice, added up in row order; each note that goes beyond it is named."""
    invoices = note.invoices
    if note.kind != "CRN" or len(invoices) != 1 or invoices[0] not in carried:
        return
    invoice = invoices[0]
    credited[invoice] = credited.get(invoice, 0) + note.paise
    if credited[invoice] > carried[invoice]:
        shown = {"invoiced": _rupees(carried[invoice]), "credited": _rupees(credited[invoice])}
        yield Problem(note.row, "taxable_value", _rupees(note.paise), "credit_beyond", shown, WARNING)


def _rupees(paise: int) -> str:
    return words.group(f"{paise // 100}.{paise % 100:02d}", 2)
