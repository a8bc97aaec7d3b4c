"""Computing again: computations, tranches, rounds, sanctions and payments of a pack. Pure: no database."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from disbursements.evidence.members import Members
from disbursements.evidence.verdict import Verdict
from schemes.rules import Book, compute, digest
from schemes.rules.tranches import position

TRANCHES, SANCTIONS = "tranches.json", "sanctions.json"
Events = list[dict[str, Any]]
Books = dict[tuple[str, int], Book]


def read_books(members: Members, verdict: Verdict) -> Books:
    """Return the pack's books by code and version; each one's hash is over its content."""
    found: Books = {}
    for name in members.names("book"):
        with verdict.reading(name):
            entry = members.json(name)
            verdict.compare(name, "sha256", entry["sha256"], digest(entry["content"]))
            book = Book.from_dict(entry["content"], entry["number"], entry["sha256"])
            found[book.code, book.version] = book
            verdict.count("books")
    return found


def book_used(books: Books, result: dict[str, Any]) -> Book:
    """Return the book a result names. Raises KeyError where the pack doesn't have it."""
    return books[result["book"]["code"], result["book"]["version"]]


def told(events: Events, kind: str, pk: object, action: str) -> Events:
    """Return what the events say happened to a thing, oldest first."""
    return [
        event["changes"]
        for event in events
        if (event["object_type"], event["object_id"], event["action"]) == (kind, str(pk), action)
    ]


def read_computations(
    members: Members, claim: dict[str, Any], books: Books, events: Events, verdict: Verdict
) -> dict[int, dict[str, Any]]:
    """Compute every version again and compare it whole. Returns the computations by number."""
    found = {}
    for name in members.names("computations"):
        with verdict.reading(name):
            entry = members.json(name)
            found[entry["number"]] = entry
            result = entry["result"]
            again = compute(entry["facts"], book_used(books, result))
            for key in sorted({*again, *result}):
                verdict.compare(name, f"result, {key}", result.get(key), again.get(key))
            _check_columns(name, entry, verdict)
            _check_told(name, entry, told(events, "disbursements.claim", claim["id"], "compute"), verdict)
            verdict.count("computations computed again")
    return found


def _check_columns(name: str, entry: dict[str, Any], verdict: Verdict) -> None:
    result, book = entry["result"], entry["result"]["book"]
    inputs = {
        "stage": entry["stage"],
        "book": {"code": book["code"], "number": book["version"], "sha256": book["sha256"]},
        "facts": entry["facts"],
        "lowered": str(entry["lowered"]),
    }
    verdict.compare(name, "inputs_sha256", entry["inputs_sha256"], digest(inputs))
    verdict.compare(name, "result_sha256", entry["result_sha256"], result["sha256"])
    verdict.compare(name, "entitlement", entry["entitlement"], int(result["entitlement"]) - entry["lowered"])
    verdict.compare(name, "excess", entry["excess"], int(result["excess"]))
    verdict.compare(name, "binding", entry["binding"], result["binding"])
    verdict.compare(name, "engine", entry["engine"], result["engine"])


def _check_told(name: str, entry: dict[str, Any], said: Events, verdict: Verdict) -> None:
    of_version = [changes for changes in said if changes["version"] == entry["number"]]
    if not of_version:
        verdict.differs(name, "event", "none tells of this version", "an event of the claim")
    for changes in of_version:
        for key in ("inputs_sha256", "result_sha256", "lowered", "excess", "binding", "stage"):
            verdict.compare(name, f"{key}, against its event", entry[key], changes[key])
        verdict.compare(
            name, "entitlement, against its event", entry["entitlement"], changes["entitlement"][1]
        )


def check_rounds(
    members: Members, books: Books, events: Events, verdict: Verdict
) -> dict[str, dict[str, Any]]:
    """Compute every budget round again. Returns the rounds by number."""
    found = {}
    for name in members.names("rounds"):
        with verdict.reading(name):
            entry = members.json(name)
            found[entry["number"]] = entry
            again = compute(entry["facts"], book_used(books, entry["result"]))
            for key in sorted({*again, *entry["result"]}):
                verdict.compare(name, f"result, {key}", entry["result"].get(key), again.get(key))
            verdict.compare(name, "available", str(entry["available"]), entry["facts"]["available"])
            closed = told(events, "disbursements.budgetround", entry["id"], "close")
            said = [(changes["result_sha256"], changes["available"]) for changes in closed]
            verdict.compare(name, "event", said, [(entry["result"]["sha256"], entry["available"])])
            verdict.count("budget rounds computed again")
    return found


