"""Provision and rounds: what may be given out, to whom, and what waits (domain.md 10.4)."""

from __future__ import annotations

import datetime as dt

import pytest

from disbursements.models import BudgetRound, Claim, RoundItem, Tranche
from disbursements.selectors.budget import head_year, head_years
from disbursements.selectors.positions import balance_of
from disbursements.selectors.trial_balance import trial_balance
from disbursements.services import budget, sanction
from portal.accounts.models import Organisation, RoleGrant
from portal.accounts.services.users import add_user
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from tests import factories_money as money
from tests.factories import awarded_unit, on_day
from tests.factories_money import CRORE, DAY, Officers

pytestmark = pytest.mark.django_db
FIRST = 1428 * CRORE // 10  # 85 % of Rs 168 crore


def approved_tranche(who: Officers, fy: str = money.FY) -> Tranche:
    """One tranche of Rs 142.80 crore that waits for a round."""
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made, fy=fy), made, who)
    return money.approved(claim.tranches.get(), who)


def test_provision_adds_up_entry_by_entry(who: Officers) -> None:
    money.provided(who, 100 * CRORE, kind="vote_on_account")
    money.provided(who, 400 * CRORE)
    money.provided(who, 50 * CRORE, kind="supplementary")
    money.provided(who, 30 * CRORE, kind="reappropriation_in")
    money.provided(who, 20 * CRORE, kind="reappropriation_out")
    money.provided(who, 10 * CRORE, kind="surrender")
    year = head_year("SLI", money.NEXT_FY)
    assert (year.provision, year.voted_left, year.bound) == (550 * CRORE, 550 * CRORE, 0)
    assert [known.fy for known in head_years("SLI")] == [money.NEXT_FY]
    assert trial_balance().difference == 0


def test_no_more_is_surrendered_than_is_left(who: Officers) -> None:
    money.provided(who, 10 * CRORE)
    with pytest.raises(Refusal, match="not enough left"):
        money.provided(who, 11 * CRORE, kind="surrender")
    assert balance_of("voted") == 10 * CRORE


def test_a_revised_estimate_is_a_ceiling_and_posts_nothing(who: Officers) -> None:
    approved_tranche(who)
    money.provided(who, 500 * CRORE)
    money.provided(who, 120 * CRORE, kind="revised_estimate")
    assert balance_of("voted") == 500 * CRORE
    seen = budget.preview_round("SLI", money.NEXT_FY, DAY)
    assert (seen.available, seen.payable) == (120 * CRORE, 120 * CRORE)
    assert not BudgetRound.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("head", "ADMIN", "no such head"),
        ("fy", "2030-32", "no financial year"),
        ("kind", "gift", "no such kind"),
        ("amount", 0, "amount is not right"),
        ("amount", 1.5, "amount is not right"),
        ("amount", 10**15, "amount is not right"),
        ("order_number", " ", "rests on an order"),
        ("order_date", DAY + dt.timedelta(days=1), "future"),
    ],
)
def test_a_wrong_entry_names_its_field(field: str, value: object, word: str, who: Officers) -> None:
    entry = {
        "head": "SLI",
        "fy": money.NEXT_FY,
        "kind": "budget_estimate",
        "amount": CRORE,
        "order_number": "B/1",
        "order_date": DAY,
    }
    with pytest.raises(WrongInput, match=word) as refused:
        budget.enter_provision(by=who["MHI_SO"], **{**entry, field: value})
    assert refused.value.where == field


def test_the_same_order_is_entered_once(who: Officers) -> None:
    entry = {
        "head": "SLI",
        "fy": money.NEXT_FY,
        "kind": "budget_estimate",
        "amount": CRORE,
        "order_number": "B/1",
        "order_date": DAY,
    }
    budget.enter_provision(by=who["MHI_SO"], **entry)
    with pytest.raises(Refusal) as refused:
        budget.enter_provision(by=who["MHI_SO"], **entry)
    assert refused.value.where == "provision_once"


