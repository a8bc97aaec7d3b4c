"""What of the applicant's side waits for whom. Long queues are told as one line after the first few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applicants.models import Application, Award, Phase, Selection
from applicants.permissions import (
    applications_visible_to,
    awards_visible_to,
    phases_visible_to,
    units_visible_to,
)
from portal.accounts.models import User
from portal.accounts.roles import COMPANY, Role
from portal.common import todo
from portal.common.actor import Actor
from portal.common.todo import Todo
from schemes.rules.facts import gestation_end
from schemes.terms import published_book

SHOWN = 10
M = TypeVar("M", Application, Award, Phase)


def waiting_for(user: Actor) -> Iterator[Todo]:
    """Yield what waits for the user: drafts and phases of a company, screening to letters of the officers."""
    if not isinstance(user, User):
        return
    for role, provider in PROVIDERS.items():
        if user.has_role(role):
            yield from provider(user)
    if user.has_role(*COMPANY):
        yield from _company(user)


def _first(rows: QuerySet[M], one: Callable[[M], Todo], list_url: str) -> Iterator[Todo]:
    """Yield the first few rows each, and the rest as one line with its count."""
    found = list(rows[: SHOWN + 1])
    yield from map(one, found[:SHOWN])
    if len(found) > SHOWN:
        rest = rows.count() - SHOWN
        yield Todo(
            title=ngettext("%(count)d more like these", "%(count)d more like these", rest) % {"count": rest},
            note=_("The list has them all."),
            url=list_url,
            action=_("Open the list"),
        )


def _company(user: User) -> Iterator[Todo]:
    applications = applications_visible_to(user)
    for application in applications.filter(state="draft"):
        yield Todo(
            title=_("Finish your application"),
            note=application.unit_name or _("not yet named"),
            url=reverse("manufacturer:application", args=[application.pk]),
            action=_("Continue"),
            since=application.state_since_day,
        )
    units = units_visible_to(user)
    if not units.exists() and not applications.exclude(state="withdrawn").exists():
        yield Todo(
            title=_("Apply for a capacity"),
            note=_("A draft can be left and taken up again."),
            url=reverse("manufacturer:applications"),
            action=_("Apply"),
        )
    for unit in (
        units.select_related("award")
        .annotate(made=Count("phases", filter=~Q(phases__state="rejected")))
        .filter(made=0)
    ):
        book = published_book(unit.award.book_code)
        yield Todo(
            title=_("Report the first commissioned phase"),
            note=unit.name,
            url=reverse("manufacturer:phase_new", args=[unit.pk]),
            action=_("Report"),
            since=unit.award.award_date,
            due=gestation_end(unit.award.award_date, book) if book else None,
        )


def _screening(user: User) -> Iterator[Todo]:
    waiting = applications_visible_to(user).filter(state="submitted").order_by("submitted_day", "pk")
    yield from _first(
        waiting.select_related("manufacturer"),
        lambda row: Todo(
            title=_("Screen %(number)s") % {"number": row.number},
            note=row.manufacturer.legal_name,
            url=reverse("officer:application", args=[row.pk]),
            action=_("Screen"),
            since=row.submitted_day,
        ),
        reverse("officer:applications") + "?state=submitted",
    )


def _ranking(user: User) -> Iterator[Todo]:
    busy = Selection.objects.filter(state="prepared").values("book_code")
    codes = (
        Application.objects.exclude(book_code__in=busy)
        .values("book_code")
        .annotate(
            ready=Count("pk", filter=Q(state="responsive")), waiting=Count("pk", filter=Q(state="submitted"))
        )
        .filter(ready__gt=0, waiting=0)
        .order_by("book_code")
    )
    for row in codes:
        yield Todo(
            title=_("Prepare the ranking under %(code)s") % {"code": row["book_code"]},
            note=ngettext(
                "%(count)d application is responsive", "%(count)d applications are responsive", row["ready"]
            )
            % {"count": row["ready"]},
            url=reverse("officer:selections"),
            action=_("Prepare"),
        )


def _approval(user: User) -> Iterator[Todo]:
    for selection in Selection.objects.filter(state="prepared").select_related("prepared_by__person"):
        yield Todo(
            title=_("Approve the allotment under %(code)s") % {"code": selection.book_code},
            note=_("Prepared by %(who)s") % {"who": selection.prepared_by},
            url=reverse("officer:selection", args=[selection.pk]),
            action=_("Look"),
            since=selection.state_since_day,
        )


def _awarding(user: User) -> Iterator[Todo]:
    seen = applications_visible_to(user).select_related("manufacturer").order_by("state_since_day", "pk")
    yield from _first(
        seen.filter(state="allotted").exclude(awards__in=Award.objects.exclude(state="dropped")),
        lambda row: Todo(
            title=_("Prepare the award of %(number)s") % {"number": row.number},
            note=row.manufacturer.legal_name,
            url=reverse("officer:award_new", args=[row.pk]),
            action=_("Prepare"),
            since=row.state_since_day,
        ),
        reverse("officer:applications") + "?state=allotted",
    )
    yield from _first(
        seen.filter(state="held"),
        lambda row: Todo(
            title=_("Record the clearance of %(number)s when it comes") % {"number": row.number},
            note=row.manufacturer.legal_name,
            url=reverse("officer:application", args=[row.pk]),
            action=_("Open"),
            since=row.state_since_day,
        ),
        reverse("officer:applications") + "?state=held",
    )


def _issuing(user: User) -> Iterator[Todo]:
    waiting = awards_visible_to(user).filter(state="prepared").select_related("manufacturer")
    yield from _first(
        waiting,
        lambda row: Todo(
            title=_("Issue the letter of award to %(company)s") % {"company": row.manufacturer.legal_name},
            note=_("%(capacity)d t a year") % {"capacity": row.capacity_mtpa},
            url=reverse("officer:award", args=[row.pk]),
            action=_("Look"),
            since=row.state_since_day,
        ),
        reverse("officer:awards"),
    )


def _confirming(user: User) -> Iterator[Todo]:
    waiting = phases_visible_to(user).filter(state="reported").select_related("unit").order_by("pk")
    yield from _first(
        waiting,
        lambda row: Todo(
            title=_("Confirm a phase of %(unit)s") % {"unit": row.unit.name},
            note=_("%(capacity)d t a year") % {"capacity": row.capacity_mtpa},
            url=reverse("officer:phase", args=[row.pk]),
            action=_("Look"),
            since=row.state_since_day,
        ),
        reverse("officer:phases"),
    )


PROVIDERS: dict[str, Callable[[User], Iterable[Todo]]] = {
    Role.PMA_OFFICER: _screening,
    Role.PMA_HEAD: _confirming,
    Role.MHI_DIRECTOR: _ranking,
    Role.COMPETENT_AUTHORITY: _approval,
    Role.MHI_SO: _awarding,
    Role.MHI_US: _issuing,
}

todo.register(waiting_for)