def check_tranches(
    members: Members,
    computations: dict[int, dict[str, Any]],
    rounds: dict[str, dict[str, Any]],
    events: Events,
    verdict: Verdict,
) -> dict[int, dict[str, Any]]:
    """Check each tranche against its computation, the rounds it was in and its events. Returns them by number."""
    found = {}
    with verdict.reading(TRANCHES):
        for tranche in members.json(TRANCHES):
            found[tranche["number"]] = tranche
            place = f"tranche {tranche['number']}"
            made = told(events, "disbursements.tranche", tranche["id"], "make")[0]
            if tranche["parent"] is None:
                _check_due(place, tranche, made, computations[tranche["computation"]], verdict)
            amount = made["amount"]
            for item in tranche["rounds"]:
                entry = rounds[item["round"]]
                answer = _answer(entry, item["id"])
                expected = (amount, int(answer["payable"]), int(answer["deferred"]))
                verdict.compare(
                    TRANCHES, f"{place}, round", (item["due"], item["payable"], item["deferred"]), expected
                )
                if entry["state"] == "approved" and item["payable"]:
                    amount = item["payable"]
            verdict.compare(TRANCHES, f"{place}, amount", tranche["amount"], amount)
            verdict.count("tranches")
    return found


def _check_due(
    place: str, tranche: dict[str, Any], made: dict[str, Any], computation: dict[str, Any], verdict: Verdict
) -> None:
    due = position(computation["entitlement"], Fraction(tranche["percent"]), 0, 0).due
    verdict.compare(TRANCHES, f"{place}, due by its percentage", made["due"], due)
    verdict.compare(TRANCHES, f"{place}, trigger", tranche["trigger"], made["trigger"])
    verdict.compare(
        TRANCHES, f"{place}, entitlement of its computation", made["entitlement"], computation["entitlement"]
    )


def _answer(entry: dict[str, Any], item_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in entry["result"]["allotments"] if row["id"] == item_id)
    return found


def check_sanctions(
    members: Members, tranches: dict[int, dict[str, Any]], events: Events, verdict: Verdict
) -> None:
    """Check each sanction against its tranche, its letter, its payment and their events."""
    with verdict.reading(SANCTIONS):
        for sanction in members.json(SANCTIONS):
            place, tranche = sanction["number"], tranches[sanction["tranche"]]
            verdict.compare(SANCTIONS, f"{place}, amount", sanction["amount"], tranche["amount"])
            item = next(item for item in tranche["rounds"] if item["round"] == sanction["round"])
            verdict.compare(
                SANCTIONS, f"{place}, amount allotted by its round", sanction["amount"], item["payable"]
            )
            said = told(events, "disbursements.tranche", tranche["id"], "sanction")
            verdict.compare(
                SANCTIONS,
                f"{place}, event",
                [(changes["sanction"], changes["amount"], changes["round"]) for changes in said],
                [(sanction["number"], sanction["amount"], sanction["round"])],
            )
            _check_letter(members, sanction, events, verdict)
            _check_payment(sanction, events, verdict)
            verdict.count("sanctions")


def _check_letter(members: Members, sanction: dict[str, Any], events: Events, verdict: Verdict) -> None:
    letter, place = sanction["letter"], f"{sanction['number']}, letter"
    said = [
        changes["sha256"] for changes in told(events, "disbursements.sanction", sanction["id"], "make_letter")
    ]
    verdict.compare(SANCTIONS, f"{place}, event", said, [letter["sha256"]] if letter else [])
    if letter:
        verdict.compare(letter["member"], "SHA-256", members.sha256(letter["member"]), letter["sha256"])
        verdict.count("letters")


def _check_payment(sanction: dict[str, Any], events: Events, verdict: Verdict) -> None:
    payment, place = sanction["payment"], f"{sanction['number']}, payment"
    verdict.compare(SANCTIONS, f"{place}, amount", payment["amount"], sanction["amount"])
    keys = {
        "make": ("amount",),
        "bill": ("bill_no", "bill_date", "amount"),
        "release": ("amount",),
        "record_payment": ("utr", "value_date", "amount"),
    }
    for action, names in keys.items():
        for changes in told(events, "disbursements.payment", payment["id"], action)[-1:]:
            for name in names:
                verdict.compare(SANCTIONS, f"{place}, {name}", payment[name], changes[name])
    paid = bool(told(events, "disbursements.payment", payment["id"], "record_payment"))
    verdict.compare(SANCTIONS, f"{place}, state", payment["state"] == "paid", paid)
