"""Deciding on another officer's entry or round: confirm, approve or drop, by a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _t

from disbursements.actions import LIFECYCLES, Action
from disbursements.models import BudgetRound, Provision
from disbursements.pages.context.turn import Attempt, Offer, Turn, make_form, refused_by
from disbursements.steps import actions_on
from portal.accounts.models import User
from portal.common.templatetags.portal_money import dmy

Entry = Provision | BudgetRound


@dataclass(frozen=True)
class Decision:
    """What this officer can decide on one entry."""

    key: str
    title: str
    lead: str
    main: Offer | None
    others: Sequence[Offer]


def offers_on(thing: str, entry: Entry, user: User, attempt: Attempt | None = None) -> Decision | None:
    """The steps this officer can take on an entry; None where there is none. The maker is never the checker."""
    moves = {move.action for move in LIFECYCLES[thing].actions_for(entry, user)}
    if maker_of(entry).person_id == user.person_id:
        moves &= {"drop"}
    offers = [_offer(thing, entry, action, attempt) for action in actions_on(thing) if action.action in moves]
    if not offers:
        return None
    main = next((offer for offer in offers if offer.action != "drop"), offers[0])
    title = _t("Your turn: %(what)s") % {"what": main.label}
    return Decision(f"{thing}-{entry.pk}", title, _lead(entry), main, [o for o in offers if o is not main])


def turn_on(entry: BudgetRound, user: User, attempt: Attempt | None = None) -> Turn:
    """The panel of a round's page."""
    found = offers_on("round", entry, user, attempt)
    offers = [offer for offer in (found.main, *found.others) if offer] if found else []
    waits = (
        _t("It waits for the competent authority.")
        if entry.state == "closed"
        else _t("The round is decided.")
    )
    kept = []
    if entry.state == "closed" and maker_of(entry).person_id == user.person_id:
        kept.append(_t("You closed this round: another officer approves it."))
    main = found.main if found and found.main and found.main.action != "drop" else None
    return Turn(main, [o for o in offers if o is not main], refused_by(attempt, offers), kept, waits, "")


def maker_of(entry: Entry) -> User:
    """Who made the entry."""
    return entry.entered_by if isinstance(entry, Provision) else entry.closed_by


def _lead(entry: Entry) -> str:
    if isinstance(entry, BudgetRound):
        return _t("%(number)s, cut-off %(day)s") % {"number": entry.number, "day": dmy(entry.cut_off)}
    words = {"entry": entry, "order": entry.order_number, "day": dmy(entry.order_date)}
    return _t("%(entry)s by order %(order)s of %(day)s.") % words


def _offer(thing: str, entry: Entry, action: Action, attempt: Attempt | None) -> Offer:
    mine = attempt is not None and (attempt.action, attempt.pk) == (action, entry.pk)
    amount = entry.amount if isinstance(entry, Provision) else sum(item.payable for item in entry.items.all())
    return Offer(
        thing=thing,
        pk=entry.pk,
        action=action.action,
        label=action.label,
        url=reverse("officer:do", args=[thing, entry.pk, action.action]),
        version=entry.version,
        form=attempt.form if attempt and mine else make_form(action, suffix=f"_{entry.pk}"),
        amount=amount,
        confirms=action.money,
        open=mine,
    )
