"""The registry of steps: pages and API find behind every entry a form that asks for all its service needs."""

from __future__ import annotations

import inspect

import pytest

from disbursements.actions import ACTIONS, LIFECYCLES, Action
from disbursements.models import Claim, Payment, Tranche
from portal.common.refusals import NotFound
from tests import factories_money as money
from tests.factories import awarded_unit
from tests.factories_money import DAY, Officers

BESIDE_THE_TABLES = {("claim", "reconcile"), ("claim", "compute_again")}


@pytest.mark.parametrize("entry", ACTIONS.values(), ids=lambda entry: f"{entry.thing} {entry.action}")
def test_the_form_asks_for_what_the_service_takes(entry: Action) -> None:
    taken = set(inspect.signature(entry.service).parameters) - {"by", "version", f"{entry.thing}_id"}
    assert set(entry.form().fields) - {"version"} == taken
    assert "version" in entry.form().fields


def test_every_step_a_person_can_take_is_registered() -> None:
    people = {(thing, m.action) for thing, table in LIFECYCLES.items() for m in table.transitions if m.roles}
    assert set(ACTIONS) == people | BESIDE_THE_TABLES


def test_money_moving_steps_are_known_as_such() -> None:
    assert {key for key, entry in ACTIONS.items() if entry.money} >= {
        ("tranche", "sanction"),
        ("payment", "release"),
        ("payment", "record_payment"),
        ("round", "approve"),
    }


@pytest.mark.django_db
def test_a_claim_goes_through_by_the_registry_alone(who: Officers) -> None:
    made = awarded_unit()
    claim = money.draft_claim(made)

    def run(thing: str, action: str, by: object, pk: int, **fields: object) -> object:
        return ACTIONS[thing, action].run(by=by, pk=pk, version=None, **fields)

    run("claim", "submit", made.signatory, claim.pk, note="")
    money.computed(claim)
    run("claim", "start_check", who["PMA_OFFICER"], claim.pk, note="")
    run("claim", "query", who["PMA_OFFICER"], claim.pk, text="Which lot?")
    run("claim", "answer", made.preparer, claim.pk, text="Lot 7.")
    run("claim", "finish_check", who["PMA_OFFICER"], claim.pk, note="In order")
    run("claim", "verify", who["PMA_HEAD"], claim.pk, note="")
    money.computed(claim)
    tranche = claim.tranches.get()
    run("tranche", "recommend", who["MHI_DIRECTOR"], tranche.pk, note="")
    run("tranche", "concur", who["IFD"], tranche.pk, note="", diary_no="7", diary_date=DAY)
    run("tranche", "approve", who["COMPETENT_AUTHORITY"], tranche.pk, note="")
    money.provided(who)
    run("round", "approve", who["COMPETENT_AUTHORITY"], money.closed_round(who).pk, note="")
    run("tranche", "sanction", who["MHI_US"], tranche.pk, note="")
    due = Payment.objects.get()
    run("payment", "bill", who["DDO"], due.pk, note="", bill_no="B/1", bill_date=DAY)
    run("payment", "release", who["PAO"], due.pk, note="")
    run("payment", "record_failure", who["PAO"], due.pk, reason="Account closed")
    run("payment", "release", who["PAO"], due.pk, note="")
    bank = {"utr": "SBINR52030051000000001", "value_date": DAY, "amount": due.amount}
    run("payment", "record_payment", who["PAO"], due.pk, note="", **bank)
    run(
        "claim", "reconcile", who["PMA_OFFICER"], claim.pk, note="", reconciled_on=DAY, certificate_number="S"
    )
    assert Claim.objects.get(pk=claim.pk).state == "verified"
    assert list(Tranche.objects.order_by("number").values_list("state", flat=True)) == ["sanctioned", "due"]
    with pytest.raises(NotFound):
        run("claim", "start_check", awarded_unit().signatory, claim.pk, note="")
