"""A company's home: its units' years, what was paid, where its money is now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applicants.models import Unit
from applicants.permissions import applications_visible_to, units_visible_to
from disbursements.models import Approval, Claim
from disbursements.pages.context.entitlement import Entitlement, entitlement_of
from disbursements.pages.context.money import money_of, with_money
from disbursements.pages.context.story import Step, story
from disbursements.permissions import claims_visible_to
from disbursements.waiting import standing
from portal.accounts.models import User
from schemes.rules.book import Book
from schemes.terms import published_book

ON_THE_WAY = ("submitted", "desk_check", "query", "checked", "verified")


@dataclass(frozen=True)
class UnitHome:
    """One unit on the home page; amounts in whole rupees."""

    unit: Unit
    entitlement: Entitlement
    paid: int
    claim: Claim | None
    steps: list[Step]

    @property
    def title(self) -> str:
        """Return the chart's message."""
        return _("Seven years of your incentive: %(figures)s") % {"figures": self.entitlement.chart.title}


def company_context(user: User) -> dict[str, object]:
    """Return what a company's home shows beside its to-do list."""
    units = units_visible_to(user).filter(award__state="issued").select_related("award")
    homes = [home for home in (_unit_home(unit, user) for unit in units) if home]
    applications = applications_visible_to(user).exclude(state="withdrawn")
    return {"units": homes, "applications": [] if homes else list(applications)}


def _unit_home(unit: Unit, user: User) -> UnitHome | None:
    book = published_book(unit.award.book_code)
    if book is None:
        return None
    claims = list(with_money(claims_visible_to(user).filter(unit=unit).select_related("current")))
    sales = [claim for claim in claims if claim.component == Claim.Component.SLI]
    paid = sum(money_of(claim, user.audience, book).paid for claim in claims)
    latest = next((claim for claim in claims if claim.state in ON_THE_WAY), None)
    steps = _steps(latest, book) if latest else []
    return UnitHome(unit, entitlement_of(unit, sales, book), paid, latest, steps)


def _steps(claim: Claim, book: Book) -> list[Step]:
    """Return the last two past steps of a claim and all that is to come."""
    money = money_of(claim, "manufacturer", book)
    notes = list(Approval.objects.filter(claim=claim).select_related("tranche", "actor__person"))
    place = standing(claim, list(claim.tranches.all()), book)
    steps = story(claim, notes, money, place, "manufacturer")
    done = [step for step in steps if step.state == "done"]
    return [*done[-2:], *(step for step in steps if step.state != "done")]
