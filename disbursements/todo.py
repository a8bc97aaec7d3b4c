"""What of the money waits for a person: by role and state, by the book's days, not where separation keeps them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from disbursements.lifecycle import CLAIM, PAYMENT, PROVISION, ROUND, TRANCHE
from disbursements.models import BudgetRound, Claim, ClaimFunction, Provision, Tranche
from disbursements.permissions import claims_visible_to, payments_visible_to, tranches_visible_to
from disbursements.waiting import WAITS, look, since_when
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.actor import Actor
from portal.common.clock import business_today
from portal.common.todo import Todo, register
from portal.common.workflow import Transition
from schemes.rules.book import Book
from schemes.terms import book_of, current_versions

MOST = 50
Books = dict[str, Book]


def todo_of(user: Actor) -> Iterable[Todo]:
    """Everything of the money that waits for this user."""
    if not isinstance(user, User) or not user.role_codes:
        return []
    books = {version.code: book_of(version) for version in current_versions()}
    today = business_today()
    found = [*_claims(user, books, today), *_tranches(user, books, today), *_payments(user, books, today)]
    found += _reconciling(user)
    return [*found, *_budget(user)]


def _states(thing: str, user: User) -> dict[str, str]:
    """The states of a kind of thing that wait for one of the user's roles, with the function they ask for."""
    return {
        state: wait.function
        for (name, state), wait in WAITS.items()
        if name == thing and wait.action != "round" and user.has_role(*wait.roles)
    }


def _kept_out(user: User, claim: str, function: str) -> Exists:
    held = ClaimFunction.objects.filter(claim=OuterRef(claim), person=user.person_id)
    return Exists(held.exclude(function=function))


def _open(user: User, states: dict[str, str], claim: str) -> Q:
    """The rows in these states on whose claim the person holds no other function than the one asked for."""
    found = Q(pk__in=[])
    for state, function in states.items():
        here = Q(state=state)
        found |= here & ~Q(_kept_out(user, claim, function)) if function else here
    return found


def _claims(user: User, books: Books, today: dt.date) -> Iterator[Todo]:
    states = _states("claim", user)
    if not states:
        return
    claims: QuerySet[Claim] = claims_visible_to(user).filter(_open(user, states, "pk"))
    listed = claims.select_related("manufacturer", "current").prefetch_related("queries")
    for claim in listed.order_by("state_since_day", "pk")[:MOST]:
        place = look("claim", claim, books.get(claim.book_code), today)
        move = CLAIM.by_action[WAITS["claim", claim.state].action]
        note = str(place.state.label_for(user.audience))
        if claim.state == "query":
            note = next((query.text for query in claim.queries.all() if not query.answered_on), note)[:120]
        yield Todo(
            _title(move, claim),
            f"{_whose(user, claim)}{note}",
            reverse(f"{user.audience}:claim", args=[claim.pk]),
            move.label,
            since=place.since,
            due=place.due,
            amount=claim.current.entitlement if claim.current else None,
        )


def _tranches(user: User, books: Books, today: dt.date) -> Iterator[Todo]:
    states = _states("tranche", user)
    if not states:
        return
    found = tranches_visible_to(user).filter(_open(user, states, "claim"))
    for tranche in found.select_related("claim__manufacturer").order_by("state_since_day", "pk")[:MOST]:
        claim = tranche.claim
        place = look("tranche", tranche, books.get(claim.book_code), today)
        move = TRANCHE.by_action[WAITS["tranche", tranche.state].action]
        note = _t("tranche %(number)d") % {"number": tranche.number}
        yield Todo(
            _title(move, claim),
            f"{_whose(user, claim)}{note}",
            reverse("officer:claim", args=[claim.pk]),
            move.label,
            since=place.since,
            due=place.due,
            amount=tranche.amount,
        )


