"""Every step a button or an API call can take: one registry that pages and API both drive.

``ACTIONS[(thing, action)].run(by=..., pk=..., version=..., **the form's cleaned fields)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from disbursements import forms as shown
from disbursements.lifecycle import CLAIM, PAYMENT, PROVISION, ROUND, TRANCHE
from disbursements.permissions import RECONCILE
from disbursements.services import budget, claims, payment, sanction, tranches
from portal.accounts.models import User
from portal.common.workflow import Lifecycle, Text

Service = Callable[..., object]
LIFECYCLES: dict[str, Lifecycle] = {
    "claim": CLAIM,
    "tranche": TRANCHE,
    "payment": PAYMENT,
    "round": ROUND,
    "provision": PROVISION,
}


@dataclass(frozen=True)
class Action:
    """One step: its words, the form that asks for what it needs, and the service that takes it."""

    thing: str
    action: str
    label: Text
    form: type[forms.Form]
    service: Service
    money: bool = False

    def run(self, *, by: User, pk: int, version: int | None, **cleaned: object) -> object:
        """Take the step. ``cleaned`` are the form's fields without ``version``. Raises the service's refusals."""
        return self.service(by=by, version=version, **{f"{self.thing}_id": pk}, **cleaned)


def _action(
    thing: str, action: str, form: type[forms.Form], service: Service
) -> tuple[tuple[str, str], Action]:
    move = LIFECYCLES[thing].by_action[action]
    return (thing, action), Action(thing, action, move.label, form, service, move.money)


_claim, _tranche, _payment = (partial(_action, thing) for thing in ("claim", "tranche", "payment"))

ACTIONS: dict[tuple[str, str], Action] = dict(
    [
        _claim("submit", shown.ActionForm, claims.submit_claim),
        _claim("withdraw", shown.ReasonForm, claims.withdraw_claim),
        _claim("start_check", shown.ActionForm, claims.start_check),
        _claim("query", shown.QueryForm, claims.ask_query),
        _claim("answer", shown.AnswerForm, claims.answer_query),
        _claim("finish_check", shown.ActionForm, claims.finish_check),
        _claim("verify", shown.ActionForm, claims.verify_claim),
        _claim("back_to_desk", shown.ReasonForm, claims.back_to_desk),
        _claim("return", shown.ReasonForm, claims.return_claim),
        _claim("reject", shown.ReasonForm, claims.reject_claim),
        _tranche("recommend", shown.ActionForm, tranches.recommend),
        _tranche("concur", shown.ConcurForm, tranches.concur),
        _tranche("approve", shown.ActionForm, tranches.approve),
        _tranche("not_concur", shown.ReasonForm, tranches.send_back),
        _tranche("not_approve", shown.ReasonForm, tranches.send_back),
        _tranche("sanction", shown.ActionForm, sanction.sanction),
        _payment("bill", shown.BillForm, payment.bill),
        _payment("release", shown.ActionForm, payment.release),
        _payment("record_payment", shown.PaidForm, payment.record_payment),
        _payment("record_failure", shown.FailureForm, payment.record_failure),
        _action("round", "approve", shown.ActionForm, budget.approve_round),
        _action("round", "drop", shown.ReasonForm, budget.drop_round),
        _action("provision", "confirm", shown.ConfirmForm, budget.confirm_provision),
        _action("provision", "drop", shown.ReasonForm, budget.drop_provision),
    ]
)
ACTIONS["claim", "compute_again"] = Action(
    "claim", "compute_again", _("Compute again"), shown.ConfirmForm, claims.compute_again
)
ACTIONS["claim", RECONCILE] = Action(
    "claim", RECONCILE, _("Record the reconciliation"), shown.ReconcileForm, claims.reconcile_claim
)
