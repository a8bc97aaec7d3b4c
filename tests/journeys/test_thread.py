"""From an empty portal to a rupee paid and proved, by real pages, a real worker and a real scheduler."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from tests.journeys import applying, awarding, claiming, conflicts, opening, paying, reading
from tests.journeys.claiming import Filed
from tests.journeys.papers import RIVAL, SATPURA
from tests.journeys.paying import Money
from tests.journeys.people import OFFICERS, RIVAL_SIGNATORY, SIGNATORY
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


def sold(town: Town) -> None:
    """2030: a year's sales are reported, claimed and verified; 85 percent is paid."""
    town.on(2030, 6, 12)
    claim = claiming.claim_sales(town, claiming.report_sales(town))
    conflicts.keep_strangers_out(town, claim)
    first = _part(claim, claim.entitlement * 85 // 100, "SLI1", "2030-07-01")
    town.on(2030, 7, 1)
    paying.vote(town, first, 200 * CRORE)
    paying.check_and_verify(town, claim)
    conflicts.recommend_at_once(town, claim)
    conflicts.try_second_function(town, claim)
    paying.concur(town, claim, first)
    paying.decide(town.window(OFFICERS[Role.COMPETENT_AUTHORITY]), claim, "Approve")
    paying.hold_round(town, claim, first)
    conflicts.sanction_twice(town, claim)
    reading.letter(town, claim, first.amount)
    paying.pay(town, claim, first)
    reading.own_pages(town, claim, [first], claim.entitlement - first.amount)


def settled(town: Town) -> None:
    """Later in 2030: the turnover is reconciled and the rest is paid; the auditor proves all of it."""
    claim = claiming.found(town, "SLI/2029-30/")
    first = _part(claim, claim.entitlement * 85 // 100, "SLI1", "2030-07-01")
    rest = _part(claim, claim.entitlement - first.amount, "SLI2", "2030-11-04")
    town.on(2030, 11, 4)
    paying.reconcile(town, claim, rest.today)
    paying.put_up(town, claim, rest)
    paying.hold_round(town, claim, rest)
    paying.sanction(town, claim)
    reading.letter(town, claim, rest.amount)
    paying.pay(town, claim, rest)
    reading.own_pages(town, claim, [first, rest], 0)
    subsidy = Money("Capital subsidy", "2029-30", claiming.SUBSIDY, "CS1", "2029-06-20")
    reading.audit(town, claim, [subsidy, first, rest])
    reading.prove(town, claim)


def _part(claim: Filed, amount: int, serial: str, today: str) -> Money:
    return Money("Sales-linked incentive", "2030-31", amount, serial, today)


STAGES = (opened, applied, awarded, subsidised, sold, settled)


@pytest.mark.portal_env(DEMO="1")
@pytest.mark.xdist_group("journey")
def test_a_rupee_goes_all_the_way(town: Town) -> None:
    for stage in STAGES:
        stage(town)
