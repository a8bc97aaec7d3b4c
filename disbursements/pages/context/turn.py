"""Your turn: the steps this reader can take on a claim now, with their forms, or whom it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disbursements.actions import Action
from disbursements.lifecycle import FUNCTIONS
from disbursements.models import Claim, Tranche
from disbursements.pages.context.money import in_crore, percent_text
from disbursements.selectors.budget import head_year
from disbursements.steps import Subject, actions_on, allowed, form_class
from disbursements.waiting import RECONCILE, WAITS, Waiting, payment_of
from portal.accounts.models import User
from portal.common.clock import business_today
from portal.common.templatetags.portal_money import dmy
from portal.common.workflow import Text
from schemes.rules.facts import fy_of

DANGER = ("reject", "withdraw", "return")
TODAY = {"diary_date", "bill_date"}  # dates that are usually today's; the bank's and an auditor's never are
SAYS_BUDGET = ("recommend", "concur", "approve", "sanction")


class Unseen(forms.HiddenInput):
    """Reads a field and prints nothing: the template prints the version, so a refused form can't bring an old one."""

    def render(self, name: str, value: object, attrs: object = None, renderer: object = None) -> SafeString:
        """Return nothing."""
        return SafeString("")


@dataclass(frozen=True)
class Offer:
    """One step offered: where it posts, the version it was shown on, its form, and the money it moves."""

    thing: str
    pk: int
    action: str
    label: Text
    url: str
    version: int
    form: forms.Form
    amount: int | None = None
    confirms: bool = False
    lead: str = ""
    note: str = ""
    open: bool = False
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def danger(self) -> bool:
        """Whether the step ends something."""
        return self.action in DANGER

    @property
    def question(self) -> str:
        """What the second step asks."""
        return _t("%(action)s?") % {"action": self.label}


@dataclass(frozen=True)
class Attempt:
    """A step that was refused: what was typed, and the form that says why."""

    action: Action
    pk: int
    form: forms.Form

    @property
    def label(self) -> Text:
        """What was attempted."""
        return self.action.label

    @property
    def reasons(self) -> list[str]:
        """Why it was not done, a sentence each."""
        return [str(error) for errors in self.form.errors.values() for error in errors]

    @property
    def values(self) -> list[tuple[Text, str]]:
        """What was typed, field by field."""
        named = ((f.label or "", str(f.value() or "")) for f in self.form.visible_fields())
        return [(label, value) for label, value in named if value]


@dataclass(frozen=True)
class Refused:
    """What the page says above a refused step; `typed` only where the step is no longer offered."""

    label: Text
    reasons: Sequence[str]
    typed: Sequence[tuple[Text, str]]


@dataclass(frozen=True)
class Turn:
    """The panel: the step to take, others beside it, or whom it waits for."""

    main: Offer | None
    others: Sequence[Offer]
    refused: Refused | None
    kept_from: Sequence[Text]
    waits: str
    place: str


def turn_of(
    claim: Claim, user: User, place: Waiting, attempt: Attempt | None = None, at: str = "claim"
) -> Turn:
    """What this user can do on a claim read with its money; ``at`` is the page that shows the panel."""
    offers, kept = [], []
    for subject in subjects_of(claim, at):
        for action in actions_on(subject.thing):
            can, why = allowed(user, subject, action)
            if can:
                offers.append(_offer(subject, action, user.audience, attempt, at))
            elif why and why not in kept:
                kept.append(why)
    main = next((offer for offer in offers if _waits_for(claim, offer)), None)
    others = [offer for offer in offers if offer is not main]
    hand = _hand(main) if main and user.audience == "officer" else ""
    return Turn(main, others, refused_by(attempt, offers), kept, waits_for(claim, place), hand)


def subjects_of(claim: Claim, at: str) -> Iterator[Subject]:
    """What steps can be taken on: the claim, its tranches, their payments; on an order's page the payment alone."""
    if at == "claim":
        yield Subject("claim", claim, claim)
    for tranche in claim.tranches.all():
        tranche.claim = claim
        if at == "claim":
            yield Subject("tranche", tranche, claim)
        payment = payment_of(tranche)
        if payment and at in ("claim", f"sanction {payment.sanction_id}"):
            yield Subject("payment", payment, claim)


