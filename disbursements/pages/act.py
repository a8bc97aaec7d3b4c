"""Taking a step by its button: check the form, ask once more where money moves, take it, or say why not.

A refusal comes back on the same page, on the state as it is now, with all that was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t

from disbursements.actions import ACTIONS, LIFECYCLES, Action
from disbursements.models import BudgetRound, Payment, Provision, Tranche
from disbursements.pages.budget import show_budget
from disbursements.pages.claims import show as show_claim
from disbursements.pages.context.turn import Attempt, make_form
from disbursements.pages.rounds import show_round
from disbursements.pages.sanctions import show_sanction
from disbursements.permissions import claims_visible_to, payments_visible_to, tranches_visible_to
from disbursements.steps import take
from portal.accounts.access import UserRequest, company_page, officer_page
from portal.common.confirm import carried, is_confirmed
from portal.common.forms import refuse
from portal.common.models import Event, Stateful
from portal.common.refusals import Refusal, Stale
from portal.common.workflow import check

Show = Callable[..., HttpResponse]
S = TypeVar("S", bound=Stateful)


class Place:
    """What a step is taken on, and the page it comes back to."""

    def __init__(self, request: UserRequest, thing: str, pk: int):
        finders = {
            "claim": _claim,
            "tranche": _tranche,
            "payment": _payment,
            "round": _round,
            "provision": _provision,
        }
        if thing not in finders or (request.user.audience == "manufacturer" and thing != "claim"):
            raise Http404
        self.request = request
        self.object, self.page, self.name, self.args = finders[thing](request, pk)

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.name, args=self.args)

    def show(self, attempt: Attempt, status: int) -> HttpResponse:
        """The page again, with what was attempted."""
        return self.page(self.request, *self.args, attempt=attempt, status=status)


@company_page("GET", "POST")
def do_company(request: UserRequest, thing: str, pk: int, action: str) -> HttpResponse:
    """Take a step of the company."""
    return act(request, thing, pk, action)


@officer_page("GET", "POST")
def do_officer(request: UserRequest, thing: str, pk: int, action: str) -> HttpResponse:
    """Take a step of an officer."""
    return act(request, thing, pk, action)


def act(request: UserRequest, thing: str, pk: int, name: str) -> HttpResponse:
    """Take a step on a thing. A look by GET (after signing in again, say) leads to its page."""
    place = Place(request, thing, pk)
    action = ACTIONS.get((thing, name))
    if action is None:
        raise Http404
    if request.method != "POST":
        return redirect(place.url)
    form = make_form(action, request.POST)
    attempt = Attempt(action, pk, form)
    if not form.is_valid():
        return place.show(attempt, 422)
    try:
        if action.money and not is_confirmed(request):
            return _ask(request, place, action, form.cleaned_data["version"])
        take(action, by=request.user, pk=pk, form=form)
    except Refusal as refusal:
        if isinstance(refusal, Stale) and _was_mine(request, place.object, name):
            messages.info(request, _t("You did this already: %(what)s.") % {"what": action.label})
            return redirect(place.url)
        refuse(form, refusal)
        return place.show(attempt, refusal.status)
    messages.success(request, _t("Done: %(what)s.") % {"what": action.label})
    return redirect(place.url)


def _ask(request: UserRequest, place: Place, action: Action, version: int | None) -> HttpResponse:
    """The second step of a money-moving button where no script asked."""
    check(place.object, LIFECYCLES[action.thing], action.action, request.user, version)
    context = {
        "question": _t("%(action)s?") % {"action": action.label},
        "action": request.path,
        "label": _t("Yes: %(action)s") % {"action": action.label},
        "version": place.object.version,
        "amount": getattr(place.object, "amount", None) or getattr(place.object, "available", None),
        "note": str(place.object),
        "carried": carried(request),
        "back_url": place.url,
    }
    return render(request, "layout/confirm_step.html", context)


def _was_mine(request: UserRequest, thing: Stateful, action: str) -> bool:
    """Whether the last thing that happened to it is this very step by this very person: a second click."""
    return last_event(thing) == (action, request.user.pseudonym)


def last_event(thing: Stateful) -> tuple[str, str] | None:
    """The action and the actor's pseudonym of the last event of a thing."""
    found = Event.objects.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk)).order_by(
        "-seq"
    )
    return found.values_list("action", "actor").first()


def _claim(request: UserRequest, pk: int) -> tuple[Stateful, Show, str, tuple[int]]:
    found = claims_visible_to(request.user).filter(pk=pk).first()
    return _found(found), show_claim, f"{request.user.audience}:claim", (pk,)


def _tranche(request: UserRequest, pk: int) -> tuple[Stateful, Show, str, tuple[int]]:
    tranche: Tranche = _found(tranches_visible_to(request.user).filter(pk=pk).first())
    return tranche, show_claim, f"{request.user.audience}:claim", (tranche.claim_id,)


def _payment(request: UserRequest, pk: int) -> tuple[Stateful, Show, str, tuple[int]]:
    found = payments_visible_to(request.user).select_related("sanction__tranche").filter(pk=pk).first()
    payment: Payment = _found(found)
    if request.POST.get("at") == "claim":
        return payment, show_claim, f"{request.user.audience}:claim", (payment.sanction.tranche.claim_id,)
    return payment, show_sanction, "officer:sanction", (payment.sanction_id,)


def _round(request: UserRequest, pk: int) -> tuple[Stateful, Show, str, tuple[int]]:
    return _found(BudgetRound.objects.filter(pk=pk).first()), show_round, "officer:round", (pk,)


def _provision(request: UserRequest, pk: int) -> tuple[Stateful, Show, str, tuple[()]]:
    return _found(Provision.objects.filter(pk=pk).first()), show_budget, "officer:budget", ()


def _found(thing: S | None) -> S:
    if thing is None:
        raise Http404
    return thing
