"""One person, one function on a claim: by service, and by the database whoever writes the row."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from disbursements.models import ClaimFunction
from disbursements.permissions import can_act
from disbursements.services import claims, tranches
from portal.accounts.models import Organisation, RoleGrant, User
from portal.accounts.services.users import add_user
from portal.common.refusals import Refusal
from tests import factories_money as money
from tests.factories import AwardedUnit, awarded_unit
from tests.factories_money import DAY, Officers

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> AwardedUnit:
    return awarded_unit()


def also(user: User, role: str) -> User:
    """A second sign-in of the same human being, with a role that got past the table of incompatible roles."""
    second = add_user(
        email=f"second-{user.email}",
        password=None,
        name=user.person.name,
        pan=user.person.pan or "",
        designation="Under another sign-in",
        by=None,
    )
    assert second.person_id == user.person_id
    office = Organisation.objects.filter(kind="office")[0]
    RoleGrant.objects.create(user=second, role=role, organisation=office)
    return second


def test_the_desk_can_not_verify_what_it_checked(made: AwardedUnit, who: Officers) -> None:
    claim = money.checked(money.draft_claim(made), made, who)
    same = also(who["PMA_OFFICER"], "PMA_HEAD")
    with pytest.raises(Refusal, match="already holds the function “Checked at the desk”") as refused:
        claims.verify_claim(by=same, claim_id=claim.pk, version=None)
    assert refused.value.given == "Verified"
    allowed, reason = can_act(same, claim, "verify")
    assert not allowed
    assert "Checked at the desk" in reason
    assert can_act(who["PMA_HEAD"], claim, "verify") == (True, "")


def test_the_claimant_under_another_sign_in_can_not_approve(made: AwardedUnit, who: Officers) -> None:
    claim = money.verified(money.draft_claim(made), made, who)
    tranche = claim.tranches.get()
    tranches.recommend(by=who["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    tranches.concur(by=who["IFD"], tranche_id=tranche.pk, version=None, diary_no="1", diary_date=DAY)
    same = also(made.signatory, "COMPETENT_AUTHORITY")
    with pytest.raises(Refusal, match="already holds the function “Prepared”"):
        tranches.approve(by=same, tranche_id=tranche.pk, version=None)
    tranche.refresh_from_db()
    assert tranche.state == "concurred"


def test_a_function_stays_over_all_tranches_of_a_claim(made: AwardedUnit, who: Officers) -> None:
    claim = money.verified(money.draft_claim(made), made, who)
    money.sanctioned(claim, who)
    money.reconciled(claim, who)
    second = claim.tranches.get(state="due")
    same = also(who["MHI_US"], "MHI_DIRECTOR")
    with pytest.raises(Refusal, match="already holds the function “Sanctioned”"):
        tranches.recommend(by=same, tranche_id=second.pk, version=None)


def test_the_same_function_again_is_no_other_function(made: AwardedUnit, who: Officers) -> None:
    claim = money.verified(money.draft_claim(made), made, who)
    tranche = claim.tranches.get()
    tranches.recommend(by=who["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    tranches.send_back(by=who["IFD"], tranche_id=tranche.pk, version=None, note="Which year?")
    tranches.recommend(by=who["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    assert ClaimFunction.objects.filter(claim=claim, function="recommend").count() == 1


def test_another_officer_of_the_function_may_go_on(made: AwardedUnit, who: Officers) -> None:
    claim = money.verified(money.draft_claim(made), made, who)
    tranche = claim.tranches.get()
    tranches.recommend(by=who["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    tranches.send_back(by=who["IFD"], tranche_id=tranche.pk, version=None, note="Which year?")
    tranches.recommend(by=Officers()["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    assert ClaimFunction.objects.filter(claim=claim, function="recommend").count() == 2


def test_the_database_refuses_a_second_function_whoever_writes_it(made: AwardedUnit, who: Officers) -> None:
    claim = money.checked(money.draft_claim(made), made, who)
    desk = who["PMA_OFFICER"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimFunction.objects.create(claim=claim, person=desk.person, function="verify", user=desk)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO disbursements_claimfunction (claim_id, person_id, function, user_id, at)"
            " VALUES (%s, %s, 'approve', %s, CURRENT_TIMESTAMP)",
            [claim.pk, desk.person_id, desk.pk],
        )
