"""Manifest, signature and anchors of a pack. Pure: no database."""

from __future__ import annotations

import hashlib
from collections.abc import Set
from typing import Any

from disbursements.evidence.members import MANIFEST, SIGNATURE, Members
from disbursements.evidence.verdict import Verdict
from portal.common import merkle, signing
from portal.common.chain import GENESIS, hash_of
from schemes.rules import canonical, loads_strict

ANCHORS, EVENTS = "anchors.json", "events.jsonl"


def check_manifest(members: Members, trusted: Set[str], verdict: Verdict) -> None:
    """Every member is listed with its size and digest, none is missing, and the list is signed."""
    with verdict.reading(MANIFEST):
        listed = members.json(MANIFEST)["members"]
        for name in sorted(set(listed) | set(members.content) - {MANIFEST, SIGNATURE}):
            _check_member(members, listed, name, verdict)
        verdict.count("members", len(listed))
    with verdict.reading(SIGNATURE):
        signature = members.json(SIGNATURE)
        verdict.compare(SIGNATURE, "algorithm", signature["algorithm"], signing.ALGORITHM)
        _check_signed(SIGNATURE, f"SHA-256 of {MANIFEST}", members.content[MANIFEST], signature, verdict)
        _check_trust(SIGNATURE, signature["public_key"], trusted, verdict)


def _check_member(members: Members, listed: dict[str, Any], name: str, verdict: Verdict) -> None:
    if name not in members:
        verdict.differs(name, "", "is missing from the archive", "the member the manifest lists")
    elif name not in listed:
        verdict.differs(name, "", "is not in the manifest", "members the manifest lists")
    else:
        verdict.compare(name, "SHA-256", members.sha256(name), listed[name]["sha256"])
        verdict.compare(name, "size", len(members.content[name]), listed[name]["size"])


def _check_signed(member: str, what: str, message: bytes, given: dict[str, Any], verdict: Verdict) -> None:
    verdict.compare(member, what, given["sha256"], hashlib.sha256(message).hexdigest())
    verdict.count("signatures")
    if not signing.signed_by(message, given["signature"], given["public_key"]):
        verdict.differs(member, "signature", "does not hold", "the signature of the key named beside it")


def _check_trust(member: str, key: str, trusted: Set[str], verdict: Verdict) -> None:
    if trusted and key not in trusted:
        verdict.differs(member, "public_key", key, "a key you trust: " + ", ".join(sorted(trusted)))
    remark = f"signed by the key {key}" + ("" if trusted else ", which nothing here vouches for")
    if remark not in verdict.remarks:
        verdict.remarks.append(remark)


def check_anchors(members: Members, trusted: Set[str], verdict: Verdict) -> dict[int, dict[str, Any]]:
    """Check each anchor's signature and that each carries the one before it. Returns the statements by number."""
    found: dict[int, dict[str, Any]] = {}
    with verdict.reading(ANCHORS):
        for anchor in members.json(ANCHORS):
            statement = loads_strict(anchor["statement"])
            if not isinstance(statement, dict) or canonical(statement) != anchor["statement"].encode():
                raise ValueError("a statement that is not a canonical JSON object")
            place = f"anchor {statement['number']}"
            _check_signed(f"{ANCHORS}: {place}", "sha256", anchor["statement"].encode(), anchor, verdict)
            _check_trust(f"{ANCHORS}: {place}", anchor["public_key"], trusted, verdict)
            before = found.get(statement["number"] - 1)
            if before:
                verdict.compare(ANCHORS, f"{place}, previous", statement["previous"], before["sha256"])
            found[statement["number"]] = {**statement, "sha256": anchor["sha256"]}
            verdict.count("anchors")
    return found


def check_events(
    members: Members, anchors: dict[int, dict[str, Any]], verdict: Verdict
) -> list[dict[str, Any]]:
    """Check each event's hash, its link where its neighbour is in the pack, and its proof. Returns the events."""
    events: list[dict[str, Any]] = []
    with verdict.reading(EVENTS):
        hashes: dict[int, str] = {0: GENESIS}
        for number, line in enumerate(members.lines(EVENTS), 1):
            event = line["event"]
            place = f"line {number}, event {event['seq']}"
            verdict.compare(EVENTS, f"{place}, hash", line["hash"], hash_of(event))
            before = hashes.get(event["seq"] - 1)
            if before is not None:
                verdict.compare(EVENTS, f"{place}, previous_hash", event["previous_hash"], before)
            hashes[event["seq"]] = line["hash"]
            _check_proof(line, anchors, place, verdict)
            events.append({**event, "changes": loads_strict(event["changes"])})
        verdict.count("events", len(events))
    return events


def _check_proof(
    line: dict[str, Any], anchors: dict[int, dict[str, Any]], place: str, verdict: Verdict
) -> None:
    proof = line["proof"]
    anchor = anchors.get(proof["anchor"])
    if anchor is None:
        verdict.differs(EVENTS, place, f"proof in anchor {proof['anchor']}", "an anchor that is in the pack")
        return
    verdict.compare(EVENTS, f"{place}, place", proof["index"], line["event"]["seq"] - anchor["first_seq"])
    root = merkle.root_from_path(line["hash"], proof["index"], anchor["count"], proof["path"])
    verdict.compare(EVENTS, f"{place}, root", root, anchor["merkle_root"])
