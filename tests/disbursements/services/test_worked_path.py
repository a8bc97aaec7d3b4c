"""From a claim to the bank and back to the ledger, with the real rules: domain.md 10.1 to 10.4."""

from __future__ import annotations

import json

import pytest

from disbursements.models import Approval, Claim, ClaimFunction, LedgerAccount, Payment, Tranche
from disbursements.selectors.decisions import chain_of_decisions
from disbursements.selectors.positions import ceiling_left, ceiling_of, claim_position, years_of_unit
from disbursements.selectors.trial_balance import trial_balance
from disbursements.services import claims, payment
from portal.common.models import Event, Job
from schemes.terms import book_of
from tests import factories_money as money
from tests.factories import awarded_unit
from tests.factories_money import CRORE, Officers

pytestmark = pytest.mark.django_db


def balances() -> dict[str, int]:
    """The ledger's balances by kind."""
    found: dict[str, int] = {}
    for account in LedgerAccount.objects.order_by("pk"):
        found[account.kind] = found.get(account.kind, 0) + account.balance
    return found


def test_a_year_of_sales_is_paid_in_two_tranches_and_the_claim_closes(who: Officers) -> None:
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made), made, who)
    assert claim.number == "SLI/2029-30/0001"
    assert (claim.current.entitlement, claim.current.binding) == (168 * CRORE, "rate")
    assert [c.stage for c in claim.computations.order_by("number")] == ["indicative", "verified"]

    first = money.sanctioned(claim, who)
    assert first.number == "SO/2030-31/0001"
    assert first.amount == 168 * CRORE * 85 // 100
    assert first.balance_after == money.PLENTY - first.amount
    assert first.specimen is True
    paid = money.paid(first, who)
    assert paid.state == "paid"

    claim.refresh_from_db()
    assert claim.state == "verified"
    money.reconciled(claim, who)
    second = money.sanctioned(claim, who)
    assert second.number == "SO/2030-31/0002"
    assert second.amount == 168 * CRORE - first.amount
    money.paid(second, who)
    claim.refresh_from_db()
    assert claim.state == "closed"

    place = claim_position(claim, book_of(claim.current.book))
    assert (place.entitlement, place.due, place.raised, place.sanctioned, place.paid, place.held) == (
        168 * CRORE,
        168 * CRORE,
        168 * CRORE,
        168 * CRORE,
        168 * CRORE,
        0,
    )
    assert ceiling_of(made.unit, "SLI") == 9675 * CRORE // 10
    assert ceiling_left(made.unit, "SLI") == 9675 * CRORE // 10 - 168 * CRORE
    year = years_of_unit(made.unit, "SLI")[0]
    assert (year.fy, year.entitlement, year.raised, year.paid) == ("2029-30", *[168 * CRORE] * 3)


def test_the_ledger_tells_the_same_story(who: Officers) -> None:
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made), made, who)
    order = money.sanctioned(claim, who)
    part = order.amount
    held = balances()
    assert held["committed"] == held["outlay_used"] == held["sanctioned"] == part
    assert held["entitled"] == 168 * CRORE - part
    assert held["voted"] == money.PLENTY - part
    assert held["outlay"] == (6450 + 750 + 80 + 70) * CRORE - part
    due = money.released(order, who)
    assert balances()["released"] == part
    assert balances()["committed"] == 0
    assert due.state == "released"
    found = trial_balance()
    assert found.difference == 0
    assert found.wrong == ()
    assert found.debits > 0


def test_every_step_is_a_numbered_note_and_an_event(who: Officers) -> None:
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made), made, who)
    order = money.sanctioned(claim, who)
    money.paid(order, who)
    notes = [(note.note_no, note.action) for note in chain_of_decisions(claim)]
    assert notes == list(
        enumerate(
            [
                "submit",
                "start_check",
                "finish_check",
                "verify",
                "recommend",
                "concur",
                "approve",
                "sanction",
                "bill",
                "release",
                "record_payment",
            ],
            1,
        )
    )
    concurrence = Approval.objects.get(claim=claim, action="concur")
    assert concurrence.diary_no == "IFD/1"
    held = dict(ClaimFunction.objects.filter(claim=claim).order_by("pk").values_list("function", "user_id"))
    assert held["sanction"] == order.sanctioned_by_id
    assert set(held) == {
        "prepare",
        "check",
        "verify",
        "recommend",
        "concur",
        "approve",
        "sanction",
        "bill",
        "release",
    }
    told = Event.objects.filter(object_type="disbursements.claim", object_id=str(claim.pk)).order_by("seq")
    assert [event.action for event in told] == [
        "start",
        "submit",
        "compute",
        "start_check",
        "finish_check",
        "verify",
        "compute",
    ]
    computed = json.loads(told[2].changes)
    assert computed["entitlement"] == [None, 168 * CRORE]
    assert computed["inputs_sha256"] == claim.computations.get(number=1).inputs_sha256


