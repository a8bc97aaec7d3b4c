"""Checks that tie to a claim's money, each from what is stored: what was looked at, found, and whether it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from applicants.models import CountedKey
from disbursements.models import Claim, LedgerAccount
from disbursements.pages.context.limits import Computed
from disbursements.pages.context.register import RegisterSummary
from portal.common.templatetags.portal_money import dmy, grouped, inr
from portal.common.workflow import Text
from schemes.rules.book import Book
from schemes.rules.facts import add_months, fy_bounds

HOLDS: tuple[Text, str] = (_("holds"), "ok")
NOTED: tuple[Text, str] = (_("noted"), "wait")
FAILS: tuple[Text, str] = (_("does not hold"), "bad")


@dataclass(frozen=True)
class Check:
    """One check: what, what was found, and the verdict in a word with its tone."""

    label: Text
    found: Text
    text: Text
    tone: str


def checks_of(
    claim: Claim, computed: Computed | None, behind: RegisterSummary, book: Book | None
) -> list[Check]:
    """The checks that apply to a claim, in the order one reads them."""
    found = [_rows(behind)]
    if claim.state not in ("draft", "withdrawn", "returned", "rejected"):
        found.append(_once(claim, behind))
    if computed and claim.component == Claim.Component.SLI:
        found += _sales(claim, computed, book)
    if computed:
        found += _ledger(claim, computed)
    return found


def _check(label: Text, found: Text, verdict: tuple[Text, str]) -> Check:
    return Check(label, found, *verdict)


def _rows(behind: RegisterSummary) -> Check:
    register = behind.register
    words = _t("%(good)s rows taken, %(wrong)s came back") % {
        "good": grouped(register.rows_good),
        "wrong": grouped(register.rows_wrong),
    }
    return _check(_t("Register read in full"), words, NOTED if register.rows_wrong else HOLDS)


def _once(claim: Claim, behind: RegisterSummary) -> Check:
    held = CountedKey.objects.filter(register=claim.register_id).count()
    words = _t("%(held)s document lines held by this claim alone") % {"held": grouped(held)}
    return _check(_t("Every document earns once"), words, HOLDS if held else NOTED)


def _sales(claim: Claim, computed: Computed, book: Book | None) -> Iterable[Check]:
    lines = computed.lines
    sold = Fraction(lines["sold"]["exact"] or lines["sold"]["amount"] or 0)
    turnover = Fraction(lines["net_turnover"]["exact"] or lines["net_turnover"]["amount"] or 0)
    allowed = Fraction(lines["allowed"]["exact"] or lines["allowed"]["amount"] or 0)
    if book and sold > 0 and claim.period_end:
        yield _price(turnover / sold, book, claim.period_end)
    if sold > 0:
        share = f"{int(sold * 100 / allowed)} %" if allowed else "–"
        words = _t("%(share)s of the weight the capacity allows") % {"share": share}
        yield _check(_t("Sold against capacity"), words, HOLDS if sold <= allowed else NOTED)
    if book and claim.submitted_day:
        yield _in_time(claim.fy, claim.submitted_day, book)


def _price(price: Fraction, book: Book, on: dt.date) -> Check:
    low = book.fraction("price_band_low", on)
    high = book.fraction("price_band_high", on)
    words = _t("%(price)s a kg, plausible %(low)s to %(high)s") % {
        "price": inr(Decimal(int(price))),
        "low": inr(Decimal(int(low))),
        "high": inr(Decimal(int(high))),
    }
    return _check(_t("Average price per kilogram"), words, HOLDS if low <= price <= high else NOTED)


def _in_time(fy: str, filed: dt.date, book: Book) -> Check:
    _start, end = fy_bounds(fy)
    last = add_months(end, book.integer("claim_deadline_months", end))
    words = _t("filed %(day)s, last day %(last)s") % {"day": dmy(filed), "last": dmy(last)}
    return _check(_t("Filed in time"), words, HOLDS if filed <= last else NOTED)


def _ledger(claim: Claim, computed: Computed) -> Iterable[Check]:
    if computed.version.stage != "verified":
        return
    kinds = ("entitled", "sanctioned", "received")
    held = LedgerAccount.objects.filter(claim=claim, kind__in=kinds).aggregate(sum=Sum("balance"))["sum"] or 0
    expected = computed.version.entitlement - computed.version.excess
    words = _t("%(amount)s on this claim's accounts") % {"amount": inr(held)}
    yield _check(_t("Ledger agrees with the computation"), words, HOLDS if held == expected else FAILS)
