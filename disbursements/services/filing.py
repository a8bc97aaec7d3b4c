"""The company's steps: start, submit and withdraw a claim (domain.md 6.2)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from applicants.models import Register, Unit
from applicants.permissions import is_of_company, units_visible_to
from applicants.selectors import holder_of
from applicants.services.register import lock_register, mark_counted
from disbursements.computation import book_version
from disbursements.lifecycle import CLAIM, LIVE_CLAIM, Function
from disbursements.models import Claim
from disbursements.services import decisions
from disbursements.services.asking import ask_computation
from disbursements.services.desk import let_go
from disbursements.services.separation import take_function
from portal.accounts.models import User
from portal.accounts.roles import COMPANY
from portal.common.clock import business_today, now
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.numbering import next_number
from portal.common.refusals import NotAllowed, NotFound, Refusal, WrongInput
from schemes.rules import Refused
from schemes.rules.book import Book
from schemes.rules.facts import add_months, fy_bounds, fy_end, is_quarter_end
from schemes.terms import book_of

OPEN_SUBSIDY = ("draft", "submitted", "desk_check", "query", "checked")


@constrained
@service
def start_sales_claim(*, by: User, unit_id: int, register_id: int, period_end: dt.date) -> Claim:
    """Start a sales-linked claim of the year to ``period_end`` on a register that was read.

    Raises NotFound for another company's unit or register, Refusal before commissioning, outside the claim period,
    for an overlapping claim or after the deadline.
    """
    unit = _unit(unit_id, by)
    register = _register(unit, register_id, Register.Kind.SALES)
    book = book_of(book_version(unit.award.book_code))
    _check_period(register.fy, period_end, book)
    check_deadline(period_end, book)
    _check_commissioned(unit, period_end)
    _check_overlap(unit, register.fy, period_end)
    return _start(unit, register, by, component=Claim.Component.SLI, fy=register.fy, period_end=period_end)


@constrained
@service
def start_subsidy_claim(*, by: User, unit_id: int, register_id: int) -> Claim:
    """Start a capital subsidy claim on the unit's assets to date. One is open at a time.

    Raises NotFound for another company's unit or register, Refusal before commissioning or beside an open claim.
    """
    unit = _unit(unit_id, by)
    register = _register(unit, register_id, Register.Kind.ASSETS)
    book_version(unit.award.book_code)
    _check_commissioned(unit, business_today())
    _check_open_subsidy(unit)
    return _start(unit, register, by, component=Claim.Component.CS)


@constrained
@service
def submit_claim(*, by: User, claim_id: int, version: int | None, note: str = "") -> Claim:
    """Submit a draft: lock its register, hold its documents, number it and ask for the indicative computation.

    The person who prepared the draft and the one who submits hold the function of preparing. Raises Refusal where a
    document is counted in another claim, naming it.
    """
    claim = decisions.locked_claim(claim_id, by)
    decisions.begin(claim, CLAIM, "submit", claim=claim, by=by, version=version, note=note)
    take_function(claim=claim, user=claim.prepared_by, function=Function.PREPARE)
    if claim.component == Claim.Component.SLI and claim.period_end:
        check_deadline(claim.period_end, book_of(book_version(claim.book_code)))
    _check_ready(claim.register)
    lock_register(register=claim.register, by=by)
    mark_counted(claim.register)
    _number(claim)
    decisions.finish(
        claim,
        CLAIM,
        "submit",
        claim=claim,
        by=by,
        note=note,
        changes={"number": claim.number, "register": claim.register_id, "digest": claim.register.digest},
    )
    ask_computation(claim, requested_by=by.pseudonym)
    return claim


@constrained
@service
def withdraw_claim(*, by: User, claim_id: int, version: int | None, note: str) -> Claim:
    """Withdraw a claim nobody has decided yet; its register and documents are free again."""
    decisions.lock_units_claims(claim_id)
    claim = decisions.locked_claim(claim_id, by)
    decisions.begin(claim, CLAIM, "withdraw", claim=claim, by=by, version=version, note=note)
    was_filed = claim.state != "draft"
    decisions.finish(claim, CLAIM, "withdraw", claim=claim, by=by, note=note)
    if was_filed:
        let_go(claim, by=by, cause="withdraw")
    return claim


def _unit(unit_id: int, by: User) -> Unit:
    if not is_of_company(by):
        raise NotAllowed(
            _("A claim is made by the company that holds the unit."), expected=", ".join(COMPANY)
        )
    unit = units_visible_to(by).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(_("There is no such unit."), where="unit", given=unit_id)
    award = getattr(unit, "award", None)
    if award is None or award.state != "issued":
        raise Refusal(
            _("The unit has no award that was issued."),
            where="unit",
            given=unit.name,
            expected=_("an issued letter of award"),
            todo=_("Wait for the letter of award."),
        )
    return unit


def _register(unit: Unit, register_id: int, kind: str) -> Register:
    register = unit.registers.filter(pk=register_id, kind=kind).first()
    if register is None:
        raise NotFound(
            _("The unit has no such register."), where="register", given=register_id, expected=kind
        )
    _check_ready(register)
    taken = Claim.objects.filter(register=register, state__in=LIVE_CLAIM).first()
    if taken is not None:
        raise Refusal(
            _("This register is in %(claim)s already.") % {"claim": taken},
            where="register",
            given=register,
            expected=_("a register that is in no other claim"),
            todo=_("Go on with that claim, or upload a new version."),
        )
    return register


def _check_ready(register: Register) -> None:
    if register.state != "ready":
        raise Refusal(
            _("The register is not ready."),
            where="register",
            given=register.get_state_display() if hasattr(register, "get_state_display") else register.state,
            expected=_("a register that was read and is in no claim"),
            todo=_("Wait until it is read, or upload a new version."),
        )


def _check_period(fy: str, period_end: dt.date, book: Book) -> None:
    try:
        first, last = fy_bounds(fy)
    except Refused as refused:
        raise WrongInput(_("This is no financial year."), where="fy", given=fy) from refused
    annual = book.text("claim_period", period_end) == "ANNUAL"
    fits = first <= period_end <= last and (period_end == last if annual else is_quarter_end(period_end))
    if not fits:
        raise WrongInput(
            _("The period does not end on this day."),
            where="period_end",
            given=f"{period_end:%d-%m-%Y}",
            expected=f"{last:%d-%m-%Y}" if annual else _("the last day of a quarter of %(fy)s") % {"fy": fy},
            todo=_("Choose the last day of the claim period; the scheme book sets it."),
        )
    if period_end > business_today():
        raise Refusal(
            _("The period has not ended yet."),
            where="period_end",
            given=f"{period_end:%d-%m-%Y}",
            expected=_("%(today)s or earlier") % {"today": f"{business_today():%d-%m-%Y}"},
            todo=_("Claim once the period is over."),
        )


def deadline_of(period_end: dt.date, book: Book) -> dt.date:
    """Return the last day to submit a claim: the book's months after the end of the financial year."""
    return add_months(fy_end(period_end), book.integer("claim_deadline_months", period_end))


