"""Who decided: one person, one function; each note has its event. Pure: no database."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from disbursements.evidence.members import Members
from disbursements.evidence.verdict import Verdict

Moves = list[list[str]]
DECISIONS, CLAIM, TRANCHES = "decisions.json", "claim.json", "tranches.json"
ON_THE_FILE = ("disbursements.claim", "disbursements.tranche", "disbursements.payment")


def check_decisions(members: Members, events: list[dict[str, Any]], verdict: Verdict) -> None:
    """Check that nobody holds two functions and that every note is told by an event of the same person and day."""
    with verdict.reading(DECISIONS):
        file = members.json(DECISIONS)
        people = [held["person"] for held in file["functions"]]
        for person in sorted({person for person in people if people.count(person) > 1}):
            verdict.differs(DECISIONS, person, "holds several functions", "one person, one function")
        told = {
            event["changes"]["note"]: event
            for event in events
            if event["object_type"] in ON_THE_FILE and isinstance(event["changes"].get("note"), int)
        }
        for note in file["notes"]:
            place, event = f"note {note['note_no']}", told.get(note["note_no"])
            if event is None:
                verdict.differs(DECISIONS, place, "no event tells of it", "an event of the claim")
                continue
            given = (note["action"], note["actor"], note["on"])
            expected = (event["action"], event["actor"], event["business_date"])
            verdict.compare(DECISIONS, f"{place}: action, person, day", given, expected)
        verdict.count("notes on the file", len(file["notes"]))


def check_states(members: Members, events: list[dict[str, Any]], verdict: Verdict) -> None:
    """The claim and its tranches stand where their last event left them."""
    with verdict.reading(CLAIM):
        claim = members.json(CLAIM)
        _check_state(CLAIM, "state", claim, moves_of("disbursements.claim", claim, events), verdict)
    with verdict.reading(TRANCHES):
        for tranche in members.json(TRANCHES):
            moves = moves_of("disbursements.tranche", tranche, events)
            _check_state(TRANCHES, f"tranche {tranche['number']}, state", tranche, moves, verdict)


def moves_of(kind: str, thing: dict[str, Any], events: list[dict[str, Any]]) -> Moves:
    """Return the states a thing went from and to, by its events, oldest first."""
    return [
        event["changes"]["state"]
        for event in events
        if (event["object_type"], event["object_id"]) == (kind, str(thing["id"]))
        and "state" in event["changes"]
    ]


def _check_state(member: str, place: str, thing: dict[str, Any], moves: Moves, verdict: Verdict) -> None:
    for earlier, later in pairwise(moves):
        verdict.compare("events.jsonl", f"{place}: moves follow one another", later[0], earlier[1])
    if moves:
        verdict.compare(member, place, thing["state"], moves[-1][1])
