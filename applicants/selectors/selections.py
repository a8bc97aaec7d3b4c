"""Reading rankings: the engine's facts, the places already taken, a company's own result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from applicants.models import Application, Award, SelectionEntry

TAKEN = ("allotted", "held", "awarded")


@dataclass(frozen=True)
class Places:
    """How many units and how many tonnes a year are taken."""

    units: int
    tonnes: int


def moment_of_submission(application: Application) -> str:
    """Return when it was submitted, for ranking: the scheme's day with the real time of day in India."""
    local = timezone.localtime(application.submitted_at)
    day = application.submitted_day or local.date()
    return dt.datetime.combine(
        day, local.time().replace(microsecond=local.microsecond), local.tzinfo
    ).isoformat()


def selection_facts(book_code: str, applications: Iterable[Application]) -> dict[str, object]:
    """Return the engine's facts of a ranking (contracts.md 2, selection), bids in the order of submission."""
    return {
        "schema": "repm.facts/1",
        "scheme": book_code,
        "claim": "selection",
        "bids": [_bid(application) for application in applications],
    }


def _bid(application: Application) -> Mapping[str, object]:
    return {
        "id": application.number,
        "capacity_mtpa": application.capacity_mtpa,
        "quoted_rate": f"{application.quoted_rate:.2f}",
        "net_worth_crore": f"{application.net_worth_crore:.2f}",
        "lead_equity_percent": f"{application.lead_equity_percent:.2f}",
        "submitted_at": moment_of_submission(application),
        "clearance": application.clearance,
    }


def places_taken(book_code: str) -> Places:
    """Return the units and tonnes that applications allotted before and awards recorded from elsewhere take."""
    capacities = [
        *Application.objects.filter(book_code=book_code, state__in=TAKEN).values_list(
            "capacity_mtpa", flat=True
        ),
        *Award.objects.filter(book_code=book_code, application__isnull=True)
        .exclude(state="dropped")
        .values_list("capacity_mtpa", flat=True),
    ]
    return Places(len(capacities), sum(capacity or 0 for capacity in capacities))


def approved_entry(application: Application) -> SelectionEntry | None:
    """Return the place an approved ranking gave an application, None before there is one."""
    return (
        application.entries.filter(selection__state="approved")
        .select_related("selection")
        .order_by("-selection_id")
        .first()
    )
