"""Who decided what: a claim's past, where it stands now, and what is still to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disbursements.models import Approval, Claim, Payment, Tranche
from disbursements.pages.context.money import ClaimMoney, in_crore
from disbursements.waiting import Waiting, sanction_of
from portal.common.templatetags.portal_money import dmy
from portal.common.workflow import Text

DONE: dict[str, tuple[Text, Text]] = {
    "submit": (_("Filed"), _("by the company's signatory")),
    "withdraw": (_("Withdrawn"), _("by the company's signatory")),
    "start_check": (_("Taken to the desk"), _("by the agency")),
    "query": (_("Query asked"), _("by the agency")),
    "answer": (_("Query answered"), _("by the company")),
    "finish_check": (_("Checked at the desk"), _("by the agency")),
    "verify": (_("Verified"), _("by the head of the agency")),
    "back_to_desk": (_("Sent back to the desk"), _("by the head of the agency")),
    "return": (_("Returned to the company"), _("by the agency")),
    "reject": (_("Rejected"), _("by the head of the agency")),
    "compute_again": (_("Computed again"), ""),
    "reconcile": (_("Turnover reconciled"), _("by the agency")),
    "recommend": (_("Recommended"), _("by the programme division")),
    "concur": (_("Concurred"), _("by internal finance")),
    "not_concur": (_("Sent back"), _("by internal finance")),
    "approve": (_("Approved"), _("by the competent authority")),
    "not_approve": (_("Sent back"), _("by the competent authority")),
    "allot": (_("Money allotted"), _("in a budget round")),
    "defer": (_("Deferred"), _("for want of budget")),
    "sanction": (_("Sanctioned"), _("by the ministry")),
    "bill": (_("Bill made"), _("by the drawing and disbursing officer")),
    "release": (_("Released"), _("by the pay and accounts office")),
    "record_payment": (_("Paid into the company's account"), ""),
    "record_failure": (_("Payment failed"), ""),
    "lapse": (_("Lapsed"), ""),
    "close": (_("Closed"), ""),
}
TO_COMPANY: dict[str, tuple[Text, Text]] = {
    "submit": (_("Filed"), _("by your signatory")),
    "answer": (_("Query answered"), _("by you")),
    "return": (_("Returned to you"), _("by the agency")),
    "record_payment": (_("Paid into your account"), ""),
}
AHEAD: tuple[tuple[str, str, Text], ...] = (
    ("claim", "start_check", _("Desk check by the agency")),
    ("claim", "finish_check", _("Desk check by the agency")),
    ("claim", "verify", _("Verification, head of the agency")),
    ("tranche", "recommend", _("Recommendation, programme division")),
    ("tranche", "concur", _("Concurrence, internal finance")),
    ("tranche", "approve", _("Approval, competent authority")),
    ("tranche", "round", _("Money allotted in a budget round")),
    ("tranche", "sanction", _("Sanction order")),
    ("payment", "bill", _("Bill, drawing and disbursing officer")),
    ("payment", "release", _("Release, pay and accounts office")),
    ("payment", "record_payment", _("Money in the account")),
)
OTHER_NOW: dict[str, Text] = {
    "submit": _("To be submitted by the company"),
    "answer": _("Answer of the company"),
}
OVER = ("returned", "rejected", "withdrawn")


@dataclass(frozen=True)
class Step:
    """One step of the timeline; `state` is done, now or next."""

    state: str
    title: str
    note: str


@dataclass(frozen=True)
class Happened:
    """One past move, before it is worded."""

    on: dt.date
    order: int
    action: str
    who: str
    extra: str
    tranche: int | None


def story(
    claim: Claim, notes: Sequence[Approval], money: ClaimMoney, place: Waiting, audience: str
) -> list[Step]:
    """Past, present and future of a claim. Names of officers are for officers and auditors."""
    past = sorted(_past(claim, notes, money, audience), key=lambda item: (item.on, item.order))
    several = len(money.rows) > 1
    steps = [_done(item, several=several, company=audience == "manufacturer") for item in past]
    if claim.state in OVER:
        return steps
    return [*steps, *_ahead(claim, money, place)]


def _past(claim: Claim, notes: Sequence[Approval], money: ClaimMoney, audience: str) -> Iterable[Happened]:
    noted = {(note.action, note.tranche_id) for note in notes}
    if claim.submitted_day and ("submit", None) not in noted:
        who = str(claim.prepared_by) if audience != "manufacturer" else ""
        yield Happened(claim.submitted_day, 0, "submit", who, "", None)
    for query in claim.queries.all():
        if ("query", None) not in noted:
            yield Happened(query.asked_on, 1, "query", "", "", None)
        if query.answered_on and ("answer", None) not in noted:
            days = (query.answered_on - query.asked_on).days
            still = _t("after %(days)d days, while the clock stood still") % {"days": days}
            yield Happened(query.answered_on, 2, "answer", "", still, None)
    payments = {row.tranche.pk: row.payment for row in money.rows if row.payment}
    for note in notes:
        yield _from_note(note, audience, payments.get(note.tranche_id or 0))
    for row in money.rows:
        yield from _of_tranche(row.tranche, noted)
    if claim.reconciled_on and ("reconcile", None) not in noted:
        certificate = _t("certificate %(number)s") % {"number": claim.reconciliation_number}
        yield Happened(claim.reconciled_on, 900, "reconcile", "", certificate, None)


def _from_note(note: Approval, audience: str, payment: Payment | None) -> Happened:
    extra = [_t("note %(number)d") % {"number": note.note_no}] if audience != "manufacturer" else []
    if note.diary_no and note.diary_date and audience != "manufacturer":
        extra.append(
            _t("Dy. No. %(number)s of %(day)s") % {"number": note.diary_no, "day": dmy(note.diary_date)}
        )
    if note.action == "record_payment" and payment and payment.utr:
        extra.append(f"{in_crore(payment.amount)}, UTR {payment.utr}")
    who = str(note.actor) if audience != "manufacturer" else ""
    tranche = note.tranche.number if note.tranche else None
    return Happened(note.on, 10 + note.note_no, note.action, who, ", ".join(extra), tranche)


def _of_tranche(tranche: Tranche, noted: set[tuple[str, int | None]]) -> Iterable[Happened]:
    sanction = sanction_of(tranche)
    if sanction is None:
        return
    if ("sanction", tranche.pk) not in noted:
        yield Happened(sanction.sanctioned_on, 500, "sanction", "", sanction.number, tranche.number)
    payment: Payment = sanction.payment
    if payment.bill_date and ("bill", tranche.pk) not in noted:
        yield Happened(payment.bill_date, 501, "bill", "", payment.bill_no, tranche.number)
    if payment.released_on and ("release", tranche.pk) not in noted:
        yield Happened(payment.released_on, 502, "release", "", "", tranche.number)
    if payment.value_date and ("record_payment", tranche.pk) not in noted:
        paid = f"{in_crore(payment.amount)}, UTR {payment.utr}"
        yield Happened(payment.value_date, 503, "record_payment", "", paid, tranche.number)


def _done(item: Happened, *, several: bool, company: bool) -> Step:
    known = {**DONE, **TO_COMPANY} if company else DONE
    title, by = known.get(item.action, (item.action, ""))
    which = _t("tranche %(number)d") % {"number": item.tranche} if several and item.tranche else ""
    rest = ", ".join(part for part in (str(by), which) if part)
    words = format_html("<strong>{}</strong>{}{}", title, " " if by else ", " if rest else "", rest)
    return Step("done", words, ", ".join(part for part in (dmy(item.on), item.who, item.extra) if part))


def _ahead(claim: Claim, money: ClaimMoney, place: Waiting) -> Iterable[Step]:
    wait = place.wait
    if wait is None:
        yield from _held(money)
        return
    position = next((i for i, (_n, action, _l) in enumerate(AHEAD) if action == wait.action), None)
    label = OTHER_NOW.get(wait.action) or (AHEAD[position][2] if position is not None else place.state.label)
    yield Step("now", str(label), _since(place))
    following = AHEAD[position + 1 :] if position is not None else AHEAD
    seen = {str(label)}
    for _name, _action, title in following:
        if str(title) not in seen:
            seen.add(str(title))
            yield Step("next", str(title), "")
    yield from _held(money)


def _held(money: ClaimMoney) -> Iterable[Step]:
    for part in money.held:
        words = {"why": part.why, "amount": in_crore(part.amount)}
        yield Step("next", _t("%(why)s: the next tranche, %(amount)s") % words, "")


def _since(place: Waiting) -> str:
    parts = []
    if place.since:
        parts.append(_t("since %(day)s") % {"day": dmy(place.since)})
    if place.due:
        parts.append(_t("due %(day)s") % {"day": dmy(place.due)})
    return ", ".join(parts)