def test_a_provision_needs_two_persons_not_two_sign_ins(who: Officers) -> None:
    entered = budget.enter_provision(
        by=who["MHI_SO"],
        head="SLI",
        fy=money.NEXT_FY,
        kind="budget_estimate",
        amount=CRORE,
        order_number="B/1",
        order_date=DAY,
    )
    maker = who["MHI_SO"]
    same = add_user(email="x@example.org", password=None, name="X", pan=maker.person.pan or "", by=None)
    RoleGrant.objects.create(user=same, role="MHI_DIRECTOR", organisation=Organisation.objects.all()[0])
    with pytest.raises(Refusal, match="another officer"):
        budget.confirm_provision(by=same, provision_id=entered.pk, version=None)
    with pytest.raises(NotAllowed):
        budget.confirm_provision(by=maker, provision_id=entered.pk, version=None)
    dropped = budget.drop_provision(by=maker, provision_id=entered.pk, version=None, note="Typed twice")
    assert dropped.state == "dropped"
    with pytest.raises(Refusal):
        budget.confirm_provision(by=who["MHI_DIRECTOR"], provision_id=entered.pk, version=None)
    with pytest.raises(NotFound):
        budget.confirm_provision(by=who["MHI_DIRECTOR"], provision_id=0, version=None)


def test_a_short_round_adds_up_to_the_rupee_and_defers_the_rest(who: Officers) -> None:
    tranches = [approved_tranche(who) for _ in range(3)]
    money.provided(who, 100 * CRORE + 1)
    made = money.approved_round(who)
    items = list(RoundItem.objects.filter(round=made).order_by("position"))
    assert sum(item.payable for item in items) == 100 * CRORE + 1
    assert [item.due for item in items] == [FIRST] * 3
    for tranche, item in zip(tranches, items, strict=True):
        tranche.refresh_from_db()
        rest = Tranche.objects.get(parent=tranche)
        assert (tranche.state, tranche.amount) == ("allotted", item.payable)
        assert (rest.state, rest.amount, rest.deferred_from) == ("deferred", item.deferred, money.NEXT_FY)
        assert tranche.amount + rest.amount == FIRST
    assert head_year("SLI", money.NEXT_FY).available == 0


def test_deferred_parts_are_first_in_the_next_year(who: Officers) -> None:
    old = approved_tranche(who)
    money.provided(who, 100 * CRORE)
    money.approved_round(who)
    sanction.sanction(by=who["MHI_US"], tranche_id=old.pk, version=None)
    with on_day(dt.date(2031, 5, 10)):
        approved_tranche(who, fy=money.NEXT_FY)
        money.provided(who, 50 * CRORE, fy="2031-32")
        seen = budget.preview_round("SLI", "2031-32", dt.date(2031, 5, 10))
    first = 428 * CRORE // 10
    assert [(item.tranche.state, item.payable, item.deferred) for item in seen.items] == [
        ("deferred", first, 0),
        ("approved", 50 * CRORE - first, FIRST - 50 * CRORE + first),
    ]


def test_an_allotment_nobody_sanctioned_goes_into_the_next_years_round(who: Officers) -> None:
    tranche = approved_tranche(who)
    money.provided(who, 500 * CRORE)
    money.approved_round(who)
    tranche.refresh_from_db()
    with on_day(dt.date(2031, 5, 10)):
        with pytest.raises(Refusal, match="2030-31, which is over"):
            sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=None)
        money.provided(who, 500 * CRORE, fy="2031-32")
        money.approved_round(who, fy="2031-32", cut_off=dt.date(2031, 5, 10))
        tranche.refresh_from_db()
        assert (tranche.state, tranche.deferred_from, tranche.amount) == ("allotted", "2030-31", FIRST)
        order = sanction.sanction(by=who["MHI_US"], tranche_id=tranche.pk, version=None)
    assert order.number == "SO/2031-32/0001"


def test_a_round_with_nothing_to_give_defers_all(who: Officers) -> None:
    tranche = approved_tranche(who)
    made = money.approved_round(who)
    tranche.refresh_from_db()
    assert made.available == 0
    assert (tranche.state, tranche.deferred_from, tranche.amount) == ("deferred", money.NEXT_FY, FIRST)
    money.provided(who, FIRST)
    money.approved_round(who)
    tranche.refresh_from_db()
    assert tranche.state == "allotted"


def test_what_came_after_the_cut_off_waits(who: Officers) -> None:
    approved_tranche(who)
    with pytest.raises(Refusal, match="No approved part waits"):
        budget.preview_round("SLI", money.NEXT_FY, DAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("head", "fy", "cut_off", "field"),
    [
        ("ADMIN", "2030-31", DAY, "head"),
        ("SLI", "2029-30", DAY, "fy"),
        ("SLI", "2030-31", DAY + dt.timedelta(days=1), "cut_off"),
    ],
)
def test_a_round_is_of_a_known_head_the_running_year_and_a_day_that_has_come(
    head: str, fy: str, cut_off: dt.date, field: str, who: Officers
) -> None:
    with pytest.raises(WrongInput) as refused:
        budget.close_round(by=who["MHI_SO"], head=head, fy=fy, cut_off=cut_off)
    assert refused.value.where == field


