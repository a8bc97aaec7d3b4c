"""The key figures at the head of a claim, by who reads it, and the badge that says where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _t

from disbursements.models import Claim, Computation
from disbursements.pages.context.money import ClaimMoney, TrancheRow, percent_text
from disbursements.waiting import Waiting
from portal.common.workflow import Text


@dataclass(frozen=True)
class Figure:
    """One figure: rupees shown in crore, or a text."""

    label: Text
    amount: int | None
    text: Text = ""
    note: Text = ""


def badge_of(place: Waiting, audience: str) -> tuple[str, str]:
    """The state in this audience's words, with the day of its time where the book sets one, and its tone."""
    label = str(place.state.label_for(audience))
    if place.day is None or place.days is None or audience == "manufacturer":
        return label, place.state.tone
    if place.over:
        text = _t("%(state)s, %(days)d days over") % {"state": label, "days": place.day - 1 - place.days}
        return text, "bad"
    text = _t("%(state)s, day %(day)d of %(days)d") % {
        "state": label,
        "day": max(place.day, 1),
        "days": place.days,
    }
    return text, place.state.tone


def figures_of(claim: Claim, versions: list[Computation], money: ClaimMoney, audience: str) -> list[Figure]:
    """The four figures a reader looks for first."""
    if not versions:
        return []
    first, last = versions[0], versions[-1]
    entitled = _t("Entitled") if last.stage == "verified" else _t("Entitled, before verification")
    if audience == "manufacturer":
        return [
            Figure(entitled, last.entitlement),
            Figure(_t("Paid to you"), money.paid),
            _held(money),
            _ceiling(money),
        ]
    return [
        Figure(_t("Claimed"), first.entitlement, note=_t("as computed on submission")),
        Figure(entitled, last.entitlement),
        _tranche(money),
        _ceiling(money),
    ]


def _tranche(money: ClaimMoney) -> Figure:
    row = next((row for row in money.rows if row.place.wait), None)
    if money.first_due is not None and not money.rows:
        label = _t("Due on verification, %(percent)s") % {"percent": percent_text(money.first_due[1])}
        return Figure(label, money.first_due[0], note=_t("if verified as computed"))
    if row:
        return Figure(_label(row), row.tranche.amount, note=row.text)
    return Figure(_t("Paid"), money.paid)


def _label(row: TrancheRow) -> str:
    return _t("This tranche, up to %(percent)s") % {"percent": percent_text(row.tranche.percent)}


def _held(money: ClaimMoney) -> Figure:
    if money.held:
        part = money.held[0]
        return Figure(_t("Held for now"), money.held_total, note=_t("until: %(why)s") % {"why": part.why})
    return Figure(_t("On its way"), money.on_its_way)


def _ceiling(money: ClaimMoney) -> Figure:
    label = _t("Left under the unit's ceiling")
    if money.ceiling_left is None:
        return Figure(label, None, text="–")
    return Figure(label, money.ceiling_left, note=_t("after every entitlement so far"))
