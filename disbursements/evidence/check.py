"""Is this pack the same? Counts again, computes again, rechecks every hash and signature. Pure: no database.

docs/evidence-pack.md says what is in a pack and what each check proves.
"""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import Any

from disbursements.evidence.archive import seal_broken
from disbursements.evidence.check_counting import (
    LINES,
    check_assets,
    check_register,
    check_sales,
    check_sums,
    read_lines,
)
from disbursements.evidence.check_decisions import CLAIM, check_decisions, check_states
from disbursements.evidence.check_money import (
    Books,
    book_used,
    check_rounds,
    check_sanctions,
    check_tranches,
    read_books,
    read_computations,
)
from disbursements.evidence.check_seals import check_anchors, check_events, check_manifest
from disbursements.evidence.members import MANIFEST, Members
from disbursements.evidence.verdict import Verdict

SCHEMA = "repm.pack/1"
DOCUMENTS = "documents.json"


def check(path: Path, trusted: Set[str] = frozenset()) -> Verdict:
    """Return what differs in a pack. ``trusted`` are the public keys whose signatures count; empty trusts none by name.

    Raises OSError for a file that can't be read.
    """
    verdict = Verdict()
    broken = seal_broken(path)
    if broken:
        verdict.differs(path.name, "seal", broken, "the archive as it was packed")
    members = Members(path, verdict)
    if MANIFEST not in members:
        verdict.differs(MANIFEST, "", "is missing", "an evidence pack")
        return verdict
    check_manifest(members, trusted, verdict)
    events = check_events(members, check_anchors(members, trusted, verdict), verdict)
    _check_documents(members, verdict)
    _check_claim(members, events, verdict)
    check_decisions(members, events, verdict)
    check_states(members, events, verdict)
    return verdict


def _check_documents(members: Members, verdict: Verdict) -> None:
    with verdict.reading(DOCUMENTS):
        for entry in members.json(DOCUMENTS):
            verdict.count("documents")
            if entry["member"]:
                verdict.compare(entry["member"], "SHA-256", members.sha256(entry["member"]), entry["sha256"])


def _check_claim(members: Members, events: list[dict[str, Any]], verdict: Verdict) -> None:
    """Follow the rupee: register, computations, rounds, tranches, sanctions and payments."""
    with verdict.reading(CLAIM):
        claim = members.json(CLAIM)
        verdict.compare(CLAIM, "schema", members.json(MANIFEST)["schema"], SCHEMA)
        books = read_books(members, verdict)
        computations = read_computations(members, claim, books, events, verdict)
        check_register(members, events, verdict)
        _check_inputs(members, claim["component"], books, computations, verdict)
        rounds = check_rounds(members, books, events, verdict)
        tranches = check_tranches(members, computations, rounds, events, verdict)
        check_sanctions(members, tranches, events, verdict)
        numbers = sorted(computations)
        verdict.compare(CLAIM, "computations", numbers, list(range(1, len(numbers) + 1)))
        if claim["current"] is not None:
            verdict.compare(CLAIM, "current computation", {claim["current"]} - set(computations), set())


def _check_inputs(
    members: Members, component: str, books: Books, computations: dict[int, dict[str, Any]], verdict: Verdict
) -> None:
    """Go from the register's lines to what each computation took in."""
    with verdict.reading(LINES):
        lines = read_lines(members)
        for number, entry in sorted(computations.items()):
            name = f"computations/{number:04d}.json"
            (check_sums if component == "SLI" else check_assets)(lines, name, entry["facts"], verdict)
        if component == "SLI" and computations:
            check_sales(members, lines, book_used(books, computations[1]["result"]), verdict)