def test_one_round_of_a_head_is_undecided_at_a_time(who: Officers) -> None:
    approved_tranche(who)
    made = money.closed_round(who)
    with pytest.raises(Refusal, match="waits for approval"):
        money.closed_round(who)
    with pytest.raises(WrongInput, match="Say why"):
        budget.drop_round(by=who["MHI_SO"], round_id=made.pk, version=None, note="")
    budget.drop_round(by=who["MHI_SO"], round_id=made.pk, version=made.version, note="More to come")
    assert money.closed_round(who).number == "BR/SLI/2030-31/02"


def test_a_round_is_approved_by_another_person_and_once(who: Officers) -> None:
    approved_tranche(who)
    made = money.closed_round(who)
    maker = who["MHI_SO"]
    same = add_user(email="y@example.org", password=None, name="Y", pan=maker.person.pan or "", by=None)
    office = Organisation.objects.all()[0]
    RoleGrant.objects.create(user=same, role="COMPETENT_AUTHORITY", organisation=office)
    with pytest.raises(Refusal, match="another officer"):
        budget.approve_round(by=same, round_id=made.pk, version=made.version)
    authority = who["COMPETENT_AUTHORITY"]
    budget.approve_round(by=authority, round_id=made.pk, version=made.version)
    with pytest.raises(Stale, match="Approve the round” by"):
        budget.approve_round(by=authority, round_id=made.pk, version=made.version)
    with pytest.raises(NotFound):
        budget.approve_round(by=authority, round_id=0, version=None)


def test_an_approval_after_the_round_closed_waits_and_does_not_disturb_it(who: Officers) -> None:
    approved_tranche(who)
    money.provided(who)
    made = money.closed_round(who)
    late = approved_tranche(who)
    budget.approve_round(by=who["COMPETENT_AUTHORITY"], round_id=made.pk, version=None)
    late.refresh_from_db()
    assert late.state == "approved"


def test_less_provision_than_when_it_closed_stops_the_round(who: Officers) -> None:
    approved_tranche(who)
    money.provided(who, FIRST)
    made = money.closed_round(who)
    money.provided(who, 1, kind="surrender")
    with pytest.raises(Refusal, match="has changed since") as refused:
        budget.approve_round(by=who["COMPETENT_AUTHORITY"], round_id=made.pk, version=None)
    assert refused.value.given == FIRST - 1


def test_what_a_round_allotted_is_not_given_out_again(who: Officers) -> None:
    approved_tranche(who)
    money.provided(who, FIRST + 5)
    money.approved_round(who)
    approved_tranche(who)
    assert budget.preview_round("SLI", money.NEXT_FY, DAY).available == 5


def test_a_round_never_passes_what_the_head_has_left_over_its_life(who: Officers) -> None:
    made = awarded_unit()
    claim = money.verified(money.subsidy_draft(made), made, who)
    money.approved(claim.tranches.get(), who)
    money.provided(who, 5_000 * CRORE, head="CS")
    assert budget.preview_round("CS", money.NEXT_FY, DAY).available == 750 * CRORE


def test_the_outlay_is_opened_once(who: Officers) -> None:
    awarded_unit()
    budget.open_outlay(book_code="repm-7350")
    budget.open_outlay(book_code="repm-7350")
    budget.open_outlay(book_code="repm-7280")
    assert balance_of("outlay") == 7350 * CRORE
    assert {c: balance_of("outlay", head=c) // CRORE for c in ("SLI", "CS", "ADMIN", "UNALLOCATED")} == {
        "SLI": 6450,
        "CS": 750,
        "ADMIN": 80,
        "UNALLOCATED": 70,
    }
    assert not Claim.objects.exists()


def test_an_order_entered_wrong_and_dropped_is_entered_again(who: Officers) -> None:
    entry = {
        "head": "SLI",
        "fy": money.NEXT_FY,
        "kind": "budget_estimate",
        "order_number": "B/1",
        "order_date": DAY,
    }
    wrong = budget.enter_provision(by=who["MHI_SO"], amount=10, **entry)
    budget.drop_provision(
        by=who["MHI_DIRECTOR"], provision_id=wrong.pk, version=None, note="Ten times too low"
    )
    right = budget.enter_provision(by=who["MHI_SO"], amount=100, **entry)
    with pytest.raises(Refusal, match="entered already"):
        budget.enter_provision(by=who["MHI_SO"], amount=100, **entry)
    assert right.state == "entered"
