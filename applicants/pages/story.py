"""Where an application stands, as a timeline: what happened, what is now, what comes next."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from applicants.lifecycle import APPLICATION
from applicants.models import Application, Award, Unit
from applicants.pages.acting import Milestone
from applicants.selectors.selections import approved_entry
from portal.common.models import Event
from portal.common.templatetags.portal_money import dmy
from schemes.rules.facts import gestation_end, scheme_end
from schemes.terms import published_book

SCREENINGS = ("find_responsive", "find_non_responsive")
ENDS = ("withdrawn", "non_responsive", "refused", "wait_listed", "held")


def application_story(application: Application, audience: str) -> list[Milestone]:
    """Return the milestones of an application, for the company or an officer."""
    steps = [Milestone(_("Submitted"), _day(application.submitted_day), "done")]
    if application.submitted_day is None:
        steps = []
    finding = application.findings.select_related("found_by__person").order_by("pk").first()
    screened = _screened_on(application) if finding else None
    if finding and screened:
        by = f"{finding.found_by}, " if audience != "manufacturer" else ""
        steps.append(Milestone(_("Screened"), by + dmy(screened), "done"))
    entry = approved_entry(application)
    if entry:
        note = _day(entry.selection.approved_day)
        title = (
            _("Ranked L%(rank)d, allotment approved") % {"rank": entry.rank} if entry.rank else _("Ranked")
        )
        steps.append(Milestone(title, note, "done"))
    award = application.awards.filter(state="issued").first()
    if award:
        note = f"{award.number}, {dmy(award.award_date)}"
        steps.append(Milestone(_("Letter of award issued"), note, "done"))
    return [*steps, *_ahead(application, audience)]


def _screened_on(application: Application) -> dt.date | None:
    """The scheme's day of the screening, as the event chain has it."""
    events = Event.objects.filter(
        object_type=application._meta.label_lower, object_id=str(application.pk), action__in=SCREENINGS
    )
    return events.order_by("seq").values_list("business_date", flat=True).first()


def _day(day: object) -> str:
    return dmy(day) if day else ""  # type: ignore[arg-type]


def _ahead(application: Application, audience: str) -> list[Milestone]:
    state = APPLICATION.by_code[application.state]
    label = state.label_for(audience)
    if application.state == "awarded":
        return []
    if application.state in ENDS:
        return [Milestone(label, application.note, "now")]
    coming = {
        "submitted": (_("Ranking and allotment"), _("Letter of award")),
        "responsive": (_("Letter of award"),),
        "allotted": (_("Letter of award"),),
    }.get(application.state, ())
    return [Milestone(label, "", "now"), *(Milestone(title, "", "next") for title in coming)]


def unit_story(unit: Unit, award: Award) -> list[Milestone]:
    """Return the unit's years: award, commissioning, gestation's end, the scheme's end."""
    steps = [Milestone(_("Awarded"), dmy(award.award_date), "done")]
    phases = list(unit.phases.filter(state="confirmed").order_by("commissioned_on"))
    steps += [
        Milestone(
            _("%(capacity)d t a year commissioned") % {"capacity": phase.capacity_mtpa},
            dmy(phase.commissioned_on),
            "done",
        )
        for phase in phases
    ]
    book = published_book(award.book_code)
    if book is None:
        return steps
    due = dmy(gestation_end(award.award_date, book))
    if not phases:
        steps.append(Milestone(_("To be commissioned"), _("by %(day)s") % {"day": due}, "now"))
    last = award.window_to or scheme_end(award.award_date, book)
    steps.append(Milestone(_("Last day of the incentive"), dmy(last), "next"))
    return steps
