"""What a pack holds, read from the database. People appear by their pseudonymous ids alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from applicants.models import Manufacturer, Register
from applicants.registers.lines import TABLES
from disbursements.models import BudgetRound, Claim, ClaimFunction, Computation, Sanction, Tranche
from portal.common.canonical import canonical_text
from portal.common.models import Event, StoredFile
from schemes.models import BookVersion

Json = dict[str, Any]
LINES_AT_ONCE = 2000
COUNTED_FOR = ("award_date", "commissioned", "window_to")


def day(value: dt.date | None) -> str | None:
    """Return a date as ISO text."""
    return value.isoformat() if value else None


def claim_of(claim: Claim) -> Json:
    """Return what the claim is and where it stands."""
    return {
        "id": claim.pk,
        "number": claim.number,
        "component": claim.component,
        "state": claim.state,
        "book": claim.book_code,
        "fy": claim.fy,
        "period_end": day(claim.period_end),
        "claimed_on": day(claim.claimed_on),
        "submitted_on": day(claim.submitted_day),
        "reconciled_on": day(claim.reconciled_on),
        "reconciliation_number": claim.reconciliation_number,
        "current": claim.current.number if claim.current else None,
        "unit": {"number": claim.unit.number, "name": claim.unit.name},
        "company": {"name": claim.manufacturer.legal_name, "pan": claim.manufacturer.pan},
    }


def register_of(claim: Claim) -> Json:
    """Return the register's head: its fields, digest, file, and for sales the facts its lines were counted for."""
    register = claim.register
    found: Json = {
        "id": register.pk,
        "kind": register.kind,
        "fy": register.fy,
        "number": register.number,
        "digest": register.digest,
        "file": {"name": register.file.name, "sha256": register.file.sha256, "size": register.file.size},
        "rows": {"read": register.rows_read, "good": register.rows_good, "wrong": register.rows_wrong},
        "fields": list(TABLES[register.kind][1]),
    }
    first = claim.computations.order_by("number").first()
    if register.kind == Register.Kind.SALES and first is not None:
        unit = json.loads(first.facts)["unit"]
        holders = Manufacturer.objects.filter(
            holdings__unit=claim.unit, holdings__since__lte=claim.submitted_day
        )
        pans = sorted(set(holders.order_by().values_list("pan", flat=True)))
        found["counted_for"] = {**{key: unit[key] for key in COUNTED_FOR}, "holder_pans": pans}
    return found


def register_lines(register: Register) -> Iterator[bytes]:
    """Yield the register's lines in row order, byte for byte as its digest was taken over them."""
    model, fields = TABLES[register.kind]
    rows = model.objects.filter(register=register).order_by("row").values_list(*fields)  # type: ignore[attr-defined]
    for row in rows.iterator(chunk_size=LINES_AT_ONCE):
        plain = [value.isoformat() if isinstance(value, dt.date) else value for value in row]
        yield json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def book_of(version: BookVersion) -> Json:
    """Return a book version with its content."""
    content = json.loads(version.content)
    return {"code": version.code, "number": version.number, "sha256": version.sha256, "content": content}


def computation_of(made: Computation) -> Json:
    """Return a computation version with facts and result."""
    return {
        "number": made.number,
        "stage": made.stage,
        "engine": made.engine,
        "facts": json.loads(made.facts),
        "inputs_sha256": made.inputs_sha256,
        "result": json.loads(made.result),
        "result_sha256": made.result_sha256,
        "entitlement": made.entitlement,
        "lowered": made.lowered,
        "excess": made.excess,
        "binding": made.binding,
        "made_on": day(made.made_on),
    }


def tranches_of(claim: Claim) -> list[Json]:
    """Return the claim's tranches in order, each with what budget rounds gave it."""
    found = Tranche.objects.filter(claim=claim).select_related("computation", "parent").order_by("number")
    return [
        {
            "id": tranche.pk,
            "number": tranche.number,
            "trigger": tranche.trigger,
            "percent": f"{tranche.percent:.2f}",
            "computation": tranche.computation.number,
            "amount": tranche.amount,
            "state": tranche.state,
            "parent": tranche.parent.number if tranche.parent else None,
            "deferred_from": tranche.deferred_from,
            "made_on": day(tranche.made_on),
            "rounds": [
                {
                    "round": item.round.number,
                    "id": f"{claim.number}/{tranche.number}",
                    "due": item.due,
                    "deferred_from": item.deferred_from,
                    "payable": item.payable,
                    "deferred": item.deferred,
                }
                for item in tranche.round_items.select_related("round").order_by("round_id")
            ],
        }
        for tranche in found
    ]


def rounds_of(claim: Claim) -> list[BudgetRound]:
    """Return the budget rounds the claim's tranches were in."""
    return list(BudgetRound.objects.filter(items__tranche__claim=claim).distinct().order_by("pk"))


