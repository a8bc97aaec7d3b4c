"""The books in force: which version counts, what it says, whether an order stands behind it."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from schemes.models import BookAuthority, BookVersion
from schemes.rules import Book

_CODE = re.compile(r"[a-z0-9-]{1,30}")


def current_version(code: str) -> BookVersion | None:
    """Return the latest published version of a book, None before there is one."""
    return BookVersion.objects.filter(code=code, state="published").order_by("-number").first()


def current_versions() -> list[BookVersion]:
    """Return the latest published version of every book, by code."""
    latest: dict[str, BookVersion] = {}
    for version in BookVersion.objects.filter(state="published").order_by("code", "number"):
        latest[version.code] = version
    return list(latest.values())


@lru_cache(maxsize=32)
def _book(code: str, number: int, sha256: str, content: str) -> Book:
    return Book.from_dict(json.loads(content), number, sha256)


def book_of(version: BookVersion) -> Book:
    """Return the rules' book of a version; kept in memory, since a published version never changes."""
    return _book(version.code, version.number, version.sha256, version.content)


def has_authority(code: str) -> BookAuthority | None:
    """Return the confirmed order behind a book; without one its letters are specimens."""
    return BookAuthority.objects.filter(code=code, confirmed_at__isnull=False).order_by("-order_date").first()


def is_specimen(version: BookVersion) -> bool:
    """Say whether letters under this version are specimens: no order in the book and none entered by two officers."""
    return json.loads(version.content)["authority"] is None and has_authority(version.code) is None


def published_book(code: str, number: int | None = None) -> Book | None:
    """Return a published book by code, the latest version where no number is given; None where there is none."""
    if not _CODE.fullmatch(code):
        return None  # a text no code can be, which a database may not even take
    versions = BookVersion.objects.filter(code=code, state="published")
    found = versions.filter(number=number) if number is not None else versions
    version = found.order_by("-number").first()
    return book_of(version) if version else None
