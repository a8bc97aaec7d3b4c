"""Whose turn it is: what each state of a claim, a tranche and a payment waits for, and by when.

One table, which the claim page, the lists and the to-do list read. Days come from the scheme book.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from disbursements.lifecycle import CLAIM, PAYMENT, TRANCHE, Function
from disbursements.models import Claim, ClaimQuery, Payment, Sanction, Tranche
from portal.accounts.roles import COMPANY, Role
from portal.common.clock import business_today
from portal.common.models import Stateful
from portal.common.workflow import Lifecycle, State, Text
from schemes.rules.book import Book

LIFECYCLES: dict[str, Lifecycle] = {"claim": CLAIM, "tranche": TRANCHE, "payment": PAYMENT}


@dataclass(frozen=True)
class Wait:
    """What a state waits for: the action, whose it is, and the book's parameter for the days it may take."""

    action: str
    roles: tuple[str, ...]
    who: Text
    days: str
    function: str = ""


WAITS: dict[tuple[str, str], Wait] = {
    ("claim", "draft"): Wait("submit", (Role.APPLICANT_SIGNATORY,), _("the company"), "", Function.PREPARE),
    ("claim", "submitted"): Wait(
        "start_check",
        (Role.PMA_OFFICER,),
        _("the agency's desk"),
        "sla_acknowledge_days",
        Function.CHECK,
    ),
    ("claim", "desk_check"): Wait(
        "finish_check",
        (Role.PMA_OFFICER,),
        _("the agency's desk"),
        "sla_desk_check_days",
        Function.CHECK,
    ),
    ("claim", "query"): Wait("answer", COMPANY, _("the company"), "sla_query_reply_days", Function.PREPARE),
    ("claim", "checked"): Wait(
        "verify",
        (Role.PMA_HEAD,),
        _("the head of the agency"),
        "sla_recommend_days",
        Function.VERIFY,
    ),
    ("tranche", "due"): Wait(
        "recommend",
        (Role.MHI_DIRECTOR,),
        _("the programme division"),
        "sla_process_days",
        Function.RECOMMEND,
    ),
    ("tranche", "recommended"): Wait(
        "concur", (Role.IFD,), _("internal finance"), "sla_concur_days", Function.CONCUR
    ),
    ("tranche", "concurred"): Wait(
        "approve",
        (Role.COMPETENT_AUTHORITY,),
        _("the competent authority"),
        "sla_sanction_days",
        Function.APPROVE,
    ),
    ("tranche", "approved"): Wait("round", (Role.MHI_SO,), _("the next budget round"), "sla_process_days"),
    ("tranche", "deferred"): Wait("round", (Role.MHI_SO,), _("the next budget round"), ""),
    ("tranche", "allotted"): Wait(
        "sanction",
        (Role.MHI_US,),
        _("the sanctioning officer"),
        "sla_sanction_days",
        Function.SANCTION,
    ),
    ("payment", "sanctioned"): Wait(
        "bill", (Role.DDO,), _("the drawing and disbursing officer"), "sla_release_days", Function.BILL
    ),
    ("payment", "billed"): Wait(
        "release", (Role.PAO,), _("the pay and accounts office"), "sla_release_days", Function.RELEASE
    ),
    ("payment", "released"): Wait(
        "record_payment", (Role.PAO,), _("the bank"), "sla_release_days", Function.RELEASE
    ),
    ("payment", "failed"): Wait(
        "release", (Role.PAO,), _("the pay and accounts office"), "sla_release_days", Function.RELEASE
    ),
}
RECONCILE_LABEL = _("Record the reconciliation")
RECONCILE = Wait("reconcile", (Role.PMA_OFFICER,), _("reconciliation by the agency"), "", Function.CHECK)


@dataclass(frozen=True)
class Waiting:
    """One thing that stands somewhere: its state in words, what it waits for, since when and until when."""

    name: str
    thing: Stateful
    state: State
    wait: Wait | None
    since: dt.date | None
    due: dt.date | None
    today: dt.date

    @property
    def day(self) -> int | None:
        """Which day of its time this is, from 1; None where the book sets no time."""
        if self.since is None or self.due is None:
            return None
        return (self.today - self.since).days + 1

    @property
    def days(self) -> int | None:
        """How many days the book allows; None where it sets none."""
        return (self.due - self.since).days if self.since and self.due else None

    @property
    def over(self) -> bool:
        """Whether the time the book allows has run out."""
        return self.due is not None and self.today > self.due


def stood_still(queries: Iterable[ClaimQuery], today: dt.date) -> int:
    """Days the clock stood still: from each query to its answer, or to today."""
    return sum(((query.answered_on or today) - query.asked_on).days for query in queries)


def look(name: str, thing: Stateful, book: Book | None = None, today: dt.date | None = None) -> Waiting:
    """Where a claim, tranche or payment stands and whom it waits for, by the scheme's date of ``today``."""
    today = today or business_today()
    wait = WAITS.get((name, thing.state))
    since, extra = since_when(thing), 0
    if isinstance(thing, Claim) and wait and wait.action == "verify":
        since, extra = thing.submitted_day, stood_still(thing.queries.all(), today)
    due = None
    if book and since and wait and wait.days:
        due = since + dt.timedelta(days=book.integer(wait.days, today) + extra)
    return Waiting(name, thing, LIFECYCLES[name].by_code[thing.state], wait, since, due, today)


def since_when(thing: Stateful) -> dt.date | None:
    """The scheme's date from which a thing is in its state; before its first move, the day it was made."""
    if thing.state_since_day:
        return thing.state_since_day
    if isinstance(thing, Tranche):
        return thing.made_on
    return thing.sanction.sanctioned_on if isinstance(thing, Payment) else None


def payment_of(tranche: Tranche) -> Payment | None:
    """The tranche's payment, None before its sanction."""
    sanction = sanction_of(tranche)
    return getattr(sanction, "payment", None) if sanction else None


def sanction_of(tranche: Tranche) -> Sanction | None:
    """The tranche's sanction, None before it."""
    return getattr(tranche, "sanction", None)


def furthest(tranche: Tranche, book: Book | None = None, today: dt.date | None = None) -> Waiting:
    """Where a tranche stands: its own state, or after the sanction its payment's."""
    payment = payment_of(tranche)
    return look("payment", payment, book, today) if payment else look("tranche", tranche, book, today)


def standing(
    claim: Claim, tranches: Sequence[Tranche], book: Book | None = None, today: dt.date | None = None
) -> Waiting:
    """Where a claim stands as one reads it: the claim's own state, or that of its first open tranche.

    ``tranches`` are the claim's, with sanction and payment selected.
    """
    today = today or business_today()
    own = look("claim", claim, book, today)
    if claim.state != "verified":
        return own
    places = [furthest(tranche, book, today) for tranche in tranches]
    waiting = [place for place in places if place.wait]
    return waiting[0] if waiting else places[-1] if places else own
