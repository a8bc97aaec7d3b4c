"""Anchors of the event chain: made daily, and on demand when a proof needs one (docs/event-chain.md).

An anchor leaves no event of its own: it would itself be unanchored, and there would never be nothing left to anchor.
Anchors are chained instead: each carries the digest of the one before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.common import merkle, signing
from portal.common.canonical import canonical_text
from portal.common.chain import GENESIS
from portal.common.clock import now
from portal.common.models.anchor import Anchor
from portal.common.models.event import ChainHead, Event

SCHEMA = "repm.anchor/1"
Figures = Callable[[], Mapping[str, object]]
_figures: dict[str, Figures] = {}


@dataclass(frozen=True)
class Proof:
    """That an event is in an anchor: its place among the anchor's events (from 0) and the sibling hashes."""

    anchor: int
    index: int
    path: tuple[str, ...]


def include_figures(name: str, provider: Figures) -> None:
    """Have every later anchor carry ``provider()`` under ``name``: totals an app wants held fast with the chain."""
    _figures[name] = provider


def latest() -> Anchor | None:
    """Return the last anchor."""
    return Anchor.objects.order_by("-number").first()


def make_anchor() -> Anchor | None:
    """Anchor every event that has none yet. Returns the new anchor, or the last one where nothing is new.

    The chain's head is locked meanwhile: nobody appends, so that the figures belong to exactly these events.
    """
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().get(pk=1)
        before = latest()
        first = before.last_seq + 1 if before else 1
        if head.seq < first:
            return before
        events = Event.objects.filter(seq__gte=first, seq__lte=head.seq).order_by("seq")
        hashes = list(events.values_list("hash", flat=True))
        return _store(before, head, first, hashes)


def _store(before: Anchor | None, head: ChainHead, first: int, hashes: list[str]) -> Anchor:
    number, day = (before.number + 1 if before else 1), timezone.localdate()
    statement = canonical_text(
        {
            "schema": SCHEMA,
            "number": number,
            "day": day.isoformat(),
            "made_at": now().isoformat(timespec="microseconds"),
            "first_seq": first,
            "last_seq": head.seq,
            "count": len(hashes),
            "merkle_root": merkle.root(hashes),
            "head_hash": head.hash,
            "previous": before.sha256 if before else GENESIS,
            "figures": {name: provider() for name, provider in sorted(_figures.items())},
        }
    )
    return Anchor.objects.create(
        number=number,
        day=day,
        first_seq=first,
        last_seq=head.seq,
        statement=statement,
        sha256=hashlib.sha256(statement.encode()).hexdigest(),
        public_key=signing.public_key(),
        signature=signing.sign(statement.encode()),
    )


def anchor_through(seq: int) -> None:
    """See to it that every event up to ``seq`` is anchored."""
    last = latest()
    if last is None or last.last_seq < seq:
        make_anchor()


def proofs(seqs: Iterable[int]) -> tuple[dict[int, Proof], list[Anchor]]:
    """Return each event's proof by sequence number, and the anchors they lead to. Unanchored ones are left out."""
    wanted = sorted(set(seqs))
    found: dict[int, Proof] = {}
    used: list[Anchor] = []
    for anchor in Anchor.objects.filter(last_seq__gte=min(wanted, default=0)).order_by("number"):
        inside = [seq for seq in wanted if anchor.first_seq <= seq <= anchor.last_seq]
        if inside:
            used.append(anchor)
            found.update(_proofs_in(anchor, inside))
    return found, used


def _proofs_in(anchor: Anchor, seqs: Iterable[int]) -> dict[int, Proof]:
    events = Event.objects.filter(seq__gte=anchor.first_seq, seq__lte=anchor.last_seq).order_by("seq")
    tree = merkle.levels(list(events.values_list("hash", flat=True)))
    places = {seq: seq - anchor.first_seq for seq in seqs}
    return {
        seq: Proof(anchor.number, place, tuple(merkle.path(tree, place))) for seq, place in places.items()
    }


def published(anchor: Anchor) -> dict[str, object]:
    """Return an anchor as the public page and every evidence pack show it: what was signed, the signature, the key."""
    return {
        "statement": anchor.statement,
        "sha256": anchor.sha256,
        "algorithm": signing.ALGORITHM,
        "public_key": anchor.public_key,
        "signature": anchor.signature,
    }
