"""Taking a step from a page or an API call: one form, one permission, one service for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from disbursements.actions import ACTIONS, LIFECYCLES, Action
from disbursements.forms import ActionForm
from disbursements.lifecycle import Function
from disbursements.models import Claim, Payment, Tranche
from disbursements.permissions import RECONCILE, can_act, separated
from disbursements.selectors.decisions import computing_job
from disbursements.services.asking import WHO_ASKS
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.models import Job, Stateful
from portal.common.workflow import Lifecycle, Text

DECLARATION = _(
    "I declare that the register is complete and true, that nothing in it was claimed elsewhere, and that any"
    " excess will be refunded with interest."
)


class SubmitForm(ActionForm):
    """Submitting a claim: the signatory declares what the ministry relies on."""

    declared = forms.BooleanField(
        label=DECLARATION,
        error_messages={
            "required": _("A claim is submitted with its declaration: tick it, or do not submit.")
        },
    )
    field_order = ("version", "declared", "note")


FORMS: dict[tuple[str, str], type[forms.Form]] = {("claim", "submit"): SubmitForm}
NOT_PASSED = ("version", "declared")


@dataclass(frozen=True)
class Subject:
    """What a step is taken on, with the claim it belongs to (None for rounds and provisions)."""

    thing: str
    object: Stateful
    claim: Claim | None = None

    @property
    def amount(self) -> int | None:
        """The rupees a step on it moves, None where it has none of its own."""
        return getattr(self.object, "amount", None)


def form_class(action: Action) -> type[forms.Form]:
    """The form that asks for what a step needs."""
    return FORMS.get((action.thing, action.action), action.form)


def take(action: Action, *, by: User, pk: int, form: forms.Form) -> object:
    """Take a step with a valid form. Raises the service's refusals."""
    cleaned = {name: value for name, value in form.cleaned_data.items() if name not in NOT_PASSED}
    return action.run(by=by, pk=pk, version=form.cleaned_data.get("version"), **cleaned)


def actions_on(thing: str) -> list[Action]:
    """Every step there is on a kind of thing, in the order of its lifecycle."""
    return [action for (name, _action), action in ACTIONS.items() if name == thing]


def allowed(user: User, subject: Subject, action: Action) -> tuple[bool, Text]:
    """Whether the user may take the step now, by role, state and separation, and why not.

    The reason is given only where role and state would allow it: then it is separation that keeps the person out.
    """
    if subject.claim is None:
        return False, ""
    if action.action in BESIDE_THE_TABLE:
        return BESIDE_THE_TABLE[action.action](user, subject.claim)
    found = subject.object
    tranche = found if isinstance(found, Tranche) else None
    payment = found if isinstance(found, Payment) else None
    move = lifecycle_of(subject).by_action[action.action]
    if found.state not in move.sources or not user.has_role(*move.roles):
        return False, ""
    return can_act(user, subject.claim, action.action, tranche, payment)


def lifecycle_of(subject: Subject) -> Lifecycle:
    """The table of the thing's states and moves."""
    return LIFECYCLES[subject.thing]


def _may_reconcile(user: User, claim: Claim) -> tuple[bool, Text]:
    ready = claim.state == "verified" and claim.component == Claim.Component.SLI and not claim.reconciled_on
    verified = claim.current is not None and claim.current.stage == "verified"
    if not (ready and verified and user.has_role(Role.PMA_OFFICER)):
        return False, ""
    reason = separated(user, claim, Function.CHECK)
    return not reason, reason


def _may_compute_again(user: User, claim: Claim) -> tuple[bool, Text]:
    if not user.has_role(*WHO_ASKS):
        return False, ""
    job = computing_job(claim)
    return job is not None and job.state == Job.State.FAILED, ""


# Steps that are no move of the claim's lifecycle, and who may take them when.
BESIDE_THE_TABLE: dict[str, Callable[[User, Claim], tuple[bool, Text]]] = {
    RECONCILE: _may_reconcile,
    "compute_again": _may_compute_again,
}
