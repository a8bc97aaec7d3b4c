"""The page of one claim, put together: the same story for the company, the officers and the auditors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from disbursements.models import Approval, Claim, ClaimQuery, Computation
from disbursements.pages.context.checks import Check, checks_of
from disbursements.pages.context.figures import Figure, badge_of, figures_of
from disbursements.pages.context.limits import Again, Computed, compute_again, computed
from disbursements.pages.context.money import ClaimMoney, money_of, with_money
from disbursements.pages.context.preview import preview
from disbursements.pages.context.register import RegisterSummary, summary
from disbursements.pages.context.story import DONE, Step, story
from disbursements.pages.context.turn import Attempt, Turn, turn_of
from disbursements.permissions import claims_visible_to
from disbursements.selectors.decisions import chain_of_decisions, computing_job
from disbursements.selectors.positions import ceiling_left
from disbursements.waiting import standing
from portal.accounts.models import User
from portal.common.clock import business_today
from portal.common.models import Job
from portal.common.refusals import Refusal
from portal.common.templatetags.portal_money import dmy, grouped
from portal.common.workflow import Text
from schemes.rules.facts import fy_bounds
from schemes.terms import book_of, current_version

TO_COMPANY = ("return", "reject")
ENDED = ("withdrawn", "returned", "rejected")


@dataclass(frozen=True)
class Note:
    """One numbered note on the file."""

    number: int
    text: str
    by: str
    office: str
    at: dt.datetime


@dataclass(frozen=True)
class ClaimPage:
    """Everything the page of a claim shows."""

    claim: Claim
    audience: str
    url: str
    title: str
    badge: tuple[str, str]
    lede: str
    crumbs: Sequence[tuple[Text, str | None]]
    figures: Sequence[Figure]
    computed: Computed | None
    refusal: str
    again: Again | None
    warning: str
    versions: Sequence[Computation]
    behind: RegisterSummary
    checks: Sequence[Check]
    queries: Sequence[ClaimQuery]
    money: ClaimMoney
    notes: Sequence[Note]
    steps: Sequence[Step]
    turn: Turn
    job: Job | None
    prove_url: str


def read_claim(user: User, pk: int) -> Claim | None:
    """The claim with all its page shows; None where the user does not see it."""
    claims = claims_visible_to(user).select_related(
        "unit__award", "manufacturer", "register", "current__book", "prepared_by__person"
    )
    return with_money(claims).prefetch_related("queries").filter(pk=pk).first()


def claim_page(claim: Claim, user: User, *, again: bool = False, attempt: Attempt | None = None) -> ClaimPage:
    """Build the page of a claim from `read_claim` for this user."""
    audience = user.audience
    version = current_version(claim.book_code)
    book = book_of(version) if version else None
    versions = list(Computation.objects.filter(claim=claim).select_related("book").order_by("number"))
    shown, refusal = _computed(claim, versions)
    money = money_of(claim, audience, book, ceiling_left(claim.unit, claim.component) if versions else None)
    behind = summary(claim, audience, shown.result if shown else None)
    place = standing(claim, list(claim.tranches.all()), book)
    decisions = list(chain_of_decisions(claim))
    job = computing_job(claim)
    return ClaimPage(
        claim=claim,
        audience=audience,
        url=reverse(f"{audience}:claim", args=[claim.pk]),
        title=title_of(claim),
        badge=badge_of(place, audience),
        lede=_lede(claim, behind, decisions, audience),
        crumbs=[(_t("Claims"), reverse(f"{audience}:claims")), (claim.manufacturer.legal_name, None)],
        figures=_figures(claim, versions, shown, money, audience),
        computed=shown,
        refusal=refusal,
        again=compute_again(versions[-1]) if again and versions else None,
        warning=_warning(claim, shown),
        versions=versions,
        behind=behind,
        checks=checks_of(claim, shown if versions else None, behind, book),
        queries=list(claim.queries.all()),
        money=money,
        notes=_notes(decisions, audience),
        steps=story(claim, decisions, money, place, audience),
        turn=turn_of(claim, user, place, attempt),
        job=job if job and (job.live or job.state == Job.State.FAILED) else None,
        prove_url=reverse("auditor:evidence", args=[claim.pk])
        if audience == "auditor" and claim.current
        else "",
    )


def title_of(claim: Claim) -> str:
    """What a claim is called at the head of its page."""
    if claim.component == Claim.Component.CS:
        return str(claim.get_component_display())
    _first, last = fy_bounds(claim.fy)
    name = f"{claim.get_component_display()}, {claim.fy}"
    if claim.period_end == last:
        return name
    return _t("%(name)s to %(day)s") % {"name": name, "day": dmy(claim.period_end)}


def _computed(claim: Claim, versions: Sequence[Computation]) -> tuple[Computed | None, str]:
    """The latest computation, or what a draft would come to."""
    if versions:
        current = next((version for version in versions if version.pk == claim.current_id), versions[-1])
        return computed(current), ""
    if claim.state != "draft":
        return None, ""
    try:
        return preview(claim), ""
    except Refusal as refusal:
        return None, str(refusal)


def _figures(
    claim: Claim, versions: list[Computation], shown: Computed | None, money: ClaimMoney, audience: str
) -> list[Figure]:
    if claim.state == "draft" and shown:
        return [Figure(_t("It would come to"), shown.version.entitlement, note=_t("if submitted today"))]
    return figures_of(claim, versions, money, audience)


def _lede(claim: Claim, behind: RegisterSummary, decisions: Sequence[Approval], audience: str) -> str:
    unit = claim.unit.name
    if not claim.submitted_day:
        return _t(
            "Draft for %(unit)s, on %(lines)s register lines. Nothing is filed until you submit it."
        ) % {
            "unit": unit,
            "lines": grouped(behind.lines),
        }
    words = _t("Claim %(number)s of %(unit)s, filed %(day)s on %(lines)s register lines.") % {
        "number": claim.number,
        "unit": unit,
        "day": dmy(claim.submitted_day),
        "lines": grouped(behind.lines),
    }
    verified = next((note for note in reversed(decisions) if note.action == "verify"), None)
    if verified and claim.state not in ENDED:
        words += " " + _t("Verified %(day)s.") % {"day": dmy(verified.on)}
    if behind.set_aside:
        aside = ngettext(
            "%(lines)s line counts nothing, or not in full.",
            "%(lines)s lines count nothing, or not in full.",
            behind.set_aside,
        )
        words += " " + aside % {"lines": grouped(behind.set_aside)}
    return words


def _warning(claim: Claim, shown: Computed | None) -> str:
    """Where selling cheap surplus lowers the payout, said while it can still be avoided, and after."""
    if shown is None or not shown.warning or claim.period_end is None:
        return ""
    _first, last = fy_bounds(claim.fy)
    if last >= business_today():
        return _t(
            "Everything the capacity allows is sold. Further sales of this year below %(price)s a kg would lower the"
            " incentive: they earn nothing themselves and pull the average price down."
        ) % {"price": shown.warning}
    if shown.binding == "turnover":
        return _t(
            "More was sold than the capacity allows. Sales beyond it below %(price)s a kg lowered the incentive: they"
            " earned nothing themselves and pulled the average price down."
        ) % {"price": shown.warning}
    return ""


def _notes(decisions: Sequence[Approval], audience: str) -> list[Note]:
    shown = [d for d in decisions if d.note and (audience != "manufacturer" or d.action in TO_COMPANY)]
    return [_note(decision, audience) for decision in shown]


def _note(decision: Approval, audience: str) -> Note:
    what, by = DONE.get(decision.action, (decision.action, ""))
    head = f"{what} {by}".strip()
    if decision.tranche:
        head = _t("%(what)s, tranche %(number)d") % {"what": head, "number": decision.tranche.number}
    if decision.diary_no and decision.diary_date:
        words = {"number": decision.diary_no, "day": dmy(decision.diary_date)}
        head += ", " + _t("Dy. No. %(number)s of %(day)s") % words
    company = audience == "manufacturer"
    text = decision.note if company and decision.note else f"{head}.\n{decision.note}".strip()
    who = str(by) if company else decision.actor.person.name
    return Note(decision.note_no, text, who, "" if company else decision.actor.designation, decision.at)
