"""Two officers at once, twenty clicks at once: one wins, the others are told; the ledger never notices."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Tally
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disbursements.models import Claim, LedgerEntry, Payment, Sanction, Tranche
from disbursements.selectors.decisions import computing_job
from disbursements.selectors.positions import balance_of, ceiling_left
from disbursements.selectors.trial_balance import trial_balance
from disbursements.services import claims, payment, sanction, tranches
from portal.common import jobs
from portal.common.clock import business_date
from portal.common.models import Counter, Event
from portal.common.refusals import Refusal, Stale
from tests import factories_money as money
from tests.factories import awarded_unit, on_day
from tests.factories_money import CRORE, DAY, Officers

Deed = Callable[[], object]


@pytest.fixture
def who(fresh_database: str) -> Officers:
    """Officers in a database in which commits are real."""
    return Officers()


def at_once(deeds: list[Deed]) -> list[object]:
    """Do all deeds at the same moment, each in a thread and connection of its own; return what each gave or raised."""
    ready = Barrier(len(deeds))

    def run(deed: Deed) -> object:
        try:
            with business_date(DAY):  # a thread holds its own calendar
                ready.wait(30)
                return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def check_books() -> None:
    """The ledger balances and nothing is below zero."""
    found = trial_balance()
    assert (found.difference, found.wrong) == (0, ())


def test_twenty_sanctions_of_one_tranche_make_one(who: Officers) -> None:
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made), made, who)
    tranche = money.allotted(claim, who)
    told = at_once(
        [
            lambda: sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=tranche.version)
            for _click in range(20)
        ]
    )
    kinds = Tally(type(one) for one in told)
    assert kinds == {Sanction: 1, Stale: 19}
    assert Sanction.objects.count() == Payment.objects.count() == 1
    assert Counter.objects.get(series="SO/2030-31").last == 1
    assert balance_of("committed") == tranche.amount
    check_books()


def test_of_two_officers_the_second_is_told_who_decided(who: Officers) -> None:
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made), made, who)
    tranche = claim.tranches.get()
    tranches.recommend(by=who["MHI_DIRECTOR"], tranche_id=tranche.pk, version=None)
    tranche.refresh_from_db()
    first, second = who["IFD"], Officers()["IFD"]
    told = at_once(
        [
            lambda: tranches.concur(
                by=first, tranche_id=tranche.pk, version=tranche.version, diary_no="1", diary_date=DAY
            ),
            lambda: tranches.send_back(by=second, tranche_id=tranche.pk, version=tranche.version, note="No"),
        ]
    )
    refusals = [one for one in told if isinstance(one, Refusal)]
    assert [type(one) for one in refusals] == [Stale]
    winner = first if isinstance(told[0], Tranche) else second
    assert str(winner) in str(refusals[0])
    assert claim.decisions.filter(action__in=["concur", "not_concur"]).count() == 1


def test_one_payment_is_recorded_of_ten_at_once(who: Officers) -> None:
    made = awarded_unit()
    due = money.released(money.sanctioned(money.verified(money.draft_claim(made), made, who), who), who)

    def record(number: int) -> Deed:
        return lambda: payment.record_payment(
            by=who["PAO"],
            payment_id=due.pk,
            version=due.version,
            utr=f"SBINR520300510{number:08d}",
            value_date=DAY,
            amount=due.amount,
        )

    told = at_once([record(number) for number in range(10)])
    assert Tally(type(one) for one in told) == {Payment: 1, Stale: 9}
    assert balance_of("paid") == balance_of("received") == due.amount
    check_books()


def test_a_register_is_submitted_in_one_claim_only(who: Officers) -> None:
    made = awarded_unit()
    claim = money.draft_claim(made)
    told = at_once(
        [lambda: claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=1) for _click in range(8)]
    )
    assert Tally(type(one) for one in told) == {Claim: 1, Stale: 7}
    assert Counter.objects.get(series="SLI/2029-30").last == 1


def test_two_claims_of_a_unit_computed_at_once_never_pass_its_ceiling(who: Officers) -> None:
    unit = awarded_unit(capacity=600, rate="2150.00", phases={dt.date(2027, 7, 1): 600})
    years = []
    for start in range(2027, 2033):
        fy = f"{start}-{(start + 1) % 100:02d}"
        with money.on_claim_day(fy):
            claim = money.draft_claim(unit, money.sold(unit, 600_000, 9_000, fy))
            years.append(claims.submit_claim(by=unit.signatory, claim_id=claim.pk, version=None))
    waiting = [computing_job(claim) for claim in years]
    with on_day(DAY):
        at_once([lambda job=job: jobs.run_now(job) for job in reversed(waiting)])
    entitled = [Claim.objects.get(pk=claim.pk).current.entitlement for claim in years]
    assert sum(entitled) == 645 * CRORE
    assert entitled[-1] == 129 * CRORE - entitled[0]
    assert ceiling_left(unit.unit, "SLI") == 0
    check_books()


def test_sanctions_of_many_units_at_once_never_pass_the_provision(who: Officers) -> None:
    orders = []
    for _unit in range(4):
        made = awarded_unit()
        claim = money.verified(money.draft_claim(made), made, who)
        orders.append(money.approved(claim.tranches.get(), who))
    money.provided(who, sum(tranche.amount for tranche in orders))
    money.approved_round(who)
    money.provided(who, orders[0].amount + 1, kind="surrender")
    told = at_once(
        [
            lambda pk=tranche.pk: sanction.sanction(by=who["MHI_US"], tranche_id=pk, version=None)
            for tranche in orders
        ]
    )
    assert sum(isinstance(one, Sanction) for one in told) == 2
    assert sorted(Sanction.objects.values_list("serial", flat=True)) == [1, 2]
    assert LedgerEntry.objects.filter(journal__startswith="sanction").count() == 6
    check_books()


def test_the_chain_of_events_does_not_fork(who: Officers) -> None:
    made = [awarded_unit() for _unit in range(3)]
    drafts = [money.draft_claim(unit) for unit in made]
    at_once(
        [
            lambda unit=unit, claim=claim: claims.submit_claim(
                by=unit.signatory, claim_id=claim.pk, version=None
            )
            for unit, claim in zip(made, drafts, strict=True)
        ]
    )
    rows = list(Event.objects.order_by("seq").values_list("seq", "previous_hash", "hash"))
    assert [seq for seq, _before, _own in rows] == list(range(1, len(rows) + 1))
    assert all(rows[place][1] == rows[place - 1][2] for place in range(1, len(rows)))
