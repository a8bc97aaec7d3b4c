"""Sanction, bill, release and the bank: what is refused, and that nothing is done twice."""

from __future__ import annotations

import datetime as dt

import pytest

from disbursements.models import Claim, LedgerEntry, Payment, Sanction
from disbursements.services import budget, payment, sanction
from portal.common.models import Counter
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from schemes.services.books import confirm_authority, enter_authority
from tests import factories_money as money
from tests.factories import AwardedUnit, awarded_unit, on_day
from tests.factories_money import DAY, Officers

pytestmark = pytest.mark.django_db
UTR = "SBINR52030051000000001"


@pytest.fixture
def made() -> AwardedUnit:
    return awarded_unit()


@pytest.fixture
def claim(made: AwardedUnit, who: Officers) -> Claim:
    return money.verified(money.draft_claim(made), made, who)


def test_only_an_allotted_tranche_is_sanctioned(claim: Claim, who: Officers) -> None:
    tranche = money.approved(claim.tranches.get(), who)
    with pytest.raises(Refusal, match="waiting for a budget round"):
        sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=None)
    assert not Sanction.objects.exists()


def test_a_double_click_sanctions_once_and_numbers_once(claim: Claim, who: Officers) -> None:
    tranche = money.allotted(claim, who)
    sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=tranche.version)
    with pytest.raises(Stale, match=f"“Sanction” by {who['MHI_US']}"):
        sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=tranche.version)
    assert Sanction.objects.count() == Payment.objects.count() == 1
    assert Counter.objects.get(series="SO/2030-31").last == 1


def test_a_provision_that_went_after_the_round_stops_the_sanction(claim: Claim, who: Officers) -> None:
    tranche = money.allotted(claim, who, amount=claim.tranches.get().amount)
    money.provided(who, 1, kind="surrender")
    with pytest.raises(Refusal, match="does not hold this amount"):
        sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=None)
    money.provided(who, 1)
    money.provided(who, tranche.amount - 1, kind="revised_estimate")
    with pytest.raises(Refusal, match="does not hold this amount"):
        sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=None)
    assert not Counter.objects.filter(series="SO/2030-31").exists()


def test_a_book_with_an_order_behind_it_makes_no_specimens(claim: Claim, who: Officers) -> None:
    entered = enter_authority(
        by=who["MHI_SO"], code="repm-7350", order_number="S.O. 1", order_date=dt.date(2026, 1, 1)
    )
    confirm_authority(by=who["MHI_DIRECTOR"], authority_id=entered.pk)
    assert money.sanctioned(claim, who).specimen is False


def test_the_company_and_other_roles_do_not_sanction(made: AwardedUnit, claim: Claim, who: Officers) -> None:
    tranche = money.allotted(claim, who)
    for user in (made.signatory, who["MHI_DIRECTOR"], who["DDO"]):
        with pytest.raises(NotAllowed):
            sanction.sanction(by=user, tranche_id=tranche.pk, version=None)


def test_a_sanction_not_drawn_by_31_march_lapses(claim: Claim, who: Officers) -> None:
    order = money.sanctioned(claim, who)
    payment.bill(by=who["DDO"], payment_id=order.payment.pk, version=None, bill_no="B/1", bill_date=DAY)
    with on_day(dt.date(2031, 4, 1)), pytest.raises(Refusal, match="lapsed on 31 March"):
        payment.release(by=who["PAO"], payment_id=order.payment.pk, version=None)
    with on_day(dt.date(2031, 3, 31)):
        assert payment.release(by=who["PAO"], payment_id=order.payment.pk, version=None).state == "released"
    with on_day(dt.date(2031, 4, 2)):
        paid = payment.record_payment(
            by=who["PAO"],
            payment_id=order.payment.pk,
            version=None,
            utr=UTR,
            value_date=dt.date(2031, 4, 1),
            amount=order.amount,
        )
    assert paid.state == "paid"


def test_a_bill_of_a_year_that_is_over_is_refused(claim: Claim, who: Officers) -> None:
    order = money.sanctioned(claim, who)
    with on_day(dt.date(2031, 4, 1)), pytest.raises(Refusal, match="lapsed on 31 March"):
        payment.bill(by=who["DDO"], payment_id=order.payment.pk, version=None, bill_no="B/1", bill_date=DAY)


