"""Walking the whole event chain: every hash, link, anchor and signature. Names what doesn't hold, never mends it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from portal.common import merkle, signing
from portal.common.chain import FIELDS, GENESIS, hash_of
from portal.common.models.anchor import Anchor
from portal.common.models.event import ChainHead, Event

EVENTS_AT_ONCE = 5000


@dataclass
class Walk:
    """How far a walk came, and what it found."""

    events: int = 0
    anchors: int = 0
    last: str = GENESIS
    faults: list[str] = field(default_factory=list)
    _hashes: list[str] = field(default_factory=list, repr=False)

    def take(self, values: dict[str, Any], stored: str) -> None:
        """Check one event against the one before it. After a gap the walk goes on from what it finds."""
        seq = values["seq"]
        if seq != self.events + 1:
            self.faults.append(f"event {self.events + 1}: missing, event {seq} comes next")
        if values["previous_hash"] != self.last:
            self.faults.append(f"event {seq}: does not carry the hash of the event before it")
        if hash_of(values) != stored:
            self.faults.append(f"event {seq}: its content is not what was hashed")
        self.events, self.last = seq, stored
        self._hashes.append(stored)

    def close(self, anchor: Anchor, before: Anchor | None) -> None:
        """Check the anchor that ends with the event just taken."""
        self.anchors += 1
        name, said = f"anchor {anchor.number}", json.loads(anchor.statement)
        message, hashes = anchor.statement.encode(), self._hashes
        self._hashes = []
        checks = {
            "its digest is not that of its statement": hashlib.sha256(message).hexdigest() == anchor.sha256,
            "its signature does not hold": signing.signed_by(message, anchor.signature, anchor.public_key),
            "does not carry the anchor before it": said["previous"] == (before.sha256 if before else GENESIS),
            "does not name its events": (said["number"], said["first_seq"], said["last_seq"])
            == (anchor.number, anchor.first_seq, anchor.last_seq),
            "does not count its events": said["count"] == len(hashes),
            "its root is not that of its events": bool(hashes) and said["merkle_root"] == merkle.root(hashes),
            "its head is not its last event": bool(hashes) and said["head_hash"] == hashes[-1],
        }
        self.faults += [f"{name}: {fault}" for fault, holds in checks.items() if not holds]


def walk() -> Walk:
    """Walk the chain from its first event to its head."""
    found = Walk()
    waiting = list(Anchor.objects.order_by("number"))
    before: Anchor | None = None
    rows = Event.objects.order_by("seq").values_list(*FIELDS, "hash")
    for row in rows.iterator(chunk_size=EVENTS_AT_ONCE):
        values = dict(zip(FIELDS, row[:-1], strict=True))
        values["business_date"] = values["business_date"].isoformat()
        while waiting and waiting[0].last_seq < values["seq"]:
            found.close(waiting[0], before)
            before = waiting.pop(0)
        found.take(values, row[-1])
    for anchor in waiting:
        if anchor.last_seq > found.events:
            found.faults.append(
                f"anchor {anchor.number}: covers event {anchor.last_seq}, the chain ends before it"
            )
        found.close(anchor, before)
        before = anchor
    head = ChainHead.objects.get(pk=1)
    if (head.seq, head.hash) != (found.events, found.last):
        found.faults.append(f"head: stands at event {head.seq}, the chain ends at event {found.events}")
    return found
