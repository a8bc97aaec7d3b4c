"""The page of a claim: the same story for the company, the officers and the auditor, state by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from disbursements.models import Claim
from portal.accounts.roles import Role
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import Officers

from .conftest import Reader

Stage = Callable[[AwardedUnit, Officers], Claim]


def draft(made: AwardedUnit, who: Officers) -> Claim:
    return factories_money.draft_claim(made)


def filed(made: AwardedUnit, who: Officers) -> Claim:
    return factories_money.filed(factories_money.draft_claim(made), made)


def at_desk(made: AwardedUnit, who: Officers) -> Claim:
    return factories_money.at_desk(factories_money.draft_claim(made), made, who)


def verified(made: AwardedUnit, who: Officers) -> Claim:
    return factories_money.verified(factories_money.draft_claim(made), made, who)


def sanctioned(made: AwardedUnit, who: Officers) -> Claim:
    claim = verified(made, who)
    factories_money.sanctioned(claim, who)
    return claim


def paid(made: AwardedUnit, who: Officers) -> Claim:
    claim = verified(made, who)
    factories_money.paid(factories_money.sanctioned(claim, who), who)
    return claim


def subsidy(made: AwardedUnit, who: Officers) -> Claim:
    register = factories_money.invested(made, head="land")
    return factories_money.filed(factories_money.subsidy_draft(made, register), made)


STAGES = [draft, filed, at_desk, verified, sanctioned, paid, subsidy]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_every_stage_reads_for_every_audience(
    stage: Stage, made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = stage(made, who)
    company = reader(made.signatory).get(reverse("manufacturer:claim", args=[claim.pk]))
    assert company.status_code == 200
    assert made.unit.name in company.content.decode()
    for role in () if stage is draft else (Role.PMA_OFFICER, Role.IFD, Role.PAO):
        answer = reader(who[role]).get(reverse("officer:claim", args=[claim.pk]))
        assert answer.status_code == 200
        assert claim.number in answer.content.decode()
    auditor = reader(factories.officer(Role.AUDITOR)).get(reverse("auditor:claim", args=[claim.pk]))
    assert auditor.status_code == (404 if stage is draft else 200)
