"""Tranches: what falls due of an entitlement, and the steps that decide on it (domain.md 10.3)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from disbursements.lifecycle import CLAIM, TRANCHE
from disbursements.models import Claim, Computation, Tranche
from disbursements.selectors.positions import (
    engine_position,
    is_last_trigger_reached,
    raised_on,
    reached_triggers,
)
from disbursements.services import decisions
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.refusals import Refusal, WrongInput
from portal.common.workflow import advance
from schemes.rules.book import Trigger
from schemes.terms import book_of

WITHDRAWABLE = ("due", "recommended", "concurred", "approved", "allotted", "deferred")


@constrained
@service
def recommend(*, by: User, tranche_id: int, version: int | None, note: str = "") -> Tranche:
    """Recommend a due tranche. Refused while a newer computation has lowered what is due."""
    return _step("recommend", by=by, tranche_id=tranche_id, version=version, note=note)


@constrained
@service
def concur(
    *,
    by: User,
    tranche_id: int,
    version: int | None,
    diary_no: str,
    diary_date: dt.date,
    note: str = "",
) -> Tranche:
    """Concur for internal finance, with the diary's number and date. Raises WrongInput without them."""
    _check_diary(diary_no, diary_date)
    return _step(
        "concur",
        by=by,
        tranche_id=tranche_id,
        version=version,
        note=note,
        diary_no=diary_no.strip(),
        diary_date=diary_date,
    )


@constrained
@service
def approve(*, by: User, tranche_id: int, version: int | None, note: str = "") -> Tranche:
    """Approve a tranche that was concurred in; it then waits for a budget round."""
    return _step("approve", by=by, tranche_id=tranche_id, version=version, note=note)


@constrained
@service
def send_back(*, by: User, tranche_id: int, version: int | None, note: str) -> Tranche:
    """Send a tranche back to the recommending officer, with the reason: internal finance or the authority can."""
    action = "not_approve" if by.has_role(Role.COMPETENT_AUTHORITY) else "not_concur"
    return _step(action, by=by, tranche_id=tranche_id, version=version, note=note)


def _check_diary(diary_no: str, diary_date: dt.date | None) -> None:
    if not diary_no.strip():
        raise WrongInput(
            _("A concurrence carries its diary number."), where="diary_no", expected=_("the diary number")
        )
    if diary_date is None or diary_date > business_today():
        raise WrongInput(
            _("The diary date lies in the future."),
            where="diary_date",
            given=diary_date,
            expected=_("%(today)s or earlier") % {"today": f"{business_today():%d-%m-%Y}"},
        )


def _step(
    action: str,
    *,
    by: User,
    tranche_id: int,
    version: int | None,
    note: str,
    diary_no: str = "",
    diary_date: dt.date | None = None,
) -> Tranche:
    tranche = decisions.locked_tranche(tranche_id, by)
    decisions.begin(tranche, TRANCHE, action, claim=tranche.claim, by=by, version=version, note=note)
    decisions.finish(
        tranche,
        TRANCHE,
        action,
        claim=tranche.claim,
        by=by,
        note=note,
        diary_no=diary_no,
        diary_date=diary_date,
        changes={"amount": tranche.amount},
    )
    return tranche


def settle(claim: Claim) -> None:
    """Bring the claim's tranches to what is due of its current entitlement. The caller holds the claim's lock.

    A rise makes a tranche. A fall takes back what is not sanctioned, latest first; what is sanctioned or paid is
    recorded as to be recovered. Nothing is due on an indicative computation.
    """
    current = claim.current
    if current is None or current.stage != Computation.Stage.VERIFIED:
        return
    reached = reached_triggers(claim, book_of(current.book))
    if not reached:
        return
    place = engine_position(claim, reached[-1].percent)
    figures = {"entitlement": current.entitlement, "trigger": reached[-1].key, "due": place.due}
    if place.tranche:
        tranche = _make(claim, current, reached[-1], place.tranche)
        record(tranche, "make", None, {**figures, "amount": tranche.amount})
    elif place.withdraw or place.recover:
        left = _withdraw(claim, current, raised_on(claim) - place.due)
        record(claim, "position_fell", None, {**figures, "withdraw": place.withdraw, "recover": left})
    else:
        record(claim, "nothing_due", None, figures)
    close_if_settled(claim)


def _make(claim: Claim, current: Computation, trigger: Trigger, amount: int) -> Tranche:
    return Tranche.objects.create(
        state="due",
        claim=claim,
        number=next_tranche_number(claim),
        trigger=trigger.key,
        percent=Decimal(trigger.percent.numerator) / Decimal(trigger.percent.denominator),
        computation=current,
        amount=amount,
        made_on=business_today(),
        state_since_day=business_today(),
    )


def next_tranche_number(claim: Claim) -> int:
    """Return the number of the claim's next tranche, lapsed ones counted."""
    last = Tranche.objects.filter(claim=claim).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _withdraw(claim: Claim, current: Computation, fall: int) -> int:
    """Lapse unsanctioned tranches, latest first, until ``fall`` rupees are back; return what could not be.

    A tranche that is taken back in part lapses whole, and its rest starts again: nobody decided on that amount.
    """
    open_ones = Tranche.objects.select_for_update().filter(claim=claim, state__in=WITHDRAWABLE)
    for tranche in open_ones.order_by("-number"):
        if fall <= 0:
            break
        rest = max(0, tranche.amount - fall)
        fall -= tranche.amount - rest
        advance(tranche, TRANCHE, "lapse", actor=None, changes={"amount": tranche.amount, "rest": rest})
        if rest:
            _rest_of(tranche, current, rest)
    return fall


def _rest_of(tranche: Tranche, current: Computation, amount: int) -> None:
    rest = Tranche.objects.create(
        state="due",
        claim=tranche.claim,
        number=next_tranche_number(tranche.claim),
        trigger=tranche.trigger,
        percent=tranche.percent,
        computation=current,
        amount=amount,
        parent=tranche,
        deferred_from=tranche.deferred_from,
        made_on=business_today(),
        state_since_day=business_today(),
    )
    record(rest, "make", None, {"amount": amount, "parent": tranche.pk})


def close_if_settled(claim: Claim) -> None:
    """Close a verified claim once all its entitlement fell due and everything raised is paid."""
    current = claim.current
    if claim.state != "verified" or current is None or current.stage != Computation.Stage.VERIFIED:
        return
    if not is_last_trigger_reached(claim, book_of(current.book)):
        return
    unpaid = (
        Tranche.objects.filter(claim=claim).exclude(state="lapsed").exclude(sanction__payment__state="paid")
    )
    if not unpaid.exists():
        advance(claim, CLAIM, "close", actor=None)


def check_current(claim: Claim) -> None:
    """Raise Refusal where more is raised on the claim than is due of its current entitlement.

    Asked before a sanction and again before its bill and release: what is not paid is not paid out (domain.md 10.3).
    """
    current = claim.current
    reached = reached_triggers(claim, book_of(current.book)) if current else []
    due = engine_position(claim, reached[-1].percent).due if reached else 0
    if raised_on(claim) > due:
        raise Refusal(
            _("More is raised on this claim than is due by its latest computation."),
            where="amount",
            given=raised_on(claim),
            expected=due,
            todo=_("The difference is to be recovered first."),
        )
