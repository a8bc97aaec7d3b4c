"""From a claim to the engine and back: its facts as the rules take them, and the rules' answer (domain.md 10).

Nothing is written here. What a claim's predecessors were entitled to is put in by ``with_entitled``, under the
lock of the one who stores the version.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import NamedTuple

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from applicants.models import RegisterLine
from applicants.selectors.registers import asset_facts
from applicants.selectors.units import unit_facts
from disbursements.models import Claim, Computation
from portal.common.canonical import canonical_text, sha256_of
from portal.common.clock import business_today
from portal.common.refusals import Refusal
from schemes.models import BookVersion
from schemes.rules import Refused
from schemes.rules import compute as engine_compute
from schemes.rules.counting import MILS, turnover_of_claim
from schemes.rules.engine import FACTS
from schemes.rules.facts import fy_bounds
from schemes.rules.money import fixed
from schemes.terms import book_of, current_version

Facts = dict[str, object]
Result = dict[str, object]
ONE_PAISA = MILS


@dataclass(frozen=True)
class YearSums:
    """What the lines of a register count up to a claim's period end: grams, and thousandths of a paisa."""

    grams: int
    mils: int


def stage_of(claim: Claim) -> str:
    """Return the stage a computation of the claim has now: verified once the head of the agency verified it."""
    decided = claim.state in ("verified", "closed")
    return Computation.Stage.VERIFIED if decided else Computation.Stage.INDICATIVE


def book_version(code: str) -> BookVersion:
    """Return the book version to compute with. Raises Refusal where the book is not published."""
    version = current_version(code)
    if version is None:
        raise Refusal(
            _("The scheme book %(code)s is not published.") % {"code": code},
            where="book",
            given=code,
            expected=_("a published version"),
            todo=_("Publish the book first."),
        )
    return version


def facts_for(claim: Claim) -> Facts:
    """Return the claim's facts, with nothing entitled before. Raises Refusal where they can't be told exactly."""
    if claim.component == Claim.Component.SLI:
        return _sales_facts(claim)
    unit = unit_facts(claim.unit)
    return {
        "schema": FACTS,
        "scheme": claim.book_code,
        "claim": "capital_subsidy",
        "claimed_on": (claim.claimed_on or claim.submitted_day or business_today()).isoformat(),
        "unit": {key: unit[key] for key in ("capacity_mtpa", "award_date", "commissioned")},
        "assets": asset_facts(claim.register),
        "entitled_before": "0",
    }


def _sales_facts(claim: Claim) -> Facts:
    sums = sums_of_year(claim)
    facts = _sales_object(claim, sums)
    if sums.mils % ONE_PAISA:
        a_paisa_more = YearSums(sums.grams, sums.mils + ONE_PAISA)
        _check_fraction(claim, sums, facts, _sales_object(claim, a_paisa_more))
    return facts


def _sales_object(claim: Claim, sums: YearSums) -> Facts:
    return {
        "schema": FACTS,
        "scheme": claim.book_code,
        "claim": "sales_linked",
        "unit": unit_facts(claim.unit),
        "year_to_date": {
            "period_end": str(claim.period_end),
            "sold_kg": fixed(sums.grams, 3),
            "net_sales_turnover": turnover_of_claim(sums.mils),
        },
        "entitled_earlier_this_year": "0",
        "entitled_before": "0",
    }


def sums_of_year(claim: Claim) -> YearSums:
    """Return the sums over the register's lines supplied from 1 April to the claim's period end (domain.md 10.0)."""
    sums = _counted(claim).aggregate(grams=Sum("counted_grams"), mils=Sum("counted_millipaise"))
    return YearSums(sums["grams"] or 0, sums["mils"] or 0)


def _counted(claim: Claim) -> QuerySet[RegisterLine]:
    first, last = fy_bounds(claim.fy)
    supplied = (first, min(last, claim.period_end or last))
    return RegisterLine.objects.filter(
        register=claim.register, treatment="counted", supply_date__range=supplied
    )


def _check_fraction(claim: Claim, sums: YearSums, lower: Facts, upper: Facts) -> None:
    """Certified prices make turnovers with a fraction of a paisa, which the facts can't carry (domain.md 10).

    The ceiling by turnover is linear in the turnover, so it is known exactly between two paise. Where the fraction
    left out would not move the year's rupees, nothing is lost; else the claim is refused, naming the line.
    """
    below, above = _bounds(claim, lower), _bounds(claim, upper)
    if below.rupees == above.rupees:
        return
    part = Fraction(sums.mils % ONE_PAISA, ONE_PAISA)
    exact = below.by_turnover + part * (above.by_turnover - below.by_turnover)
    if floor(min(below.by_rate, exact)) != below.rupees:
        raise _fraction_decides(claim)


def _fraction_decides(claim: Claim) -> Refusal:
    odd = (
        _counted(claim)
        .annotate(rest=F("counted_millipaise") % ONE_PAISA)
        .exclude(rest=0)
        .order_by("row")
        .first()
    )
    return Refusal(
        _("The turnover has a fraction of a paisa that would decide about a rupee (row %(row)s).")
        % {"row": odd.row if odd else "?"},
        where=_("row %(row)s") % {"row": odd.row if odd else "?"},
        given=fixed(odd.counted_millipaise if odd else 0, 5),
        expected=_("values that add up to whole paise"),
        todo=_(
            "Give the certified price of that line so that price times weight is a whole number of paise."
        ),
    )


class _Bounds(NamedTuple):
    """What a year earned, in whole rupees, and its two ceilings exactly."""

    rupees: int
    by_rate: Fraction
    by_turnover: Fraction


def _bounds(claim: Claim, facts: Facts) -> _Bounds:
    working = compute(facts, book_version(claim.book_code))["working"]
    assert isinstance(working, list)  # noqa: S101 - the engine's own shape
    found = {line["key"]: Fraction(line["exact"] or line["amount"]) for line in working}
    nothing = Fraction(0)
    return _Bounds(int(found["to_date"]), found.get("by_rate", nothing), found.get("by_turnover", nothing))


def with_entitled(facts: Facts, before: int, this_year: int) -> Facts:
    """Return the facts with what earlier claims were entitled to, whole rupees."""
    changed = {**facts, "entitled_before": str(before)}
    if facts["claim"] == "sales_linked":
        changed["entitled_earlier_this_year"] = str(this_year)
    return changed


def compute(facts: Facts, version: BookVersion) -> Result:
    """Return the engine's result. Raises Refusal in the portal's own form where the rules refuse the facts."""
    try:
        return engine_compute(facts, book_of(version))
    except Refused as refused:
        raise Refusal(
            _("The rules of the scheme refuse these facts."),
            where=refused.field,
            given=refused.given,
            expected=refused.expected,
            todo=_("Have the fact mended where it was entered, then ask for the computation again."),
        ) from refused


def inputs_sha256(stage: str, version: BookVersion, facts: Facts, lowered: int) -> str:
    """Return the hash that makes equal inputs one version: over stage, book, facts and what was taken back."""
    book = {"code": version.code, "number": version.number, "sha256": version.sha256}
    return sha256_of({"stage": stage, "book": book, "facts": facts, "lowered": str(lowered)})


def as_text(value: Facts | Result) -> str:
    """Return the canonical JSON that is stored."""
    return canonical_text(value)
