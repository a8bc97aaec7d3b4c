"""Who is offered which step: by role, by state, and never two functions to one person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve, reverse

from disbursements.actions import ACTIONS, LIFECYCLES
from disbursements.models import Claim
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.accounts.services.users import grant_role, revoke_role
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import Officers

from .conftest import Reader


def offered(client: Client, claim: Claim, audience: str = "officer") -> set[str]:
    """The steps a claim's page posts to."""
    page = client.get(reverse(f"{audience}:claim", args=[claim.pk])).context["page"]
    offers = [offer for offer in (page.turn.main, *page.turn.others) if offer]
    return {f"{offer.thing}.{offer.action}" for offer in offers}


def test_every_step_with_a_role_is_reached_by_page_and_api() -> None:
    by_table = {
        (thing, move.action)
        for thing, table in LIFECYCLES.items()
        for move in table.transitions
        if move.roles
    }
    assert by_table <= set(ACTIONS)
    for thing, action in ACTIONS:
        page = resolve(reverse("officer:do", args=[thing, 1, action]))
        assert page.kwargs == {"thing": thing, "pk": 1, "action": action}
        assert resolve(f"/api/v1/{thing}s/1/actions/{action}/").url_name == f"api_{thing}_{action}"


def test_a_filed_claim_offers_each_role_its_own_steps(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = factories_money.filed(factories_money.draft_claim(made), made)
    assert offered(reader(made.signatory), claim, "manufacturer") == {"claim.withdraw"}
    assert offered(reader(made.preparer), claim, "manufacturer") == set()
    assert offered(reader(who[Role.PMA_OFFICER]), claim) == {"claim.start_check"}
    for role in (Role.PMA_HEAD, Role.MHI_DIRECTOR, Role.IFD, Role.COMPETENT_AUTHORITY, Role.MHI_US, Role.PAO):
        assert offered(reader(who[role]), claim) == set()
    assert offered(reader(factories.officer(Role.AUDITOR)), claim, "auditor") == set()


STAGES = [
    ("at_desk", Role.PMA_OFFICER, {"claim.query", "claim.finish_check", "claim.return"}),
    ("checked", Role.PMA_HEAD, {"claim.verify", "claim.back_to_desk", "claim.reject"}),
    ("verified", Role.MHI_DIRECTOR, {"tranche.recommend"}),
    ("verified", Role.PMA_OFFICER, {"claim.reconcile"}),
]


@pytest.mark.parametrize("expected", STAGES, ids=lambda expected: f"{expected[0]}-{expected[1]}")
def test_the_steps_of_a_stage(
    expected: tuple[str, str, set[str]], made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    stage, role, steps = expected
    claim = getattr(factories_money, stage)(factories_money.draft_claim(made), made, who)
    assert offered(reader(who[role]), claim) == steps


def test_the_steps_of_the_money(made: AwardedUnit, who: Officers, reader: Reader) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    factories_money.allotted(claim, who)
    assert offered(reader(who[Role.MHI_US]), claim) == {"tranche.sanction"}
    tranche = claim.tranches.get()
    order = factories_money.sanction.sanction(by=who[Role.MHI_US], tranche_id=tranche.pk, version=None)
    assert offered(reader(who[Role.DDO]), claim) == {"payment.bill"}
    factories_money.released(order, who)
    assert offered(reader(who[Role.PAO]), claim) == {"payment.record_payment", "payment.record_failure"}


def test_who_holds_another_function_is_told_and_offered_nothing(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = factories_money.checked(factories_money.draft_claim(made), made, who)
    desk = who[Role.PMA_OFFICER]
    promote(desk, Role.PMA_HEAD)
    reborn = User.objects.get(pk=desk.pk)
    answer = reader(reborn).get(reverse("officer:claim", args=[claim.pk]))
    assert offered(reader(reborn), claim) == set()
    assert "one person has one function" in answer.content.decode()


def promote(user: User, role: str) -> None:
    """Take the user's roles away and give another one."""
    grant = user.grants.get(revoked_at__isnull=True)
    administrator = factories.officer(Role.SYS_ADMIN)
    revoke_role(grant=grant, by=administrator)
    grant_role(user=user, role=role, organisation=grant.organisation, by=administrator)
