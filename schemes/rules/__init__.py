"""The rules of the scheme, pure: facts and a book in, a result with its working out (docs/computation.md)."""

from schemes.rules.book import Book
from schemes.rules.engine import ENGINE, book_named, compute, compute_text
from schemes.rules.jsonform import canonical, digest, loads_strict
from schemes.rules.refusal import Refused

__all__ = [
    "ENGINE",
    "Book",
    "Refused",
    "book_named",
    "canonical",
    "compute",
    "compute_text",
    "digest",
    "loads_strict",
]
