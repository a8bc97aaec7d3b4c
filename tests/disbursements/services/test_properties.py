"""What holds of the ledger and the tranches whatever comes in which order (domain.md 10.1 to 10.4)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disbursements.models import Claim, LedgerAccount, Tranche
from disbursements.selectors.positions import balance_of, ceiling_left, ceiling_of, raised_on
from disbursements.selectors.trial_balance import trial_balance
from disbursements.services import claims, entitlement
from portal.common.events import recording
from schemes.rules.tranches import position
from tests import factories_money as money
from tests.factories import AwardedUnit, awarded_unit, on_day
from tests.factories_money import CRORE, Officers

pytestmark = pytest.mark.django_db
examples = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Change = tuple[int, int, int]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves the database as it was, so that each example starts from the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def store(claim: Claim, change: Callable[[dict[str, object]], None], cause: str) -> None:
    """Store another version of a claim on changed facts, as its job's final transaction does."""
    current = Claim.objects.get(pk=claim.pk).current
    assert current is not None
    facts = json.loads(current.facts)
    change(facts)
    with recording():
        entitlement.store_computation(claim_id=claim.pk, facts=facts, cause=cause)


def check_ledger(unit: AwardedUnit, component: str) -> list[Claim]:
    """The invariants of a unit's ledger; returns its live claims in order."""
    found = trial_balance()
    assert (found.difference, found.wrong) == (0, ())
    assert not LedgerAccount.objects.filter(balance__lt=0).exists()
    listed = list(entitlement.lock_filed_claims(unit.unit, component))
    taken = 0
    for claim in listed:
        own = sum(balance_of(kind, claim=claim) for kind in ("entitled", "sanctioned", "received"))
        gone = balance_of("sanctioned", claim=claim) + balance_of("received", claim=claim)
        assert own == max(claim.current.entitlement, gone)
        assert claim.current.excess == 0
        taken += own
    cap = ceiling_of(unit.unit, component)
    assert ceiling_left(unit.unit, component) == cap - taken
    assert sum(claim.current.entitlement for claim in listed) <= cap
    return listed


def check_tranches(claim: Claim) -> None:
    """What is raised is the floor of what is due, except what was sanctioned before it fell."""
    percent = 100 if claim.reconciled_on or claim.component == "CS" else 85
    due = position(claim.current.entitlement, percent, 0, 0).due
    sanctioned = sum(t.amount for t in Tranche.objects.filter(claim=claim, state="sanctioned"))
    assert raised_on(claim) == max(due, sanctioned)


@pytest.fixture
def sales(who: Officers) -> tuple[AwardedUnit, list[Claim]]:
    """Five years of a 600 t unit (cap Rs 645 crore): the first is paid in part, the second verified."""
    unit = awarded_unit(capacity=600, rate="2150.00", phases={dt.date(2027, 7, 1): 600})
    years = []
    for start in range(2027, 2032):
        fy = f"{start}-{(start + 1) % 100:02d}"
        with money.on_claim_day(fy):
            years.append(money.filed(money.draft_claim(unit, money.sold(unit, 600_000, 9_000, fy)), unit))
    for claim in years[:2]:
        claims.start_check(by=who["PMA_OFFICER"], claim_id=claim.pk, version=None)
        claims.finish_check(by=who["PMA_OFFICER"], claim_id=claim.pk, version=None)
        claims.verify_claim(by=who["PMA_HEAD"], claim_id=claim.pk, version=None)
        money.computed(claim)
    money.paid(money.sanctioned(years[0], who), who)
    return unit, years


@given(
    changes=st.lists(
        st.tuples(st.integers(0, 4), st.integers(-1_000, 800_000), st.integers(0, 9_000)),
        min_size=1,
        max_size=5,
    )
)
@examples
def test_no_sequence_of_versions_passes_the_lifetime_cap(
    changes: list[Change], sales: tuple[AwardedUnit, list[Claim]]
) -> None:
    unit, years = sales
    with undone():
        for place, (which, kg, price) in enumerate(changes):
            figures = {"sold_kg": f"{kg}.000", "net_sales_turnover": f"{kg * price}.00"}
            store(years[which], lambda f, new=figures: f["year_to_date"].update(new), f"change {place}")
            listed = check_ledger_after_payment(unit)
            for claim in listed[:2]:
                check_tranches(claim)


def check_ledger_after_payment(unit: AwardedUnit) -> list[Claim]:
    """As ``check_ledger``, where what was paid too much may leave the others short until it is recovered."""
    found = trial_balance()
    assert (found.difference, found.wrong) == (0, ())
    assert not LedgerAccount.objects.filter(balance__lt=0).exists()
    listed = list(entitlement.lock_filed_claims(unit.unit, "SLI"))
    cap = ceiling_of(unit.unit, "SLI")
    assert sum(claim.current.entitlement for claim in listed) <= cap
    own = [
        sum(balance_of(kind, claim=claim) for kind in ("entitled", "sanctioned", "received"))
        for claim in listed
    ]
    assert ceiling_left(unit.unit, "SLI") == cap - sum(own)
    gone = balance_of("received", claim=listed[0])
    too_much = max(0, gone - listed[0].current.entitlement)
    short = sum(claim.current.entitlement for claim in listed[1:]) - sum(own[1:])
    assert own[0] == max(listed[0].current.entitlement, gone)
    assert 0 <= short <= too_much
    return listed


