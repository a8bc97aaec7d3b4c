"""Writing a pack (docs/evidence-pack.md): the same claim at the same anchor gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from disbursements.evidence import gather
from disbursements.evidence.archive import Writer
from disbursements.evidence.check import SCHEMA
from disbursements.evidence.gather import Json, as_bytes
from disbursements.evidence.members import MANIFEST, SIGNATURE
from disbursements.models import Claim
from portal.common import anchors, signing
from portal.common.chain import FIELDS
from portal.common.files import open_file
from portal.common.models import Anchor, Event, StoredFile
from schemes.models import BookVersion
from schemes.rules import ENGINE

CHUNK = 1 << 20


def write_pack(claim: Claim, out: IO[bytes]) -> dict[str, object]:
    """Write the evidence pack of a submitted claim; its events are anchored first where they are not yet.

    Returns the manifest. Raises FileNotFoundError where a stored document is gone.
    """
    events = gather.events_of(claim)
    anchors.anchor_through(events[-1].seq)
    pack = Writer(out)
    pack.add("claim.json", [as_bytes(gather.claim_of(claim))])
    _add_register(pack, claim)
    _add_documents(pack, claim)
    _add_computing(pack, claim)
    _add_orders(pack, claim)
    used = _add_events(pack, events)
    return _close(pack, claim, events, used)


def _add_register(pack: Writer, claim: Claim) -> None:
    pack.add("register/register.json", [as_bytes(gather.register_of(claim))])
    pack.add("register/lines.jsonl", gather.register_lines(claim.register))


def _bytes_of(stored: StoredFile) -> Iterator[bytes]:
    with open_file(stored) as content:
        while part := content.read(CHUNK):
            yield part


def _add_documents(pack: Writer, claim: Claim) -> None:
    listed: list[Json] = []
    for number, (kind, stored) in enumerate(gather.documents_of(claim), 1):
        member = f"documents/{number:02d}-{kind}{Path(stored.name).suffix.lower()}"
        listed.append(
            {
                "kind": kind,
                "name": stored.name,
                "sha256": stored.sha256,
                "size": stored.size,
                "member": member,
            }
        )
        pack.add(member, _bytes_of(stored))
    pack.add("documents.json", [as_bytes(listed)])


def _add_computing(pack: Writer, claim: Claim) -> None:
    made = list(claim.computations.select_related("book").order_by("number"))
    rounds = gather.rounds_of(claim)
    named = {(one.book.code, one.book.number) for one in made}
    described = [gather.round_of(one) for one in rounds]
    named |= {(one["result"]["book"]["code"], one["result"]["book"]["version"]) for one in described}
    for code, number in sorted(named):
        version = BookVersion.objects.get(code=code, number=number)
        pack.add(f"book/{code}-v{number}.json", [as_bytes(gather.book_of(version))])
    for one in made:
        pack.add(f"computations/{one.number:04d}.json", [as_bytes(gather.computation_of(one))])
    for description in described:
        name = str(description["number"]).replace("/", "-")
        pack.add(f"rounds/{name}.json", [as_bytes(description)])


def _add_orders(pack: Writer, claim: Claim) -> None:
    sanctions = gather.sanctions_of(claim)
    pack.add("decisions.json", [as_bytes(gather.decisions_of(claim))])
    pack.add("tranches.json", [as_bytes(gather.tranches_of(claim))])
    pack.add("sanctions.json", [as_bytes([gather.sanction_of(one) for one in sanctions])])
    for sanction in sanctions:
        if sanction.letter:
            pack.add(gather.letter_member(sanction), _bytes_of(sanction.letter))


def _add_events(pack: Writer, events: list[Event]) -> list[Anchor]:
    proofs, used = anchors.proofs(event.seq for event in events)
    pack.add("events.jsonl", _event_lines(events, proofs))
    pack.add("anchors.json", [as_bytes([anchors.published(anchor) for anchor in used])])
    return used


def _event_lines(events: Iterable[Event], proofs: dict[int, anchors.Proof]) -> Iterator[bytes]:
    for event in events:
        values = {name: getattr(event, name) for name in FIELDS}
        values["business_date"] = event.business_date.isoformat()
        proof = proofs[event.seq]
        line = {
            "event": values,
            "hash": event.hash,
            "proof": {"anchor": proof.anchor, "index": proof.index, "path": list(proof.path)},
        }
        yield as_bytes(line) + b"\n"


def _close(pack: Writer, claim: Claim, events: list[Event], used: list[Anchor]) -> dict[str, object]:
    manifest: dict[str, object] = {
        "schema": SCHEMA,
        "claim": claim.number,
        "engine": ENGINE,
        "events": {"first": events[0].seq, "last": events[-1].seq, "count": len(events)},
        "anchors": [anchor.number for anchor in used],
        "members": dict(pack.members),
    }
    content = as_bytes(manifest)
    pack.add(MANIFEST, [content])
    signature = {
        "algorithm": signing.ALGORITHM,
        "sha256": hashlib.sha256(content).hexdigest(),
        "public_key": signing.public_key(),
        "signature": signing.sign(content),
    }
    pack.add(SIGNATURE, [as_bytes(signature)])
    pack.seal()
    return manifest
