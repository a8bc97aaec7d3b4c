"""Tranches: their steps, and what a new computation does to them (domain.md 10.3)."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from disbursements.models import Claim, Tranche
from disbursements.selectors.positions import ceiling_left
from disbursements.selectors.trial_balance import trial_balance
from disbursements.services import budget, claims, sanction, tranches
from disbursements.services.entitlement import store_computation
from portal.common.events import recording
from portal.common.models import Event
from portal.common.refusals import NotAllowed, NotFound, Refusal, WrongInput
from tests import factories_money as money
from tests.factories import AwardedUnit, awarded_unit
from tests.factories_money import CRORE, DAY, Officers

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> AwardedUnit:
    return awarded_unit()


@pytest.fixture
def claim(made: AwardedUnit, who: Officers) -> Claim:
    return money.verified(money.draft_claim(made), made, who)


def recompute(claim: Claim, kg: int) -> Claim:
    """Store another verified version of the claim, as a late note would: so many kilograms at Rs 5,600."""
    facts = json.loads(claim.computations.order_by("-number")[0].facts)
    facts["year_to_date"].update(sold_kg=f"{kg}.000", net_sales_turnover=f"{kg * 5600}.00")
    with recording():
        stored = store_computation(claim_id=claim.pk, facts=facts, cause=f"test {Event.objects.count()}")
    assert stored is not None
    return Claim.objects.get(pk=claim.pk)


def amounts(claim: Claim) -> list[tuple[str, int]]:
    """State and amount of the claim's tranches, in order."""
    return list(claim.tranches.order_by("number").values_list("state", "amount"))


def test_each_step_belongs_to_its_role(claim: Claim, who: Officers) -> None:
    tranche = claim.tranches.get()
    with pytest.raises(NotAllowed, match="MHI_DIRECTOR"):
        tranches.recommend(by=who["IFD"], tranche_id=tranche.pk, version=None)
    with pytest.raises(Refusal, match="Waiting for recommendation"):
        tranches.approve(by=who["COMPETENT_AUTHORITY"], tranche_id=tranche.pk, version=None)


def test_a_strangers_tranche_is_not_found(claim: Claim) -> None:
    stranger = awarded_unit()
    with pytest.raises(NotFound, match="no such tranche"):
        tranches.recommend(by=stranger.signatory, tranche_id=claim.tranches.get().pk, version=None)


