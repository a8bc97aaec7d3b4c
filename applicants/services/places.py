"""The scheme's places: counted under a lock, so that two officers can't give the last one twice."""

from __future__ import annotations

from applicants.selectors.selections import Places, places_taken
from schemes.models import BookVersion


def locked_places(book_code: str) -> Places:
    """Return the places taken under a book, nobody else changing them until the transaction ends.

    The lock is on the book's newest version: whoever gives a place takes it first.
    """
    newest = BookVersion.objects.filter(code=book_code).order_by("-number").first()
    if newest is not None:
        BookVersion.objects.select_for_update().get(pk=newest.pk)
    return places_taken(book_code)
