"""From an empty portal to a rupee paid and proved, by real pages, a real worker and a real scheduler."""

from __future__ import annotations

import pytest

from tests.journeys import applying, awarding, claiming, opening, paying
from tests.journeys.papers import RIVAL, SATPURA
from tests.journeys.paying import Money
from tests.journeys.people import RIVAL_SIGNATORY, SIGNATORY
from tests.journeys.town import Town

CRORE = 10**7


def opened(town: Town) -> None:
    """November 2026: books, administrator, officers."""
    town.on(2026, 11, 20)
    opening.publish_books(town)
    opening.create_administrator(town)
    opening.add_officers(town)


def applied(town: Town) -> None:
    """December 2026: two companies register, one applies."""
    town.on(2026, 12, 1)
    applying.register(town, SATPURA, SIGNATORY)
    applying.register(town, RIVAL, RIVAL_SIGNATORY)
    applying.add_preparer(town)
    applying.draft(town)
    applying.submit(town)


def awarded(town: Town) -> None:
    """January 2027: screening, ranking, letters of award; then the unit's two phases."""
    town.on(2027, 1, 11)
    awarding.screen(town)
    awarding.rank(town)
    town.on(2027, 1, 15)
    awarding.award(town)
    awarding.record_award(town)
    awarding.commission(town)


def subsidised(town: Town) -> None:
    """2029: the capital subsidy is claimed and paid whole."""
    town.on(2029, 6, 4)
    paying.enter_authority(town)
    claim = claiming.claim_subsidy(town)
    money = Money("Capital subsidy", "2029-30", claim.entitlement, "CS1", "2029-06-20")
    town.on(2029, 6, 20)
    paying.vote(town, money, 100 * CRORE)
    paying.check_and_verify(town, claim)
    paying.put_up(town, claim, money)
    paying.hold_round(town, claim, money)
    paying.sanction(town, claim)
    paying.pay(town, claim, money)


STAGES = (opened, applied, awarded, subsidised)


@pytest.mark.portal_env(DEMO="1")
@pytest.mark.xdist_group("journey")
def test_a_rupee_goes_all_the_way(town: Town) -> None:
    for stage in STAGES:
        stage(town)