def test_a_concurrence_carries_its_diary_number_and_a_day_that_has_come(claim: Claim, who: Officers) -> None:
    tranche = claim.tranches.get()
    tranches.recommend(by=who["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    for number, day, word in (("", DAY, "number"), ("IFD/1", DAY + dt.timedelta(days=1), "future")):
        with pytest.raises(WrongInput, match=word):
            tranches.concur(
                by=who["IFD"], tranche_id=tranche.pk, version=None, diary_no=number, diary_date=day
            )


@pytest.mark.parametrize("state", ["recommended", "concurred"])
def test_a_tranche_is_sent_back_with_the_reason(state: str, claim: Claim, who: Officers) -> None:
    tranche = claim.tranches.get()
    tranches.recommend(by=who["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    sender = who["IFD"]
    if state == "concurred":
        tranches.concur(by=sender, tranche_id=tranche.pk, version=None, diary_no="1", diary_date=DAY)
        sender = who["COMPETENT_AUTHORITY"]
    with pytest.raises(WrongInput, match="Say why"):
        tranches.send_back(by=sender, tranche_id=tranche.pk, version=None, note="")
    back = tranches.send_back(by=sender, tranche_id=tranche.pk, version=None, note="Look at the freight")
    assert back.state == "due"
    assert claim.decisions.order_by("-note_no")[0].note == "Look at the freight"


def test_a_rise_makes_another_tranche(claim: Claim) -> None:
    claim = recompute(claim, 850_000)
    assert claim.current.entitlement == 1785 * CRORE // 10
    assert amounts(claim) == [
        ("due", 1428 * CRORE // 10),
        ("due", 1785 * CRORE // 10 * 85 // 100 - 1428 * CRORE // 10),
    ]


def test_a_fall_takes_back_what_is_not_sanctioned(claim: Claim) -> None:
    claim = recompute(claim, 700_000)
    due = 147 * CRORE * 85 // 100
    assert amounts(claim) == [("lapsed", 1428 * CRORE // 10), ("due", due)]
    rest = claim.tranches.get(state="due")
    assert (rest.parent.number, rest.computation) == (1, claim.current)
    assert trial_balance().difference == 0


def test_a_fall_to_nothing_lapses_all(claim: Claim) -> None:
    claim = recompute(claim, 0)
    assert amounts(claim) == [("lapsed", 1428 * CRORE // 10)]


def test_what_was_sanctioned_is_kept_and_told_as_to_be_recovered(claim: Claim, who: Officers) -> None:
    order = money.sanctioned(claim, who)
    claim = recompute(Claim.objects.get(pk=claim.pk), 400_000)
    assert amounts(claim) == [("sanctioned", order.amount)]
    told = Event.objects.filter(action="position_fell").get()
    assert json.loads(told.changes)["recover"] == order.amount - 84 * CRORE * 85 // 100
    found = trial_balance()
    assert (found.difference, found.wrong) == (0, ())


def test_nothing_more_is_sanctioned_while_too_much_is_raised(
    made: AwardedUnit, claim: Claim, who: Officers
) -> None:
    money.sanctioned(claim, who)
    money.reconciled(claim, who)
    second = money.approved(claim.tranches.get(state="due"), who)
    money.approved_round(who)
    recompute(Claim.objects.get(pk=claim.pk), 780_000)
    second.refresh_from_db()
    assert second.state == "lapsed"
    rest = claim.tranches.get(state="due")
    assert rest.amount == 1638 * CRORE // 10 - 1428 * CRORE // 10
    with pytest.raises(Refusal, match="can't be done from the state"):
        sanction.sanction(by=who["MHI_US"], tranche_id=second.pk, version=None)


def test_a_tranche_that_changed_after_the_round_closed_stops_the_round(claim: Claim, who: Officers) -> None:
    money.approved(claim.tranches.get(), who)
    money.provided(who)
    made = money.closed_round(who)
    recompute(Claim.objects.get(pk=claim.pk), 700_000)
    with pytest.raises(Refusal, match="has changed since it was closed"):
        budget.approve_round(by=who["COMPETENT_AUTHORITY"], round_id=made.pk, version=None)
    budget.drop_round(by=who["MHI_SO"], round_id=made.pk, version=None, note="The claim fell")
    assert Tranche.objects.filter(state="due").count() == 1


def test_later_claims_of_the_unit_follow_in_order() -> None:
    # 600 t earn Rs 129 crore a full year and Rs 645 crore in all; sales start in July 2027, so a sixth year is cut.
    unit = awarded_unit(capacity=600, rate="2150.00", phases={dt.date(2027, 7, 1): 600})
    years: list[Claim] = []
    for start in range(2027, 2033):
        fy = f"{start}-{(start + 1) % 100:02d}"
        with money.on_claim_day(fy):
            years.append(money.filed(money.draft_claim(unit, money.sold(unit, 600_000, 9_000, fy)), unit))
    first = 2150 * 600_000 * 275 // 366
    assert [claim.current.entitlement for claim in years] == [
        first,
        *[129 * CRORE] * 4,
        129 * CRORE - first,
    ]
    assert years[-1].current.binding == "lifetime"
    with money.on_claim_day("2032-33"):
        claims.withdraw_claim(by=unit.signatory, claim_id=years[0].pk, version=None, note="Wrong year")
    last = Claim.objects.get(pk=years[-1].pk).current
    assert (last.entitlement, last.binding, last.number) == (129 * CRORE, "rate", 2)
    assert ceiling_left(unit.unit, "SLI") == 0
    assert trial_balance().difference == 0


def test_an_excess_lowers_the_earlier_claims_latest_first_and_is_then_nil(who: Officers) -> None:
    unit = awarded_unit()
    first, second = (
        money.verified(money.subsidy_draft(unit, money.invested(unit, crore)), unit, who)
        for crore in (505, 600)
    )
    assert second.current.entitlement == 90 * CRORE - 7575 * CRORE // 100
    third = money.filed(money.subsidy_draft(unit, money.invested(unit, 480)), unit)
    versions = list(third.computations.order_by("number").values_list("entitlement", "excess"))
    assert versions == [(0, 18 * CRORE), (0, 0)]
    for claim, left, lowered in (
        (first, 72 * CRORE, 375 * CRORE // 100),
        (second, 0, 1425 * CRORE // 100),
    ):
        current = Claim.objects.get(pk=claim.pk).current
        assert (current.number, current.entitlement, current.lowered) == (3, left, lowered)
        before = claim.computations.get(number=2)
        assert (current.facts, current.result) == (before.facts, before.result)
        assert current.inputs_sha256 != before.inputs_sha256
    assert amounts(first) == [("lapsed", 7575 * CRORE // 100), ("due", 72 * CRORE)]
    assert amounts(second) == [("lapsed", 1425 * CRORE // 100)]
    assert ceiling_left(unit.unit, "CS") == 1125 * CRORE // 10 - 72 * CRORE
    found = trial_balance()
    assert (found.difference, found.wrong) == (0, ())


def test_an_excess_goes_with_the_claim_that_had_it(who: Officers) -> None:
    unit = awarded_unit()
    first = money.verified(money.subsidy_draft(unit, money.invested(unit, 505)), unit, who)
    second = money.filed(money.subsidy_draft(unit, money.invested(unit, 480)), unit)
    assert Claim.objects.get(pk=first.pk).current.entitlement == 72 * CRORE
    claims.withdraw_claim(by=unit.signatory, claim_id=second.pk, version=None, note="Credit notes were wrong")
    current = Claim.objects.get(pk=first.pk).current
    assert (current.entitlement, current.lowered) == (7575 * CRORE // 100, 0)
    live = [amount for state, amount in amounts(first) if state == "due"]
    assert live == [72 * CRORE, 375 * CRORE // 100]
    assert ceiling_left(unit.unit, "CS") == 1125 * CRORE // 10 - 7575 * CRORE // 100
    found = trial_balance()
    assert (found.difference, found.wrong) == (0, ())


def test_an_excess_of_another_claim_stays_when_one_goes(who: Officers) -> None:
    unit = awarded_unit()
    first, second = (
        money.verified(money.subsidy_draft(unit, money.invested(unit, crore)), unit, who)
        for crore in (600, 505)
    )
    third = money.filed(money.subsidy_draft(unit, money.invested(unit, 480)), unit)
    assert Claim.objects.get(pk=first.pk).current.entitlement == 72 * CRORE
    claims.withdraw_claim(by=unit.signatory, claim_id=third.pk, version=None, note="Credit notes were wrong")
    now = [Claim.objects.get(pk=one.pk).current.entitlement for one in (first, second)]
    assert now == [7575 * CRORE // 100, 0]
    assert trial_balance().wrong == ()
