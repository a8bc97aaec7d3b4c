"""Budget rounds: one head, one year, one cut-off; closed by one officer, approved by another (domain.md 10.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from disbursements import computation
from disbursements.computation import Facts, Result
from disbursements.lifecycle import ROUND, TRANCHE
from disbursements.models import BudgetRound, Claim, RoundItem, Tranche
from disbursements.selectors.budget import head_year
from disbursements.services.provision import check_note
from disbursements.services.tranches import next_tranche_number
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.numbering import next_number
from portal.common.refusals import NotAllowed, NotFound, Refusal, WrongInput
from portal.common.workflow import advance, check
from schemes.rules.engine import FACTS
from schemes.rules.facts import fy_of

WAITING = ("approved", "deferred")


@dataclass(frozen=True)
class Allotment:
    """What one tranche would get, whole rupees."""

    tranche: Tranche
    payable: int
    deferred: int


@dataclass(frozen=True)
class Preview:
    """A round before it is decided: the engine's facts and answer, and what each tranche would get."""

    head: str
    fy: str
    cut_off: dt.date
    available: int
    facts: Facts
    result: Result
    items: tuple[Allotment, ...]

    @property
    def payable(self) -> int:
        """Return what the round would give out in all."""
        return sum(item.payable for item in self.items)


def preview_round(head: str, fy: str, cut_off: dt.date) -> Preview:
    """Return what a round would do now; nothing is written.

    Raises WrongInput for a year other than the running one or a cut-off outside it, Refusal where nothing waits.
    """
    _check_dates(head, fy, cut_off)
    tranches = _waiting(head, fy, cut_off)
    if not tranches:
        raise Refusal(
            _("No approved part waits under this head up to %(day)s.") % {"day": f"{cut_off:%d-%m-%Y}"},
            where="cut_off",
            given=f"{cut_off:%d-%m-%Y}",
            expected=_("at least one approved or deferred tranche"),
            todo=_("Wait for an approval, or choose a later cut-off."),
        )
    available = _available(head, fy, tranches)
    facts = _facts(available, tranches)
    result = computation.compute(facts, computation.book_version(tranches[0].claim.book_code))
    return Preview(head, fy, cut_off, available, facts, result, _allotments(tranches, result))


def _available(head: str, fy: str, tranches: list[Tranche]) -> int:
    """What a round of these tranches may give out; what an earlier year allotted to them is not bound twice."""
    returning = sum(tranche.amount for tranche in tranches if tranche.state == "allotted")
    year = head_year(head, fy)
    return max(0, year.sanctionable - (year.allotted - returning))


def _check_dates(head: str, fy: str, cut_off: dt.date) -> None:
    today = business_today()
    if head not in Claim.Component.values:
        expected = ", ".join(Claim.Component.values)
        raise WrongInput(_("There is no such head."), where="head", given=head, expected=expected)
    if fy != fy_of(today):
        raise WrongInput(
            _("A round gives out the money of the running year."), where="fy", given=fy, expected=fy_of(today)
        )
    if cut_off > today:
        raise WrongInput(
            _("The cut-off lies in the future."),
            where="cut_off",
            given=f"{cut_off:%d-%m-%Y}",
            expected=_("%(today)s or earlier") % {"today": f"{today:%d-%m-%Y}"},
        )


def _waiting(head: str, fy: str, cut_off: dt.date) -> list[Tranche]:
    """Approved and deferred parts up to the cut-off, and what an earlier year allotted and nobody sanctioned."""
    found = Tranche.objects.filter(claim__component=head, state_since_day__lte=cut_off)
    listed = found.filter(state__in=(*WAITING, "allotted")).select_related("claim", "claim__unit")
    return [t for t in listed.order_by("pk") if t.state != "allotted" or _round_of(t).fy < fy]


def _round_of(tranche: Tranche) -> BudgetRound:
    return allotted_item(tranche).round


def allotted_item(tranche: Tranche) -> RoundItem:
    """Return the item of the approved round that allotted the tranche its money. Raises RoundItem.DoesNotExist."""
    found = RoundItem.objects.filter(tranche=tranche, round__state="approved").select_related("round")
    item = found.order_by("-round_id").first()
    if item is None:
        raise RoundItem.DoesNotExist
    return item


def _deferred_from(tranche: Tranche) -> str:
    """Return the year a part was first deferred from; an allotment that lapsed is deferred from its round's year."""
    if tranche.state == "allotted":
        return tranche.deferred_from or _round_of(tranche).fy
    return tranche.deferred_from


def _name(tranche: Tranche) -> str:
    return f"{tranche.claim.number}/{tranche.number}"


def _facts(available: int, tranches: list[Tranche]) -> Facts:
    return {
        "schema": FACTS,
        "scheme": tranches[0].claim.book_code,
        "claim": "budget_round",
        "available": str(available),
        "due": [
            {"id": _name(t), "amount": str(t.amount), "deferred_from": _deferred_from(t) or None}
            for t in tranches
        ],
    }


def _allotments(tranches: list[Tranche], result: Result) -> tuple[Allotment, ...]:
    rows = result["allotments"]
    assert isinstance(rows, list)  # noqa: S101 - the engine's own shape
    return tuple(
        Allotment(tranche, int(row["payable"]), int(row["deferred"]))
        for tranche, row in zip(tranches, rows, strict=True)
    )


