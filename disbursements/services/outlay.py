"""The heads' outlay over the scheme's life, opened from the book (domain.md 1.1)."""

from __future__ import annotations

from disbursements import computation
from disbursements.models import LedgerEntry
from disbursements.services import ledger
from disbursements.services.ledger import Row
from portal.common.events import record, service
from schemes.models import BookVersion
from schemes.rules.book import Book
from schemes.terms import book_of


@service
def open_outlay(*, book_code: str) -> BookVersion:
    """Post every head's ceiling of the scheme's book to the ledger. The same version twice changes nothing.

    Raises Refusal where a new version's ceiling is below what the head has sanctioned already.
    """
    version = computation.book_version(book_code)
    book = book_of(version)
    rows = [row for head in book.heads for row in head_rows(head.code, book)]
    if rows:
        ledger.post(journal=f"outlay {book_code} {version.number}", order_number=book_code, rows=rows)
        record(version, "open_outlay", None, {"rupees": sum(row.amount for row in rows)})
    return version


def head_rows(code: str, book: Book) -> list[Row]:
    """Return what brings a head's outlay to the ceiling of the book, nothing where it stands there already.

    A head is opened once, by the scheme's own book; another book's ceiling does not touch it.
    """
    source, outlay = ledger.head_account("outlay_source", code), ledger.head_account("outlay", code)
    opened_by = LedgerEntry.objects.filter(credit=source).order_by("pk").first()
    if opened_by is not None and not opened_by.journal.startswith(f"outlay {book.code} "):
        return []
    ceiling = next(head.ceiling.rupees for head in book.heads if head.code == code)
    change = ceiling - source.balance
    if not change:
        return []
    return [Row(source, outlay, change)] if change > 0 else [Row(outlay, source, -change)]