def round_of(made: BudgetRound) -> Json:
    """Return a budget round with facts and result."""
    return {
        "id": made.pk,
        "number": made.number,
        "head": made.head,
        "fy": made.fy,
        "cut_off": day(made.cut_off),
        "available": made.available,
        "state": made.state,
        "facts": json.loads(made.facts),
        "result": json.loads(made.result),
    }


def sanctions_of(claim: Claim) -> list[Sanction]:
    """Return the claim's sanctions in order."""
    found = Sanction.objects.filter(tranche__claim=claim).order_by("pk")
    return list(found.select_related("tranche", "round_item__round", "payee", "payment", "letter"))


def letter_member(sanction: Sanction) -> str:
    """Return the name of the member a sanction's letter is packed as."""
    return f"letters/{sanction.number.replace('/', '-')}.pdf"


def sanction_of(sanction: Sanction) -> Json:
    """Return a sanction with its letter's digest and its payment."""
    letter, payment = sanction.letter, sanction.payment
    return {
        "id": sanction.pk,
        "number": sanction.number,
        "serial": sanction.serial,
        "fy": sanction.fy,
        "head": sanction.head,
        "tranche": sanction.tranche.number,
        "round": sanction.round_item.round.number,
        "payee": {"name": sanction.payee.legal_name, "pan": sanction.payee.pan},
        "amount": sanction.amount,
        "balance_after": sanction.balance_after,
        "specimen": sanction.specimen,
        "sanctioned_on": day(sanction.sanctioned_on),
        "letter": {"member": letter_member(sanction), "sha256": letter.sha256} if letter else None,
        "payment": {
            "id": payment.pk,
            "state": payment.state,
            "amount": payment.amount,
            "bill_no": payment.bill_no,
            "bill_date": day(payment.bill_date),
            "released_on": day(payment.released_on),
            "utr": payment.utr,
            "value_date": day(payment.value_date),
            "failure_reason": payment.failure_reason,
        },
    }


def decisions_of(claim: Claim) -> Json:
    """Return who holds which function, the notes on the file, and the queries with their answers."""
    held = ClaimFunction.objects.filter(claim=claim).select_related("person").order_by("at", "pk")
    notes = claim.decisions.select_related("actor__person", "tranche").order_by("note_no")
    queries = claim.queries.select_related("asked_by__person", "answered_by__person").order_by("pk")
    return {
        "functions": [{"function": one.function, "person": one.person.pseudonym} for one in held],
        "notes": [
            {
                "note_no": note.note_no,
                "action": note.action,
                "tranche": note.tranche.number if note.tranche else None,
                "actor": note.actor.pseudonym,
                "note": note.note,
                "diary_no": note.diary_no,
                "diary_date": day(note.diary_date),
                "on": day(note.on),
            }
            for note in notes
        ],
        "queries": [
            {
                "text": query.text,
                "asked_by": query.asked_by.pseudonym,
                "asked_on": day(query.asked_on),
                "answer": query.answer,
                "answered_by": query.answered_by.pseudonym if query.answered_by else None,
                "answered_on": day(query.answered_on),
            }
            for query in queries
        ],
    }


def documents_of(claim: Claim) -> list[tuple[str, StoredFile]]:
    """Return kind and file of every document the claim rests on: register, commissioning certificates, award papers."""
    found = [("register", claim.register.file)]
    phases = claim.unit.phases.filter(state="confirmed").select_related("certificate")
    found += [
        ("commissioning-certificate", phase.certificate) for phase in phases.order_by("commissioned_on")
    ]
    award = claim.unit.award
    found += [
        (kind, file)
        for kind, file in (("award-papers", award.papers), ("award-letter", award.letter))
        if file
    ]
    return found


def events_of(claim: Claim) -> list[Event]:
    """Return every event of the claim, its register, unit's award and phases, tranches, rounds, sanctions, payments."""
    sanctions = sanctions_of(claim)
    things: dict[str, Iterable[int]] = {
        "disbursements.claim": [claim.pk],
        "applicants.register": [claim.register_id],
        "applicants.award": [claim.unit.award.pk],
        "applicants.phase": claim.unit.phases.order_by("pk").values_list("pk", flat=True),
        "disbursements.tranche": claim.tranches.order_by("pk").values_list("pk", flat=True),
        "disbursements.budgetround": [made.pk for made in rounds_of(claim)],
        "disbursements.sanction": [sanction.pk for sanction in sanctions],
        "disbursements.payment": [sanction.payment.pk for sanction in sanctions],
    }
    wanted = Q(pk__in=[])
    for kind, ids in things.items():
        wanted |= Q(object_type=kind, object_id__in=[str(pk) for pk in ids])
    return list(Event.objects.filter(wanted).order_by("seq"))


def as_bytes(value: object) -> bytes:
    """Return the canonical JSON of a member."""
    return canonical_text(value).encode()