@constrained
@service
def close_round(*, by: User, head: str, fy: str, cut_off: dt.date) -> BudgetRound:
    """Close a round: store what each tranche gets, for another officer to approve. As ``preview_round`` refuses."""
    if not by.has_role(Role.MHI_SO):
        raise NotAllowed(_("You can't close a budget round."), expected=Role.MHI_SO)
    if BudgetRound.objects.filter(head=head, state="closed").exists():
        raise Refusal(
            _("Another round of this head waits for approval."),
            where="head",
            given=head,
            expected=_("no undecided round"),
            todo=_("Have it approved or dropped first."),
        )
    _lock_claims_waiting(head)
    seen = preview_round(head, fy, cut_off)
    made = BudgetRound.objects.create(
        state="closed",
        number=f"BR/{head}/{fy}/{next_number(f'BR/{head}/{fy}'):02d}",
        head=head,
        fy=fy,
        cut_off=cut_off,
        available=seen.available,
        facts=computation.as_text(seen.facts),
        result=computation.as_text(seen.result),
        result_sha256=str(seen.result["sha256"]),
        closed_by=by,
        state_since_day=business_today(),
    )
    RoundItem.objects.bulk_create(
        RoundItem(
            round=made,
            tranche=item.tranche,
            position=place,
            due=item.tranche.amount,
            deferred_from=_deferred_from(item.tranche),
            payable=item.payable,
            deferred=item.deferred,
        )
        for place, item in enumerate(seen.items, 1)
    )
    record(made, "close", by, {"available": seen.available, "result_sha256": made.result_sha256})
    return made


def _lock_claims_waiting(head: str) -> None:
    """Lock, in the order of their keys, the claims whose tranches a round may touch, then those tranches."""
    states = (*WAITING, "allotted")
    ids = Tranche.objects.filter(claim__component=head, state__in=states).order_by().values("claim_id")
    list(Claim.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    held = Tranche.objects.select_for_update().filter(claim_id__in=ids).order_by("pk")
    list(held.values_list("pk", flat=True))


@constrained
@service
def approve_round(*, by: User, round_id: int, version: int | None, note: str = "") -> BudgetRound:
    """Approve a closed round: each tranche gets its money, what is short is deferred to the next round.

    Raises Refusal where the same person closed it, where a tranche changed since, or where less is available now.
    """
    made = _locked(round_id)
    check(made, ROUND, "approve", by, version)
    if made.closed_by.person_id == by.person_id:
        raise Refusal(
            _("A round is approved by another officer than the one who closed it."),
            where="approved_by",
            given=by,
            expected=_("another person"),
            todo=_("Another officer must take this step."),
        )
    _lock_claims_waiting(made.head)
    items = list(made.items.select_related("tranche", "tranche__claim").order_by("position"))
    _check_unchanged(made, items)
    made.approved_by = by
    made.save(update_fields=["approved_by"])
    advance(made, ROUND, "approve", actor=by, changes={"note": note.strip(), "available": made.available})
    for item in items:
        _apply(made, item)
    return made


def _check_unchanged(made: BudgetRound, items: list[RoundItem]) -> None:
    """The round decides on what was seen: the same amounts, in the running year, with money that is still there."""
    tranches = [item.tranche for item in items]
    same = made.fy == fy_of(business_today()) and all(
        item.tranche.state in (*WAITING, "allotted")
        and (item.due, item.deferred_from) == (item.tranche.amount, _deferred_from(item.tranche))
        for item in items
    )
    available = _available(made.head, made.fy, tranches)
    if not same or available < sum(item.payable for item in items):
        raise Refusal(
            _("What this round rests on has changed since it was closed."),
            where="available",
            given=available,
            expected=made.available,
            todo=_("Drop it and close a new round."),
        )


def _apply(made: BudgetRound, item: RoundItem) -> None:
    tranche = item.tranche
    since = item.deferred_from or made.fy
    changes = {"round": made.number, "payable": item.payable, "deferred": item.deferred}
    if tranche.state == "allotted" or not item.payable:
        tranche.deferred_from = since
        tranche.save(update_fields=["deferred_from"])
        advance(tranche, TRANCHE, "defer", actor=None, changes=changes)
    if not item.payable:
        return
    tranche.amount = item.payable
    tranche.save(update_fields=["amount"])
    advance(tranche, TRANCHE, "allot", actor=None, changes=changes)
    if item.deferred:
        _defer_rest(tranche, item.deferred, since)


def _defer_rest(tranche: Tranche, amount: int, since: str) -> None:
    rest = Tranche.objects.create(
        state="deferred",
        claim=tranche.claim,
        number=next_tranche_number(tranche.claim),
        trigger=tranche.trigger,
        percent=tranche.percent,
        computation_id=tranche.computation_id,
        amount=amount,
        parent=tranche,
        deferred_from=since,
        made_on=business_today(),
        state_since_day=business_today(),
    )
    record(rest, "make", None, {"amount": amount, "parent": tranche.pk, "deferred_from": since})


@constrained
@service
def drop_round(*, by: User, round_id: int, version: int | None, note: str) -> BudgetRound:
    """Drop a closed round, with the reason; its tranches wait for the next."""
    made = _locked(round_id)
    check(made, ROUND, "drop", by, version)
    check_note(note)
    advance(made, ROUND, "drop", actor=by, changes={"reason": note.strip()})
    return made


def _locked(round_id: int) -> BudgetRound:
    made = BudgetRound.objects.select_for_update().filter(pk=round_id).first()
    if made is None:
        raise NotFound(_("There is no such round."), where="round", given=round_id)
    return made