def _payments(user: User, books: Books, today: dt.date) -> Iterator[Todo]:
    states = _states("payment", user)
    if not states:
        return
    found = payments_visible_to(user).filter(_open(user, states, "sanction__tranche__claim"))
    listed = found.select_related("sanction__payee", "sanction__tranche__claim__manufacturer")
    for payment in listed.order_by("state_since_day", "pk")[:MOST]:
        claim = payment.sanction.tranche.claim
        place = look("payment", payment, books.get(claim.book_code), today)
        move = PAYMENT.by_action[WAITS["payment", payment.state].action]
        yield Todo(
            _t("%(action)s: %(what)s") % {"action": move.label, "what": payment.sanction.number},
            f"{_whose(user, claim)}{place.state.label}",
            reverse("officer:sanction", args=[payment.sanction_id]),
            move.label,
            since=place.since,
            due=place.due,
            amount=payment.amount,
        )


def _reconciling(user: User) -> Iterator[Todo]:
    """Verified sales-linked claims whose last part waits for the auditor's reconciliation."""
    if not user.has_role(Role.PMA_OFFICER):
        return
    found = (
        claims_visible_to(user)
        .filter(state="verified", component=Claim.Component.SLI, reconciled_on__isnull=True)
        .filter(current__stage="verified", tranches__sanction__payment__state="paid")
        .select_related("manufacturer")
        .distinct()
    )
    for claim in found.order_by("pk")[:MOST]:
        yield Todo(
            _t("Reconcile: %(what)s") % {"what": claim},
            f"{_whose(user, claim)}{_t('the rest of the entitlement waits for it')}",
            reverse("officer:claim", args=[claim.pk]),
            _t("Reconcile"),
            since=claim.state_since_day,
        )


def _budget(user: User) -> Iterator[Todo]:
    budget = reverse("officer:budget")
    if user.has_role(Role.MHI_DIRECTOR):
        for entry in Provision.objects.filter(state="entered").exclude(entered_by__person=user.person_id)[
            :MOST
        ]:
            yield _to_decide(
                PROVISION.by_action["confirm"], str(entry), budget, since_when(entry), entry.amount
            )
    if user.has_role(Role.COMPETENT_AUTHORITY):
        for made in BudgetRound.objects.filter(state="closed").exclude(closed_by__person=user.person_id)[
            :MOST
        ]:
            url = reverse("officer:round", args=[made.pk])
            yield _to_decide(ROUND.by_action["approve"], made.number, url, since_when(made), made.available)
    if user.has_role(Role.MHI_SO):
        yield from _rounds_to_close()


def _rounds_to_close() -> Iterator[Todo]:
    undecided = BudgetRound.objects.filter(state="closed").values("head")
    waiting = (
        Tranche.objects.filter(state__in=("approved", "deferred"))
        .exclude(claim__component__in=undecided)
        .order_by("claim__component")
        .values("claim__component")
        .annotate(count=Count("pk"), total=Sum("amount"), first=Min("state_since_day"))
    )
    for head in waiting:
        words = ngettext(
            "%(count)d tranche waits for money", "%(count)d tranches wait for money", head["count"]
        )
        yield Todo(
            _t("Close a budget round: %(head)s") % {"head": Claim.Component(head["claim__component"]).label},
            words % {"count": head["count"]},
            reverse("officer:round_new") + f"?head={head['claim__component']}",
            _t("Preview a round"),
            since=head["first"],
            amount=head["total"],
        )


def _to_decide(move: Transition, what: str, url: str, since: dt.date | None, amount: int) -> Todo:
    title = _t("%(action)s: %(what)s") % {"action": move.label, "what": what}
    return Todo(title, "", url, move.label, since=since, amount=amount)


def _title(move: Transition, claim: Claim) -> str:
    return _t("%(action)s: %(what)s") % {"action": move.label, "what": claim}


def _whose(user: User, claim: Claim) -> str:
    return "" if user.audience == "manufacturer" else f"{claim.manufacturer.legal_name}, "


register(todo_of)
