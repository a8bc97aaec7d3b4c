"""From a sanction in the database to the letter that says it."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

from django.conf import settings
from django.db.models import Sum
from django.urls import reverse

from applicants.models import Manufacturer
from disbursements.letters.letter import Account, Claimed, Grounds, Letter, Part, Payee, Words
from disbursements.models import Approval, Claim, Sanction, Tranche
from schemes import terms
from schemes.rules import Book
from schemes.rules.tranches import position

OBJECT_HEADS = {"33": "33 Subsidies", "35": "35 Grants for creation of capital assets"}


def sanction_letter_context(sanction: Sanction) -> Letter:
    """Return the letter of a sanction, read from what was decided and computed. Writes nothing."""
    tranche, claim = sanction.tranche, sanction.tranche.claim
    computation = tranche.computation
    book = terms.book_of(computation.book)
    authority = terms.has_authority(book.code)
    return Letter(
        number=sanction.number,
        serial=sanction.serial,
        date=sanction.sanctioned_on,
        specimen=sanction.specimen,
        demo=settings.DEMO,
        scheme=Words(book.title["en"], book.title["hi"]),
        book=f"{book.code} v{book.version}",
        book_order="" if sanction.specimen else _order(book, authority.order_number if authority else ""),
        payee=_payee(sanction.payee),
        claim=_claimed(claim, book),
        amount=sanction.amount,
        part=_part(sanction, book),
        account=_account(sanction, book),
        grounds=_grounds(tranche),
        needs_utilisation_certificate=_certificate_needed(sanction, book),
        signatory=sanction.sanctioned_by.person.name,
        signatory_post=sanction.sanctioned_by.designation,
        verify_url=settings.PORTAL_BASE_URL + reverse("verify", args=[sanction.token]),
        computation_number=computation.number,
        computation=json.loads(computation.result),
        facts=json.loads(computation.facts),
    )


def _order(book: Book, entered: str) -> str:
    order = book.content["authority"]
    return str(order["order"]) if order else entered


def _payee(company: Manufacturer) -> Payee:
    kinds = (("CIN", company.cin), ("LLPIN", company.llpin), ("FCRN", company.fcrn))
    name, number = next(((kind, value) for kind, value in kinds if value), ("CIN", ""))
    address = ", ".join(part for part in (company.address, company.state_name, company.pin_code) if part)
    return Payee(company.legal_name, address, name, number, company.pan, company.vendor_code)


def _component_name(component: str, book: Book) -> Words:
    head = next(head for head in book.heads if head.code == component)
    return Words(head.name["en"], head.name["hi"])


def _claimed(claim: Claim, book: Book) -> Claimed:
    until = claim.period_end or claim.claimed_on or claim.submitted_day
    if until is None or claim.number is None:
        raise ValueError(f"{claim}: a claim that was never submitted can't be sanctioned")
    return Claimed(
        number=claim.number,
        component=claim.component,
        component_name=_component_name(claim.component, book),
        unit_name=claim.unit.name,
        unit_number=claim.unit.number,
        since=dt.date(int(claim.fy[:4]), 4, 1) if claim.fy else None,
        until=until,
    )


def _part(sanction: Sanction, book: Book) -> Part:
    tranche, item = sanction.tranche, sanction.round_item
    on = tranche.claim.period_end or tranche.claim.claimed_on or tranche.made_on
    named = {trigger.key: trigger.name for trigger in book.triggers(tranche.claim.component, on)}
    name = named.get(tranche.trigger, {"en": tranche.trigger, "hi": tranche.trigger})
    decided = _decided(tranche)
    entitlement = tranche.computation.entitlement
    due = position(entitlement, Fraction(tranche.percent), 0, 0).due
    asked = _asked(decided)
    return Part(
        number=tranche.number,
        trigger=Words(name["en"], name["hi"]),
        percent=f"{tranche.percent.normalize():f}",
        lowered=tranche.computation.lowered,
        entitlement=entitlement,
        due=due,
        raised_before=due - asked,
        amount=asked,
        round_number=item.round.number,
        allotted=item.payable,
        deferred=item.deferred,
        deferred_from=item.deferred_from,
    )


def _decided(tranche: Tranche) -> Tranche:
    """The tranche that was approved: itself, or the one it is the deferred rest of."""
    while tranche.parent is not None and not tranche.decisions.filter(action="approve").exists():
        tranche = tranche.parent
    return tranche


def _asked(decided: Tranche) -> int:
    """What the tranche came to its first round with: a round that runs short leaves it only what it allotted."""
    item = decided.round_items.order_by("pk").first()
    return item.due if item else decided.amount


def _account(sanction: Sanction, book: Book) -> Account:
    on, head = sanction.sanctioned_on, sanction.head
    bound = Sanction.objects.filter(fy=sanction.fy, head=head, serial__lte=sanction.serial)
    spent = int(bound.aggregate(total=Sum("amount"))["total"] or 0)
    object_head = str(book.value(f"object_head_{head.lower()}", on) or "")
    return Account(
        demand_number=str(book.value("demand_number", on) or ""),
        head=str(book.value("account_head", on) or ""),
        object_head=OBJECT_HEADS.get(object_head, object_head),
        fy=sanction.fy,
        component_name=_component_name(head, book),
        provision=sanction.balance_after + spent,
        balance_after=sanction.balance_after,
    )


def _grounds(tranche: Tranche) -> Grounds:
    decided = Approval.objects.filter(tranche=_decided(tranche)).order_by("-note_no")
    approval, concurrence = decided.filter(action="approve")[0], decided.filter(action="concur")[0]
    if concurrence.diary_date is None:
        raise ValueError(f"{concurrence}: a concurrence without its diary date")
    return Grounds(
        approval_note=approval.note_no,
        approved_on=approval.on,
        concurrence_note=concurrence.note_no,
        diary_no=concurrence.diary_no,
        diary_date=concurrence.diary_date,
    )


def _certificate_needed(sanction: Sanction, book: Book) -> bool:
    """Both components repay what was spent or sold before, so neither is an advance."""
    key = "uc_required_sli" if sanction.head == "SLI" else "uc_required_cs_reimbursement"
    return bool(book.value(key, sanction.sanctioned_on))
