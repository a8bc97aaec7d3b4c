"""What happens in the demonstration, day by day, up to its today: 12 October 2031."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from disbursements.models import Claim
from disbursements.services import claims
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.demo import desks, road
from portal.demo.companies import ARAVALLI, DHRUVA, KAVERI, MEGHNA, SAHYADRI, WINNERS, DemoCompany, Year
from portal.demo.offices import add_officers, officer
from schemes.rules.facts import fy_of

TODAY = dt.date(2031, 10, 12)


@dataclass(frozen=True)
class Step:
    """One step: on which day, in words for the progress line, what is done."""

    day: dt.date
    words: str
    do: Callable[[], object]


def _day(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, day)


def _year(company: DemoCompany, fy: str) -> Year:
    return next(year for year in company.years if year.fy == fy)


def _claim(company: DemoCompany, fy: str) -> Claim:
    found = Claim.objects.filter(unit=desks.unit_of(company), fy=fy).exclude(state__in=desks.ENDED)
    return found.get()


def _subsidy(company: DemoCompany) -> Claim:
    found = Claim.objects.filter(unit=desks.unit_of(company), component="CS").exclude(state__in=desks.ENDED)
    return found.earliest("pk")


def _vote(head: str, fy: str, crore: str) -> None:
    desks.vote(head, fy, "budget_estimate", crore, f"BE/{fy}/{head}")


def _check(company: DemoCompany, until: str) -> None:
    desks.check(_claim(company, "2030-31"), until=until)


def _put_up(company: DemoCompany, fy: str, until: str = "approved") -> None:
    desks.put_up(desks.check(_claim(company, fy)), until=until)


def _hold_round() -> None:
    desks.hold_round("SLI", _fy_now())


def _beginning() -> Iterator[Step]:
    yield Step(_day(2026, 11, 20), "officers", add_officers)
    yield Step(_day(2026, 11, 23), "companies and applications", road.apply_all)
    yield Step(_day(2026, 12, 10), "screening", road.screen_all)
    yield Step(_day(2027, 1, 11), "ranking", road.rank)
    yield Step(road.AWARD_DAY, "letters of award", road.award_all)
    for company in WINNERS:
        last = company.phases[-1][0]
        yield Step(
            last + dt.timedelta(days=13), f"phases of {company.key}", partial(road.commission, company)
        )


def _short_first_claim() -> None:
    claim = Claim.objects.filter(unit=desks.unit_of(ARAVALLI), component="CS", state="returned").first()
    if claim is None:
        claim = desks.check(desks.claim_subsidy(ARAVALLI, crore="281.00"), until="desk_check")
        claims.return_claim(
            by=officer(Role.PMA_OFFICER),
            claim_id=claim.pk,
            version=None,
            note="The eligible investment is 281 crore, below the minimum of 300 crore. Claim again above it.",
        )


def _subsidies() -> Iterator[Step]:
    votes = (("2028-29", "150"), ("2029-30", "420"), ("2031-32", "60"))
    for fy, crore in votes:
        day = _day(int(fy[:4]), 4, 3)
        yield Step(day, "budget", partial(_vote, "CS", fy, crore))
    yield Step(_day(2029, 1, 15), "a claim below the minimum", _short_first_claim)
    for company in WINNERS:
        claimed = company.subsidy_claimed_on
        if claimed is None:
            continue
        later = claimed + dt.timedelta(days=40)
        yield Step(claimed, f"capital subsidy of {company.key}", partial(desks.claim_subsidy, company))
        yield Step(later, f"capital subsidy of {company.key}", partial(_pay_subsidy, company))


def _pay_subsidy(company: DemoCompany) -> None:
    claim = desks.check(_subsidy(company))
    desks.put_up(claim)
    desks.hold_round("CS", _fy_now())
    desks.sanction_all(claim)
    desks.pay(claim)


def _fy_now() -> str:
    return fy_of(business_today())


def _first_year() -> Iterator[Step]:
    """2028-29: two units sell; both tranches are paid."""
    yield Step(
        _day(2029, 4, 20),
        "budget",
        partial(_vote, "SLI", "2029-30", "120"),
    )
    both = (DHRUVA, MEGHNA)
    for company in both:
        year = _year(company, "2028-29")
        yield Step(_day(2029, 6, 12), f"2028-29 of {company.key}", partial(desks.claim_sales, company, year))
        yield Step(
            _day(2029, 8, 20),
            f"2028-29 of {company.key}",
            partial(_put_up, company, "2028-29"),
        )
    yield Step(_day(2029, 9, 10), "first tranches", partial(_round_and_pay, "SLI"))
    yield Step(
        _day(2030, 4, 18),
        "budget",
        partial(_vote, "SLI", "2030-31", "620"),
    )
    for company in both:
        yield Step(_day(2030, 5, 6), "reconciliation", partial(_settle, company, "2028-29"))
    yield Step(_day(2030, 5, 28), "second tranches", partial(_round_and_pay, "SLI"))


def _settle(company: DemoCompany, fy: str) -> None:
    claim = _claim(company, fy)
    desks.reconcile(claim, f"SA/{company.letter}/{fy}")
    desks.put_up(claim)


def _round_and_pay(head: str) -> None:
    desks.hold_round(head, _fy_now())
    desks.sanction_all()
    desks.pay()


def _second_year() -> Iterator[Step]:
    """2029-30: all five sell; the round of 2030-31 runs short and the rests are paid in 2031-32."""
    for company in WINNERS:
        year = _year(company, "2029-30")
        yield Step(_day(2030, 7, 8), f"2029-30 of {company.key}", partial(desks.claim_sales, company, year))
        yield Step(
            _day(2030, 9, 16),
            f"2029-30 of {company.key}",
            partial(_put_up, company, "2029-30"),
        )
    yield Step(_day(2030, 11, 4), "a round that runs short", partial(_round_and_pay, "SLI"))
    yield Step(
        _day(2031, 4, 10),
        "budget",
        partial(desks.vote, "SLI", "2031-32", "vote_on_account", "40", "VOA/2031-32/SLI"),
    )
    yield Step(_day(2031, 4, 24), "reconciliation", partial(_settle, DHRUVA, "2029-30"))
    yield Step(_day(2031, 5, 14), "what was deferred", partial(_round_and_pay, "SLI"))
    yield Step(
        _day(2031, 6, 2),
        "budget",
        partial(_vote, "SLI", "2031-32", "710"),
    )
    for company in (MEGHNA, KAVERI, SAHYADRI):
        yield Step(_day(2031, 8, 11), "reconciliation", partial(_settle, company, "2029-30"))
    yield Step(_day(2031, 9, 8), "a round", _hold_round)
    yield Step(_day(2031, 9, 18), "sanctions", _two_of_three)
    yield Step(_day(2031, 9, 22), "reconciliation", partial(_settle, ARAVALLI, "2029-30"))


def _two_of_three() -> None:
    """Leave one allotted tranche to sanction, one sanction to bill, one bill to release."""
    desks.sanction_all(_claim(MEGHNA, "2029-30"))
    desks.pay(_claim(MEGHNA, "2029-30"), until="billed")
    desks.sanction_all(_claim(KAVERI, "2029-30"))


def _third_year() -> Iterator[Step]:
    """2030-31: the claims stand at every desk."""
    yield Step(
        _day(2031, 6, 9),
        "a register with wrong rows",
        partial(desks.report_sales, SAHYADRI, _year(SAHYADRI, "2030-31"), spoiled=9),
    )
    for company, day in ((DHRUVA, 18), (KAVERI, 19), (MEGHNA, 20), (SAHYADRI, 24), (ARAVALLI, 26)):
        year = _year(company, "2030-31")
        yield Step(_day(2031, 6, day), f"2030-31 of {company.key}", partial(desks.claim_sales, company, year))
    for company in (DHRUVA, KAVERI, MEGHNA):
        yield Step(_day(2031, 9, 2), f"2030-31 of {company.key}", partial(_check, company, "verified"))
    yield Step(
        _day(2031, 9, 24),
        "the file goes up",
        partial(_put_up, MEGHNA, "2030-31", until="concurred"),
    )
    yield Step(_day(2031, 9, 26), "desk check", partial(_check, SAHYADRI, "checked"))
    yield Step(_day(2031, 10, 3), "a query", _ask)
    yield Step(
        _day(2031, 10, 6),
        "a second subsidy claim",
        partial(desks.claim_subsidy, SAHYADRI, crore="640.00", until=_day(2031, 8, 1)),
    )
    yield Step(
        _day(2031, 10, 9),
        "the file goes up",
        partial(_put_up, DHRUVA, "2030-31", until="recommended"),
    )


def _ask() -> None:
    claim = desks.check(_claim(ARAVALLI, "2030-31"), until="desk_check")
    if claim.state == "desk_check" and not claim.queries.exists():
        claims.ask_query(
            by=officer(Role.PMA_OFFICER),
            claim_id=claim.pk,
            version=None,
            text="Four invoices of March 2031 differ from the filed return by 31 lakh rupees. Please explain.",
        )


def steps() -> list[Step]:
    """Return every step in the order of its day; steps of one day in the order told."""
    told = [*_beginning(), *_subsidies(), *_first_year(), *_second_year(), *_third_year()]
    return sorted(told, key=lambda step: step.day)