def check_deadline(period_end: dt.date, book: Book) -> None:
    """Raise Refusal where the claim would be late, with the dates."""
    last = deadline_of(period_end, book)
    if business_today() > last:
        raise Refusal(
            _("The claim is late: it was to be made by %(last)s, today is %(today)s.")
            % {"last": f"{last:%d-%m-%Y}", "today": f"{business_today():%d-%m-%Y}"},
            where="period_end",
            given=f"{business_today():%d-%m-%Y}",
            expected=_("%(last)s or earlier") % {"last": f"{last:%d-%m-%Y}"},
            todo=_("Nothing can be claimed for that period any more."),
        )


def _check_commissioned(unit: Unit, by_day: dt.date) -> None:
    first = unit.phases.filter(state="confirmed").order_by("commissioned_on").first()
    if first is not None and first.commissioned_on <= by_day:
        return
    raise Refusal(
        _("The unit was not commissioned by %(day)s: nothing can be claimed before commissioning.")
        % {"day": f"{by_day:%d-%m-%Y}"},
        where="unit",
        given=_("commissioned on %(day)s") % {"day": f"{first.commissioned_on:%d-%m-%Y}"}
        if first
        else _("no phase that was confirmed"),
        expected=_("a confirmed phase commissioned by %(day)s") % {"day": f"{by_day:%d-%m-%Y}"},
        todo=_("Report the phase and wait until it is confirmed."),
    )


def _check_overlap(unit: Unit, fy: str, period_end: dt.date) -> None:
    """A claim is for the year to date, so a later live claim of the year covers an earlier period too."""
    other = (
        Claim.objects.filter(
            unit=unit, component="SLI", fy=fy, period_end__gte=period_end, state__in=LIVE_CLAIM
        )
        .order_by("period_end")
        .first()
    )
    if other is not None and other.period_end:
        raise Refusal(
            _("%(claim)s covers this period already: 1 April to %(day)s.")
            % {"claim": other, "day": f"{other.period_end:%d-%m-%Y}"},
            where="period_end",
            given=f"{period_end:%d-%m-%Y}",
            expected=_("a period no live claim covers"),
            todo=_("Go on with that claim, or withdraw it first."),
        )


def _check_open_subsidy(unit: Unit) -> None:
    other = Claim.objects.filter(unit=unit, component="CS", state__in=OPEN_SUBSIDY).first()
    if other is not None:
        raise Refusal(
            _("The unit has an open capital subsidy claim already: %(claim)s.") % {"claim": other},
            where="unit",
            given=other,
            expected=_("no open claim"),
            todo=_("Wait until it is decided, or withdraw it first."),
        )


def _start(unit: Unit, register: Register, by: User, **fields: object) -> Claim:
    claim = Claim.objects.create(
        state="draft",
        unit=unit,
        manufacturer=holder_of(unit),
        book_code=unit.award.book_code,
        register=register,
        prepared_by=by,
        **fields,
    )
    changes = {"unit": unit.pk, "register": register.pk, "component": claim.component, "fy": claim.fy}
    record(claim, "start", by, changes)
    return claim


def _number(claim: Claim) -> None:
    today = business_today()
    series = f"SLI/{claim.fy}" if claim.component == Claim.Component.SLI else "CS"
    claim.number = f"{series}/{next_number(series):04d}"
    claim.submitted_at, claim.submitted_day = now(), today
    if claim.component == Claim.Component.CS:
        claim.claimed_on = today
    claim.save(update_fields=["number", "submitted_at", "submitted_day", "claimed_on"])
