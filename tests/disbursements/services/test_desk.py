"""The desk, the head of the agency and reconciliation: what each may do, and when."""

from __future__ import annotations

import datetime as dt

import pytest

from disbursements.models import Claim
from disbursements.permissions import can_act
from disbursements.services import claims
from portal.common.refusals import NotAllowed, Refusal, Stale, WrongInput
from tests import factories_money as money
from tests.factories import AwardedUnit, awarded_unit
from tests.factories_money import CRORE, DAY, Officers

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> AwardedUnit:
    return awarded_unit()


def test_a_query_goes_to_the_company_and_its_answer_back_to_the_desk(
    made: AwardedUnit, who: Officers
) -> None:
    claim = money.at_desk(money.draft_claim(made), made, who)
    asked = claims.ask_query(
        by=who["PMA_OFFICER"], claim_id=claim.pk, version=claim.version, text="Which lot is A/1?"
    )
    claim.refresh_from_db()
    assert claim.state == "query"
    answered = claims.answer_query(
        by=made.preparer, claim_id=claim.pk, version=claim.version, text="Lot 7, see the annexure."
    )
    assert (answered.pk, answered.answer, answered.answered_on) == (asked.pk, "Lot 7, see the annexure.", DAY)
    claim.refresh_from_db()
    assert claim.state == "desk_check"


def test_a_query_without_words_is_refused(made: AwardedUnit, who: Officers) -> None:
    claim = money.at_desk(money.draft_claim(made), made, who)
    with pytest.raises(WrongInput, match="Say why"):
        claims.ask_query(by=who["PMA_OFFICER"], claim_id=claim.pk, version=None, text="  ")


def test_verifying_before_the_computation_is_refused(made: AwardedUnit, who: Officers) -> None:
    claim = money.draft_claim(made)
    claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=None)
    claims.start_check(by=who["PMA_OFFICER"], claim_id=claim.pk, version=None)
    claims.finish_check(by=who["PMA_OFFICER"], claim_id=claim.pk, version=None)
    with pytest.raises(Refusal, match="not been computed yet"):
        claims.verify_claim(by=who["PMA_HEAD"], claim_id=claim.pk, version=None)
    assert Claim.objects.get(pk=claim.pk).state == "checked"


def test_a_subsidy_below_the_minimum_is_returned_not_rejected(made: AwardedUnit, who: Officers) -> None:
    claim = money.checked(money.subsidy_draft(made, money.invested(made, 430)), made, who)
    assert claim.current.binding == "below_minimum"
    with pytest.raises(Refusal, match=r"below the minimum.*returns it to the company"):
        claims.verify_claim(by=who["PMA_HEAD"], claim_id=claim.pk, version=None)
    claims.back_to_desk(by=who["PMA_HEAD"], claim_id=claim.pk, version=None, note="Return it")
    claims.return_claim(by=who["PMA_OFFICER"], claim_id=claim.pk, version=None, note="Below the minimum")
    more = money.filed(money.subsidy_draft(made, money.invested(made, 505)), made)
    assert more.current.entitlement == 7575 * CRORE // 100


def test_a_rejected_claim_gives_its_room_back(made: AwardedUnit, who: Officers) -> None:
    claim = money.checked(money.draft_claim(made), made, who)
    with pytest.raises(WrongInput, match="Say why"):
        claims.reject_claim(by=who["PMA_HEAD"], claim_id=claim.pk, version=None, note="")
    rejected = claims.reject_claim(by=who["PMA_HEAD"], claim_id=claim.pk, version=None, note="Not made here")
    assert rejected.state == "rejected"
    assert money.filed(money.draft_claim(made, claim.register), made).current.entitlement == 168 * CRORE


def test_a_stale_page_is_told_who_did_what(made: AwardedUnit, who: Officers) -> None:
    claim = money.filed(money.draft_claim(made), made)
    seen = claim.version
    claims.start_check(by=who["PMA_OFFICER"], claim_id=claim.pk, version=seen)
    with pytest.raises(Stale) as refused:
        claims.withdraw_claim(by=made.signatory, claim_id=claim.pk, version=seen, note="Wrong")
    assert f"“Take to the desk” by {who['PMA_OFFICER']} on 10-05-2030" in str(refused.value)


@pytest.mark.parametrize("role", ["PMA_HEAD", "MHI_DIRECTOR", "PAO"])
def test_the_desk_is_the_agencys(role: str, made: AwardedUnit, who: Officers) -> None:
    claim = money.filed(money.draft_claim(made), made)
    with pytest.raises(NotAllowed, match="PMA_OFFICER"):
        claims.start_check(by=who[role], claim_id=claim.pk, version=None)


def test_reconciliation_waits_for_the_verified_computation(made: AwardedUnit, who: Officers) -> None:
    claim = money.checked(money.draft_claim(made), made, who)
    with pytest.raises(Refusal, match="verified sales-linked claim"):
        money.reconciled(claim, who)
    claims.verify_claim(by=who["PMA_HEAD"], claim_id=claim.pk, version=None)
    with pytest.raises(Refusal, match="verified sales-linked claim"):
        money.reconciled(claim, who)
    assert can_act(who["PMA_OFFICER"], claim, "reconcile")[0] is False
    claim = money.computed(claim)
    assert can_act(who["PMA_OFFICER"], claim, "reconcile") == (True, "")
    assert can_act(who["PMA_HEAD"], claim, "reconcile")[0] is False
    money.reconciled(claim, who)
    claim.refresh_from_db()
    assert can_act(who["PMA_OFFICER"], claim, "reconcile") == (False, "The claim was reconciled already.")
    assert [t.amount for t in claim.tranches.order_by("number")] == [
        168 * CRORE * 85 // 100,
        168 * CRORE * 15 // 100,
    ]
    with pytest.raises(Refusal, match="reconciled on 10-05-2030 already"):
        money.reconciled(claim, who)


def test_a_reconciliation_has_its_certificate_and_a_day_that_has_come(
    made: AwardedUnit, who: Officers
) -> None:
    claim = money.verified(money.draft_claim(made), made, who)
    desk = who["PMA_OFFICER"]
    with pytest.raises(WrongInput, match="certificate"):
        claims.reconcile_claim(by=desk, claim_id=claim.pk, reconciled_on=DAY, certificate_number=" ")
    for day in (dt.date(2030, 3, 30), DAY + dt.timedelta(days=1)):
        with pytest.raises(WrongInput, match="does not fit") as refused:
            claims.reconcile_claim(by=desk, claim_id=claim.pk, reconciled_on=day, certificate_number="SA/1")
        assert refused.value.expected == "a day from 31-03-2030 to 10-05-2030"
    with pytest.raises(NotAllowed):
        claims.reconcile_claim(
            by=who["PMA_HEAD"], claim_id=claim.pk, reconciled_on=DAY, certificate_number="SA/1"
        )
    with pytest.raises(Stale):
        claims.reconcile_claim(
            by=desk, claim_id=claim.pk, version=1, reconciled_on=DAY, certificate_number="SA/1"
        )