def test_both_of_the_companys_people_hold_the_function_of_preparing(who: Officers) -> None:
    made = awarded_unit()
    claim = money.filed(money.draft_claim(made), made)
    held = ClaimFunction.objects.filter(claim=claim).values_list("person_id", "function")
    assert set(held) == {(made.preparer.person_id, "prepare"), (made.signatory.person_id, "prepare")}


def test_a_subsidy_is_paid_in_one_tranche_and_closes(who: Officers) -> None:
    made = awarded_unit()
    claim = money.verified(money.subsidy_draft(made), made, who)
    assert claim.number == "CS/0001"
    assert claim.current.entitlement == 7575 * CRORE // 100  # domain.md 7, example 7b
    tranche = claim.tranches.get()
    assert (tranche.trigger, tranche.percent, tranche.amount) == ("commissioned", 100, 7575 * CRORE // 100)
    order = money.sanctioned(claim, who)
    assert order.head == "CS"
    money.paid(order, who)
    claim.refresh_from_db()
    assert claim.state == "closed"


def test_a_sanction_asks_for_its_letter_once(who: Officers) -> None:
    made = awarded_unit()
    order = money.sanctioned(money.verified(money.draft_claim(made), made, who), who)
    jobs = Job.objects.filter(kind="sanction_letter", object_id=str(order.pk))
    assert [job.key for job in jobs] == [f"sanction_letter:{order.pk}"]
    assert len(order.token) == 32


def test_a_year_that_earned_nothing_is_verified_without_a_tranche(who: Officers) -> None:
    made = awarded_unit()
    register = money.sold(made, status="CANCELLED")
    claim = money.verified(money.draft_claim(made, register), made, who)
    assert (claim.current.entitlement, claim.current.binding) == (0, "no_sales")
    assert not Tranche.objects.filter(claim=claim).exists()
    last = Event.objects.filter(object_type="disbursements.claim", object_id=str(claim.pk)).order_by("-seq")[
        0
    ]
    assert last.action == "nothing_due"
    money.reconciled(claim, who)
    claim.refresh_from_db()
    assert claim.state == "closed"


def test_a_failed_payment_is_released_again_and_posts_nothing_twice(who: Officers) -> None:
    made = awarded_unit()
    order = money.sanctioned(money.verified(money.draft_claim(made), made, who), who)
    due = money.released(order, who)
    before = balances()
    payment.record_failure(by=who["PAO"], payment_id=due.pk, version=None, reason="Account closed")
    assert balances() == before
    failed = Payment.objects.get(pk=due.pk)
    assert (failed.state, failed.failure_reason) == ("failed", "Account closed")
    payment.release(by=who["PAO"], payment_id=due.pk, version=None)
    assert balances() == before
    payment.record_payment(
        by=who["PAO"],
        payment_id=due.pk,
        version=None,
        utr="SBINR52030051000000001",
        value_date=money.DAY,
        amount=order.amount,
    )
    assert balances()["paid"] == order.amount
    assert balances()["received"] == order.amount


def test_a_returned_claim_frees_its_documents_and_its_room(who: Officers) -> None:
    made = awarded_unit()
    claim = money.at_desk(money.draft_claim(made), made, who)
    assert balances()["entitled"] == 168 * CRORE
    claims.return_claim(by=who["PMA_OFFICER"], claim_id=claim.pk, version=None, note="Wrong buyer")
    assert balances()["entitled"] == 0
    claim.register.refresh_from_db()
    assert claim.register.state == "ready"
    again = money.filed(money.draft_claim(made, claim.register), made)
    assert again.number == "SLI/2029-30/0002"
    assert again.current.entitlement == 168 * CRORE
    assert Claim.objects.filter(unit=made.unit).count() == 2
