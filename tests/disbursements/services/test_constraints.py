"""Every named rule of the money tables refuses the bad row, whoever writes it; and tells people in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from applicants.models import Register
from disbursements.models import (
    Approval,
    BudgetRound,
    Claim,
    ClaimFunction,
    ClaimQuery,
    LedgerAccount,
    LedgerEntry,
    Payment,
    Provision,
    RoundItem,
    Sanction,
    Tranche,
)
from disbursements.services import ledger
from disbursements.services.ledger import Row
from portal.common.constraints import broken_name, constrained, refusal_of
from portal.common.events import service
from portal.common.refusals import Refusal
from tests import factories_money as money
from tests.factories import AwardedUnit, awarded_unit
from tests.factories_money import DAY, Officers

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """A claim that came to its sanction, with everything that hangs on it, and a subsidy draft of its unit."""

    made: AwardedUnit
    who: Officers
    claim: Claim
    subsidy: Claim
    spare: Register
    sanction: Sanction
    round: BudgetRound
    provision: Provision

    @property
    def item(self) -> RoundItem:
        return self.sanction.round_item

    @property
    def payment(self) -> Payment:
        return self.sanction.payment


@pytest.fixture
def world(who: Officers) -> World:
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made), made, who)
    order = money.sanctioned(claim, who)
    return World(
        made=made,
        who=who,
        claim=Claim.objects.get(pk=claim.pk),
        subsidy=money.subsidy_draft(made),
        spare=money.sold(made),
        sanction=order,
        round=order.round_item.round,
        provision=Provision.objects.get(),
    )


def same(row: models.Model, **changes: object) -> Callable[[], object]:
    """A copy of a row as a new row, with changes."""

    def write() -> None:
        values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
        type(row)._default_manager.create(**{**values, **changes})

    return write


def put(row: models.Model, **changes: object) -> Callable[[], object]:
    """The row itself, changed in place."""
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**changes)


def bad_claims(w: World) -> dict[str, Callable[[], object]]:
    draft = {"number": None, "current_id": None, "state": "draft"}
    return {
        "claim_state": put(w.claim, state="lost"),
        "claim_period_fits_component": put(w.claim, fy=""),
        "claim_submitted_whole": put(w.claim, submitted_day=None),
        "claim_one_per_period": same(w.claim, **draft, register_id=w.spare.pk),
        "claim_one_open_subsidy": same(w.subsidy, register_id=w.spare.pk),
        "claim_register_once": same(
            w.subsidy, state="verified", number="CS/9", submitted_at=w.claim.submitted_at, submitted_day=DAY
        ),
        "claim_reconciled_whole": put(w.claim, reconciled_on=DAY),
    }


def bad_computations(w: World) -> dict[str, Callable[[], object]]:
    made = w.claim.computations.get(number=2)
    return {
        "computation_number_once": same(made, inputs_sha256="0" * 64),
        "computation_inputs_once": same(made, number=9),
        "computation_not_negative": same(made, number=9, inputs_sha256="0" * 64, entitlement=-1),
    }


def bad_tranches(w: World) -> dict[str, Callable[[], object]]:
    made = w.sanction.tranche
    return {
        "tranche_state": put(made, state="lost"),
        "tranche_amount_positive": put(made, amount=0),
        "tranche_number_once": same(made),
        "tranche_deferred_has_year": same(made, number=9, state="deferred"),
    }


def bad_decisions(w: World) -> dict[str, Callable[[], object]]:
    note = Approval.objects.get(claim=w.claim, action="concur")
    held = ClaimFunction.objects.get(claim=w.claim, function="check")
    asked = {"claim": w.claim, "text": "?", "asked_by": w.who["PMA_OFFICER"], "asked_on": DAY}
    ClaimQuery.objects.create(**asked)
    return {
        "note_number_once": same(note),
        "concurrence_has_diary_number": same(note, note_no=99, diary_no=""),
        "one_person_one_function": same(held, function="approve"),
        "function_known": same(held, person_id=awarded_unit().signatory.person_id, function="bless"),
        "query_one_open": lambda: ClaimQuery.objects.create(**asked),
        "query_answer_whole": lambda: ClaimQuery.objects.create(**asked, answered_on=DAY),
    }


def bad_rounds(w: World) -> dict[str, Callable[[], object]]:
    undecided = {"state": "closed", "approved_by_id": None}
    same(w.round, number="BR/7", **undecided)()
    return {
        "round_state": put(w.round, state="lost"),
        "round_available_not_negative": put(w.round, available=-1),
        "round_one_undecided": same(w.round, number="BR/8", **undecided),
        "round_two_officers": put(w.round, approved_by=w.round.closed_by),
        "round_approved_named": put(w.round, approved_by=None),
        "round_item_once": same(w.item),
        "round_item_adds_up": same(
            w.item, round_id=BudgetRound.objects.get(number="BR/7").pk, payable=w.item.payable - 1
        ),
    }


def bad_provisions(w: World) -> dict[str, Callable[[], object]]:
    return {
        "provision_state": put(w.provision, state="lost"),
        "provision_amount_positive": put(w.provision, amount=0),
        "provision_two_officers": put(w.provision, confirmed_by=w.provision.entered_by),
        "provision_confirmed_named": put(w.provision, confirmed_by=None),
        "provision_once": same(w.provision),
    }


def bad_ledger(w: World) -> dict[str, Callable[[], object]]:
    entry = LedgerEntry.objects.order_by("pk")[0]
    account = LedgerAccount.objects.get(code="voted:SLI:2030-31")
    return {
        "account_balance_not_negative": put(account, balance=-1),
        "entry_amount_positive": same(entry, journal="x", amount=0),
        "entry_two_accounts": same(entry, journal="x", credit_id=entry.debit_id),
        "entry_once_per_journal": same(entry),
    }


def bad_orders(w: World) -> dict[str, Callable[[], object]]:
    return {
        "sanction_serial_once": other_order(w, fy=w.sanction.fy, serial=w.sanction.serial),
        "sanction_amounts": other_order(w, amount=0),
        "payment_state": put(w.payment, state="lost", bill_no="B", bill_date=DAY, released_on=DAY),
        "payment_amount_positive": put(w.payment, amount=0),
        "payment_paid_whole": put(w.payment, utr="SBINR52030051000000001", value_date=DAY),
        "payment_billed_whole": put(w.payment, state="billed"),
        "payment_released_whole": put(w.payment, state="released", bill_no="B", bill_date=DAY),
    }


def other_order(w: World, **changes: object) -> Callable[[], object]:
    """Another sanction beside the world's, right in all but the changes."""

    def write() -> None:
        tranche = Tranche.objects.create(
            **{
                f.attname: getattr(w.sanction.tranche, f.attname)
                for f in Tranche._meta.concrete_fields
                if f.name not in ("id", "number")
            },
            number=90,
        )
        undecided = BudgetRound.objects.exclude(pk=w.round.pk).first() or w.round
        item = RoundItem.objects.create(
            round=undecided, tranche=tranche, position=90, due=1, payable=1, deferred=0
        )
        facts = {
            "tranche_id": tranche.pk,
            "round_item_id": item.pk,
            "number": "SO/9",
            "serial": 9,
            "token": "9",
        }
        same(w.sanction, **{**facts, **changes})()

    return write


