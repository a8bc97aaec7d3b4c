"""Anchors: the tree, the signature, the chain of anchors and the proofs of inclusion."""

import hashlib
import json

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.common import anchors, chain, merkle, signing
from portal.common.events import record, service
from portal.common.models import Anchor, Counter, Event
from portal.common.tasks import make_anchor

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=40)


@service
def happen(times: int) -> None:
    """Leave some events."""
    counter = Counter.objects.create(series=f"test {Counter.objects.count()}")
    for turn in range(times):
        record(counter, "counted", None, {"turn": turn})


def split_root(hashes: list[bytes]) -> bytes:
    """The tree head as RFC 9162 words it, by recursion."""
    if len(hashes) == 1:
        return hashlib.sha256(b"\x00" + hashes[0]).digest()
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + split_root(hashes[:split]) + split_root(hashes[split:])).digest()


@given(HASHES)
def test_the_root_is_the_one_of_the_standard(hashes: list[str]) -> None:
    assert merkle.root(hashes) == split_root([bytes.fromhex(item) for item in hashes]).hex()


@given(HASHES, st.data())
def test_a_path_leads_to_the_root_and_a_changed_leaf_does_not(hashes: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    proof = merkle.path(merkle.levels(hashes), index)
    assert merkle.root_from_path(hashes[index], index, len(hashes), proof) == merkle.root(hashes)
    other = hashlib.sha256(bytes.fromhex(hashes[index])).hexdigest()
    assert merkle.root_from_path(other, index, len(hashes), proof) != merkle.root(hashes)


@pytest.mark.parametrize("proof", [[], ["00" * 32] * 3])
def test_a_path_of_the_wrong_length_is_refused(proof: list[str]) -> None:
    with pytest.raises(ValueError, match="proof: too"):
        merkle.root_from_path("11" * 32, 1, 4, proof)


@pytest.mark.django_db
def test_an_anchor_covers_what_is_new_and_carries_the_one_before() -> None:
    happen(3)
    first = anchors.make_anchor()
    assert first is not None
    assert anchors.make_anchor() == first
    happen(2)
    make_anchor()
    second = anchors.latest()
    assert second is not None
    said = json.loads(second.statement)
    assert (said["first_seq"], said["count"]) == (first.last_seq + 1, 2)
    assert said["previous"] == first.sha256 == hashlib.sha256(first.statement.encode()).hexdigest()
    assert said["head_hash"] == Event.objects.get(seq=second.last_seq).hash


@pytest.mark.django_db
def test_nothing_to_anchor_makes_no_anchor() -> None:
    assert anchors.make_anchor() is None
    assert not Anchor.objects.exists()


@pytest.mark.django_db
def test_the_signature_holds_for_these_bytes_and_this_key_alone() -> None:
    happen(1)
    anchor = anchors.make_anchor()
    assert anchor is not None
    message = anchor.statement.encode()
    assert signing.signed_by(message, anchor.signature, anchor.public_key)
    assert not signing.signed_by(message + b" ", anchor.signature, anchor.public_key)
    assert not signing.signed_by(message, anchor.signature, "ab" * 32)
    assert not signing.signed_by(message, "not hexadecimal", anchor.public_key)
    assert signing.key_path().stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_proofs_lead_from_events_to_their_anchor() -> None:
    happen(3)
    anchors.make_anchor()
    happen(5)
    last = Event.objects.latest("seq")
    anchors.anchor_through(last.seq)
    happen(1)
    seqs = list(Event.objects.values_list("seq", flat=True))
    found, used = anchors.proofs(seqs)
    assert sorted(found) == seqs[:-1]
    for seq, proof in found.items():
        said = json.loads(next(a for a in used if a.number == proof.anchor).statement)
        event = Event.objects.get(seq=seq)
        root = merkle.root_from_path(event.hash, proof.index, said["count"], proof.path)
        assert root == said["merkle_root"]


@pytest.mark.django_db
def test_figures_of_the_apps_stand_in_the_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "_figures", {})
    anchors.include_figures("ledger", lambda: {"entries": 2, "amount": "300"})
    happen(1)
    anchor = anchors.make_anchor()
    assert anchor is not None
    assert json.loads(anchor.statement)["figures"] == {"ledger": {"entries": 2, "amount": "300"}}


@pytest.mark.django_db
def test_an_anchor_can_not_be_changed() -> None:
    happen(1)
    anchors.make_anchor()
    with pytest.raises(DatabaseError, match="common_anchor"), transaction.atomic():
        Anchor.objects.update(signature="0" * 128)


@pytest.mark.django_db
def test_an_event_hashes_to_the_documented_bytes() -> None:
    happen(1)
    event = Event.objects.latest("seq")
    row = [
        1,
        event.seq,
        event.business_date.isoformat(),
        event.recorded_at,
        event.actor,
        event.address,
        event.object_type,
        event.object_id,
        event.action,
        event.changes,
        event.previous_hash,
    ]
    written = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
    assert hashlib.sha256(written).hexdigest() == event.hash
    assert len(row) == len(chain.FIELDS)