def refused_by(attempt: Attempt | None, offers: Iterable[Offer]) -> Refused | None:
    """What is said above the page of an attempt that failed."""
    if attempt is None:
        return None
    offered = any(
        (offer.thing, offer.pk, offer.action) == (attempt.action.thing, attempt.pk, attempt.action.action)
        for offer in offers
    )
    return Refused(attempt.label, attempt.reasons, () if offered else attempt.values)


def make_form(action: Action, data: object = None, *, suffix: str = "") -> forms.Form:
    """The step's form, with ids of its own so that several stand on one page."""
    made = form_class(action)(data, auto_id=f"{action.thing}_{action.action}{suffix}_%s")  # type: ignore[arg-type]
    made.fields["version"].widget = Unseen()
    made.order_fields([name for name in made.fields if name != "note"])
    for name in TODAY & made.fields.keys():
        made.fields[name].initial = business_today().isoformat()
    return made


def waits_for(claim: Claim, place: Waiting) -> str:
    """Whom the claim waits for, in a sentence."""
    if place.wait is None:
        over = {"closed": _("Nothing waits: the claim is settled."), "verified": _("Nothing waits for now.")}
        return str(over.get(claim.state, _("Nothing waits: the claim is over.")))
    words = _t("It waits for %(who)s") % {"who": place.wait.who}
    if place.since:
        words += " " + _t("since %(day)s") % {"day": dmy(place.since)}
    if place.due:
        words += ", " + _t("due %(day)s") % {"day": dmy(place.due)}
    return words + "."


def _offer(subject: Subject, action: Action, audience: str, attempt: Attempt | None, at: str) -> Offer:
    found = subject.object
    mine = attempt is not None and (attempt.action, attempt.pk) == (action, found.pk)
    return Offer(
        thing=subject.thing,
        pk=found.pk,
        action=action.action,
        label=action.label,
        url=reverse(f"{audience}:do", args=[subject.thing, found.pk, action.action]),
        version=found.version,
        form=attempt.form if attempt and mine else make_form(action),
        amount=subject.amount,
        confirms=action.money,
        lead=_lead(subject),
        note=_note(subject, action),
        open=mine,
        hidden={"at": at} if subject.thing == "payment" else {},
    )


def _lead(subject: Subject) -> str:
    found = subject.object
    if isinstance(found, Tranche):
        words = {"number": found.number, "percent": percent_text(found.percent)}
        return _t("Tranche %(number)d, up to %(percent)s of the entitlement.") % words
    return ""


def _note(subject: Subject, action: Action) -> str:
    """What the year's provision has left after a tranche, for those who decide on it."""
    found = subject.object
    if not isinstance(found, Tranche) or action.action not in SAYS_BUDGET or subject.claim is None:
        return ""
    year = head_year(subject.claim.component, fy_of(business_today()))
    words = {"head": subject.claim.get_component_display(), "fy": year.fy}
    # A tranche that is allotted is already taken off what may be allotted.
    left = year.available - (0 if found.state == "allotted" else found.amount)
    if left < 0:
        words["left"] = in_crore(year.available)
        return (
            _t("%(head)s, %(fy)s: %(left)s are left to allot; a budget round shares what there is.") % words
        )
    return _t("%(head)s, %(fy)s: %(left)s left to allot after it.") % {**words, "left": in_crore(left)}


def _waits_for(claim: Claim, offer: Offer) -> bool:
    states = {("claim", claim.pk): claim.state}
    for tranche in claim.tranches.all():
        states["tranche", tranche.pk] = tranche.state
        payment = payment_of(tranche)
        if payment:
            states["payment", payment.pk] = payment.state
    wait = WAITS.get((offer.thing, states.get((offer.thing, offer.pk), "")))
    return offer.action == "reconcile" or (wait is not None and wait.action == offer.action)


def _hand(offer: Offer) -> str:
    """Which of the chain's functions the step belongs to."""
    wait = next((w for w in (*WAITS.values(), RECONCILE) if w.action == offer.action), None)
    order = [code for code, _label in FUNCTIONS]
    if wait is None or wait.function not in order:
        return ""
    words = {"number": order.index(wait.function) + 1, "all": len(order)}
    return _t("Function %(number)d of %(all)d on this claim; nobody holds two.") % words