TABLES = (
    bad_claims,
    bad_computations,
    bad_tranches,
    bad_decisions,
    bad_rounds,
    bad_provisions,
    bad_ledger,
    bad_orders,
)


def broken_by(write: Callable[[], object]) -> str:
    """The name of the rule a write breaks, empty if it was taken."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        return broken_name(error)
    return ""


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_each_bad_row(
    table: Callable[[World], dict[str, Callable[[], object]]], world: World
) -> None:
    bad = table(world)
    assert {name: broken_by(write) for name, write in bad.items()} == {name: name for name in bad}


def test_no_rule_is_without_its_bad_row(world: World) -> None:
    tried: set[str] = set()
    for table in TABLES:
        with transaction.atomic():
            tried |= set(table(world))
            transaction.set_rollback(True)
    rules = {c.name for m in apps.get_app_config("disbursements").get_models() for c in m._meta.constraints}
    assert tried == rules


def test_unique_columns_are_unique(world: World) -> None:
    order = world.sanction
    for field in ("number", "token", "tranche_id", "round_item_id"):
        changes = {field: getattr(order, field)}
        with pytest.raises(IntegrityError), transaction.atomic():
            other_order(world, **changes)()


def test_a_person_reads_the_rules_own_words(world: World) -> None:
    @constrained
    @service
    def confirm_alone() -> None:
        put(world.provision, confirmed_by=world.provision.entered_by)()

    with pytest.raises(Refusal, match="confirmed by another officer") as refused:
        confirm_alone()
    assert refused.value.where == "provision_two_officers"


def test_an_error_of_no_named_rule_is_not_dressed_up(world: World) -> None:
    @constrained
    @service
    def twice() -> None:
        LedgerAccount.objects.create(code="voted:SLI:2030-31", kind="voted")

    with pytest.raises(IntegrityError) as error:
        twice()
    assert refusal_of(error.value) is None


def test_the_ledger_says_which_account_is_short(world: World) -> None:
    rich = ledger.year_account("voted", "SLI", "2030-31")
    poor = ledger.year_account("paid", "SLI", "2030-31")
    before = LedgerEntry.objects.count()
    with pytest.raises(Refusal, match="paid:SLI:2030-31"), transaction.atomic():
        ledger.post(journal="try", order_number="1", rows=[Row(poor, rich, 1)])
    assert LedgerEntry.objects.count() == before
    assert LedgerAccount.objects.get(pk=poor.pk).balance == 0


def test_dates_of_the_bank_come_with_the_state(world: World) -> None:
    released = put(
        world.payment,
        state="paid",
        bill_no="B",
        bill_date=DAY,
        released_on=DAY,
        value_date=dt.date(2030, 5, 11),
    )
    assert broken_by(released) == "payment_paid_whole"
