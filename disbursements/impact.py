"""Which claims a draft book would move, and by how many rupees: every live claim computed with it, in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from disbursements.computation import with_entitled
from disbursements.lifecycle import FILED_CLAIM
from disbursements.models import Claim
from schemes.impact import Moved, register
from schemes.models import BookVersion
from schemes.rules import Refused
from schemes.rules.book import Book
from schemes.rules.engine import compute
from schemes.terms import book_of


def moved_claims(draft: BookVersion) -> Iterator[Moved]:
    """The claims under the draft's code whose entitlement it would change, unit by unit in claim order.

    What earlier claims would be entitled to under the draft enters the later ones, as it would on recomputation. A
    claim whose facts the draft refuses would get nothing. Nothing is written.
    """
    book = book_of(draft)
    for claims in _by_unit(draft.code):
        yield from _moved(claims, book)


def _by_unit(code: str) -> Iterator[list[Claim]]:
    claims = (
        Claim.objects.filter(book_code=code, state__in=FILED_CLAIM, current__isnull=False)
        .select_related("current", "unit")
        .order_by("unit_id", "component", "fy", "period_end", "submitted_at", "pk")
    )
    group: list[Claim] = []
    for claim in claims:
        if group and (group[0].unit_id, group[0].component) != (claim.unit_id, claim.component):
            yield group
            group = []
        group.append(claim)
    if group:
        yield group


def _moved(claims: Iterable[Claim], book: Book) -> Iterator[Moved]:
    before, years = 0, dict[str, int]()
    for claim in claims:
        current = claim.current
        if current is None:
            continue
        new = _entitlement(current.facts, book, before, years.get(claim.fy, 0))
        before += new
        years[claim.fy] = years.get(claim.fy, 0) + new
        if new != current.entitlement:
            yield Moved(str(claim), claim.unit.name, current.entitlement, new)


def _entitlement(facts: str, book: Book, before: int, this_year: int) -> int:
    """Entitlement less excess under the draft, whole rupees; an excess takes back from the year's earlier claims."""
    given = with_entitled(json.loads(facts), before, this_year)
    given.pop("book", None)
    try:
        result = compute({**given, "scheme": book.code}, book)
    except Refused:
        return 0
    return int(str(result["entitlement"])) - int(str(result["excess"]))


register(moved_claims)