@given(drop=st.lists(st.integers(2, 4), unique=True, max_size=3), kg=st.integers(1, 600_000))
@examples
def test_withdrawn_claims_leave_their_room_to_the_later_ones(
    drop: list[int], kg: int, sales: tuple[AwardedUnit, list[Claim]]
) -> None:
    unit, years = sales
    with undone():
        figures = {"sold_kg": f"{kg}.000", "net_sales_turnover": f"{kg * 9000}.00"}
        store(years[1], lambda f: f["year_to_date"].update(figures), "change")
        for which in drop:
            claims.withdraw_claim(
                by=unit.signatory, claim_id=years[which].pk, version=None, note="Wrong file"
            )
            listed = check_ledger(unit, "SLI")
            assert years[which] not in listed
        full = 129 * CRORE
        assert all(claim.current.entitlement == full for claim in check_ledger(unit, "SLI")[2:]) or not drop


@pytest.fixture
def subsidies(who: Officers) -> tuple[AwardedUnit, list[Claim]]:
    """Three verified capital subsidy claims of one 900 t unit (cap Rs 112.50 crore), each on more assets."""
    unit = awarded_unit()
    made = []
    for year, crore in enumerate((460, 600, 740)):
        with on_day(dt.date(2029 + year, 5, 1)):
            made.append(money.verified(money.subsidy_draft(unit, money.invested(unit, crore)), unit, who))
    return unit, made


@given(changes=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 900 * 100)), min_size=1, max_size=5))
@examples
def test_subsidies_add_up_to_what_the_last_claim_finds_due(
    changes: list[tuple[int, int]], subsidies: tuple[AwardedUnit, list[Claim]]
) -> None:
    unit, made = subsidies
    with undone():
        for place, (which, lakh) in enumerate(changes):
            amount = f"{lakh * 100_000}.00"
            store(made[which], lambda f, new=amount: f["assets"][0].update(amount=new), f"change {place}")
            listed = check_ledger(unit, "CS")
            for claim in listed:
                check_tranches(claim)
            assert sum(claim.current.entitlement for claim in listed) == due_of(listed[-1])


def due_of(claim: Claim) -> int:
    """The whole subsidy due on a claim's assets: 15 %, from the minimum of Rs 450 crore to the cap."""
    assets = json.loads(claim.current.facts)["assets"]
    crore_15 = int(assets[0]["amount"].split(".")[0]) * 15 // 100
    return 0 if int(assets[0]["amount"].split(".")[0]) < 450 * CRORE else min(crore_15, 1125 * CRORE // 10)


@given(kg=st.integers(1, 900_000), price=st.integers(1, 9_000))
@examples
def test_tranches_are_the_floors_of_their_percentages(
    kg: int, price: int, verified_claim: tuple[AwardedUnit, Claim, Officers]
) -> None:
    unit, claim, who = verified_claim
    with undone():
        figures = {"sold_kg": f"{kg}.000", "net_sales_turnover": f"{kg * price}.00"}
        store(claim, lambda f: f["year_to_date"].update(figures), "change")
        whole = Claim.objects.get(pk=claim.pk).current.entitlement
        check_tranches(Claim.objects.get(pk=claim.pk))
        assert raised_on(claim) == whole * 85 // 100
        money.reconciled(claim, who)
        assert raised_on(claim) == whole
        check_ledger(unit, "SLI")


@pytest.fixture
def verified_claim(who: Officers) -> tuple[AwardedUnit, Claim, Officers]:
    """A verified claim with its first tranche."""
    unit = awarded_unit()
    return unit, money.verified(money.draft_claim(unit), unit, who), who


@given(provision=st.integers(0, 500 * CRORE), again=st.integers(0, 500 * CRORE))
@examples
def test_rounds_give_out_every_rupee_and_no_more(
    provision: int, again: int, three_approved: tuple[list[Tranche], Officers]
) -> None:
    tranches, who = three_approved
    due = sum(tranche.amount for tranche in tranches)
    with undone():
        given_out = 0
        for amount in (provision, again):
            if amount:
                money.provided(who, amount)
            if not Tranche.objects.filter(state__in=("approved", "deferred")).exists():
                continue
            made = money.approved_round(who)
            payable = sum(item.payable for item in made.items.all())
            assert payable == min(made.available, due - given_out)
            given_out += payable
        assert given_out == min(due, provision + again)
        states = ("approved", "deferred", "allotted")
        assert sum(t.amount for t in Tranche.objects.filter(state__in=states)) == due


@pytest.fixture
def three_approved(who: Officers) -> tuple[list[Tranche], Officers]:
    """Three approved tranches of three units, of different amounts."""
    made = []
    for kg in (100_000, 333_333, 800_000):
        unit = awarded_unit()
        claim = money.verified(money.draft_claim(unit, money.sold(unit, kg)), unit, who)
        made.append(money.approved(claim.tranches.get(), who))
    return made, who