def test_a_bill_has_its_number_and_a_fitting_date(claim: Claim, who: Officers) -> None:
    due = money.sanctioned(claim, who).payment
    with pytest.raises(WrongInput, match="has a number"):
        payment.bill(by=who["DDO"], payment_id=due.pk, version=None, bill_no=" ", bill_date=DAY)
    for day in (DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)):
        with pytest.raises(WrongInput, match="does not fit"):
            payment.bill(by=who["DDO"], payment_id=due.pk, version=None, bill_no="B/1", bill_date=day)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("amount", -1, "not the sanction's"),
        ("amount", 1, "not the sanction's"),
        ("amount", 1.0, "not the sanction's"),
        ("utr", "short", "right form"),
        ("utr", "sbinr52030051000000001", "right form"),
        ("value_date", DAY - dt.timedelta(days=1), "does not fit"),
        ("value_date", DAY + dt.timedelta(days=1), "does not fit"),
    ],
)
def test_what_the_bank_says_must_fit(
    field: str, value: object, word: str, claim: Claim, who: Officers
) -> None:
    due = money.released(money.sanctioned(claim, who), who)
    said = {"utr": UTR, "value_date": DAY, "amount": due.amount}
    posted = LedgerEntry.objects.count()
    with pytest.raises(WrongInput, match=word) as refused:
        payment.record_payment(by=who["PAO"], payment_id=due.pk, version=None, **{**said, field: value})
    assert refused.value.where == field
    assert LedgerEntry.objects.count() == posted


def test_one_rupee_less_is_not_the_amount(claim: Claim, who: Officers) -> None:
    due = money.released(money.sanctioned(claim, who), who)
    with pytest.raises(WrongInput, match="not the sanction's") as refused:
        payment.record_payment(
            by=who["PAO"],
            payment_id=due.pk,
            version=None,
            utr=UTR,
            value_date=DAY,
            amount=due.amount - 1,
        )
    assert refused.value.expected == due.amount


def test_a_utr_is_taken_once(claim: Claim, who: Officers) -> None:
    paid = money.paid(money.sanctioned(claim, who), who)
    money.reconciled(claim, who)
    due = money.released(money.sanctioned(claim, who), who)
    with pytest.raises(WrongInput, match=str(paid.sanction)):
        payment.record_payment(
            by=who["PAO"],
            payment_id=due.pk,
            version=None,
            utr=paid.utr,
            value_date=DAY,
            amount=due.amount,
        )


def test_paying_twice_is_refused_and_a_failure_needs_its_reason(claim: Claim, who: Officers) -> None:
    due = money.released(money.sanctioned(claim, who), who)
    with pytest.raises(WrongInput, match="Say why"):
        payment.record_failure(by=who["PAO"], payment_id=due.pk, version=None, reason="")
    said = {"utr": UTR, "value_date": DAY, "amount": due.amount}
    payment.record_payment(by=who["PAO"], payment_id=due.pk, version=due.version, **said)
    with pytest.raises(Stale, match="Record the payment” by"):
        payment.record_payment(by=who["PAO"], payment_id=due.pk, version=due.version, **said)
    with pytest.raises(Refusal, match="“Paid”"):
        payment.record_failure(by=who["PAO"], payment_id=due.pk, version=None, reason="Too late")


def test_a_strangers_payment_is_not_found(claim: Claim, who: Officers) -> None:
    order = money.sanctioned(claim, who)
    with pytest.raises(NotFound, match="no such payment"):
        payment.release(by=awarded_unit().signatory, payment_id=order.payment.pk, version=None)


def test_serials_run_on_within_a_year(made: AwardedUnit, claim: Claim, who: Officers) -> None:
    other = awarded_unit()
    second = money.verified(money.draft_claim(other), other, who)
    orders = [money.sanctioned(claim, who)]
    money.approved(second.tranches.get(), who)
    budget.approve_round(by=who["COMPETENT_AUTHORITY"], round_id=money.closed_round(who).pk, version=None)
    orders.append(sanction.sanction(by=who["MHI_US"], tranche_id=second.tranches.get().pk, version=None))
    assert [(order.number, order.serial) for order in orders] == [
        ("SO/2030-31/0001", 1),
        ("SO/2030-31/0002", 2),
    ]
    assert orders[0].payee == made.manufacturer


@pytest.mark.parametrize("step", ["bill", "release", "release again"])
def test_nothing_leaves_for_a_claim_whose_entitlement_fell_below_its_sanction(
    step: str, who: Officers
) -> None:
    unit = awarded_unit()
    first = money.verified(money.subsidy_draft(unit, money.invested(unit, 505)), unit, who)
    due = money.sanctioned(first, who).payment
    bill = {"bill_no": "B/1", "bill_date": DAY}
    if step != "bill":
        payment.bill(by=who["DDO"], payment_id=due.pk, version=None, **bill)
    if step == "release again":
        payment.release(by=who["PAO"], payment_id=due.pk, version=None)
        payment.record_failure(by=who["PAO"], payment_id=due.pk, version=None, reason="Account closed")
    money.filed(money.subsidy_draft(unit, money.invested(unit, 480)), unit)
    before = Payment.objects.get(pk=due.pk).state
    with pytest.raises(Refusal, match="More is raised on this claim than is due"):
        if step == "bill":
            payment.bill(by=who["DDO"], payment_id=due.pk, version=None, **bill)
        else:
            payment.release(by=who["PAO"], payment_id=due.pk, version=None)
    assert Payment.objects.get(pk=due.pk).state == before
