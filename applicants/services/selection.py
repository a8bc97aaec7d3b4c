"""Ranking and allotment (domain.md 10.6): the engine ranks, one officer prepares, another approves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from applicants.lifecycle import APPLICATION, SELECTION
from applicants.models import Application, Selection, SelectionEntry
from applicants.selectors.applications import book_in_force
from applicants.selectors.selections import Places, selection_facts
from applicants.services.application import locked_application, required_note
from applicants.services.places import locked_places
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.events import record, service
from portal.common.files import store_upload
from portal.common.refusals import NotAllowed, NotFound, Refusal, WrongInput
from portal.common.workflow import advance, check, last_word
from schemes import terms
from schemes.rules import Book, Refused, canonical, compute

MOVES = {"allotted": "allot", "held": "hold", "wait_list": "wait_list", "refused": "refuse"}


@service
def prepare_selection(*, by: User, book_code: str) -> Selection:
    """Rank every responsive application under a book and prepare the allotment, which opens the quoted rates.

    Raises Refusal when none is responsive, one still waits for screening, a ranking waits already, or the places
    left don't suffice.
    """
    if not by.has_role(Role.MHI_DIRECTOR):
        raise NotAllowed(_("A director prepares the ranking."), expected=Role.MHI_DIRECTOR)
    version = terms.current_version(book_code)
    if version is None:
        raise NotFound(
            _("There is no scheme book in force under this code."), where="book_code", given=book_code
        )
    taken = locked_places(book_code)
    applications = _responsive(book_code)
    facts = selection_facts(book_code, applications)
    result = _ranked(facts, terms.book_of(version))
    _check_places(result["ranking"], applications, terms.book_of(version), taken)
    selection = Selection.objects.create(
        book_code=book_code,
        book_version=version.number,
        facts=canonical(facts).decode(),
        result=canonical(result).decode(),
        result_sha256=result["sha256"],
        prepared_by=by,
        state="prepared",
        state_since_day=business_today(),
    )
    numbers = {application.number: application for application in applications}
    SelectionEntry.objects.bulk_create(
        _entry(selection, place, numbers[place["id"]]) for place in result["ranking"]
    )
    record(selection, "prepare", by, {"book": book_code, "result_sha256": selection.result_sha256})
    return selection


def _responsive(book_code: str) -> list[Application]:
    waiting = Selection.objects.filter(book_code=book_code, state="prepared").first()
    if waiting:
        raise Refusal(
            _("A ranking under this book waits for approval already.") + " " + last_word(waiting),
            todo=_("Approve or drop that one first."),
        )
    unscreened = Application.objects.filter(book_code=book_code, state="submitted").order_by("pk").first()
    if unscreened:
        raise Refusal(
            _("%(number)s is not screened yet; a ranking opens the rates of all at once.")
            % {"number": unscreened.number},
            where="state",
            given=unscreened.number,
            todo=_("Have it screened first."),
        )
    found = list(
        Application.objects.select_for_update()
        .filter(book_code=book_code, state="responsive")
        .order_by("submitted_day", "submitted_at", "pk")
    )
    if not found:
        raise Refusal(
            _("No application under this book is responsive."), todo=_("Screen the submitted ones first.")
        )
    return found


def _ranked(facts: dict[str, object], book: Book) -> dict[str, Any]:
    try:
        return dict(compute(facts, book))
    except Refused as refused:
        raise WrongInput(
            _("The engine can't rank these applications."),
            where=refused.field,
            given=refused.given,
            expected=refused.expected,
        ) from refused


def _check_places(
    ranking: Sequence[Mapping[str, Any]], applications: Sequence[Application], book: Book, taken: Places
) -> None:
    """A second round may only give what an earlier one left: the engine sees one round at a time."""
    tonnes = {application.number: application.capacity_mtpa or 0 for application in applications}
    accepted = [place["id"] for place in ranking if place["outcome"] in ("allotted", "held")]
    units = taken.units + len(accepted)
    capacity = taken.tonnes + sum(tonnes[number] for number in accepted)
    most_units, most = (
        book.integer("units_max", business_today()),
        book.integer("capacity_total_mtpa", business_today()),
    )
    if taken.units and (units > most_units or capacity > most):
        raise Refusal(
            _(
                "Together with what is allotted already this would be %(units)d units and %(capacity)d t a year."
            )
            % {"units": units, "capacity": capacity},
            given=f"{units}, {capacity}",
            expected=_("at most %(units)d units and %(capacity)d t a year")
            % {"units": most_units, "capacity": most},
            todo=_("Only as many as are left can be allotted in a further round."),
        )


def _entry(selection: Selection, place: Mapping[str, Any], application: Application) -> SelectionEntry:
    return SelectionEntry(
        selection=selection,
        application=application,
        rank=place["rank"],
        outcome=place["outcome"],
        award_rate=place["award_rate"],
        oxide=place["oxide"],
        reason=place["reason"] or "",
    )


def _locked(selection_id: int) -> Selection:
    found = Selection.objects.select_for_update().filter(pk=selection_id).first()
    if found is None:
        raise NotFound(_("There is no such ranking."), where="selection", given=selection_id)
    return found


@service
def approve_selection(*, by: User, selection_id: int, version: int | None) -> Selection:
    """Approve the allotment: every application gets its result in the same transaction.

    Raises NotAllowed for the person who prepared it, Refusal when an application has moved or a place was taken since.
    """
    selection = _locked(selection_id)
    check(selection, SELECTION, "approve", by, version)
    if selection.prepared_by.person_id == by.person_id:
        raise NotAllowed(_("An allotment is approved by another officer than the one who prepared it."))
    taken = locked_places(selection.book_code)
    numbers = [bid["id"] for bid in json.loads(selection.facts)["bids"]]
    applications = {
        application.number: application
        for application in Application.objects.select_for_update().filter(number__in=numbers)
    }
    moved = [number for number in numbers if applications[number].state != "responsive"]
    if moved:
        raise Refusal(
            _("%(number)s has moved since the ranking was prepared.") % {"number": moved[0]},
            where="state",
            given=applications[moved[0]].state,
            expected="responsive",
            todo=_("Drop this ranking and prepare a new one."),
        )
    _check_places(
        json.loads(selection.result)["ranking"],
        list(applications.values()),
        book_in_force(selection.book_code),
        taken,
    )
    selection.approved_by, selection.approved_day = by, business_today()
    selection.save(update_fields=["approved_by", "approved_day"])
    changes = {"result_sha256": selection.result_sha256}
    advance(selection, SELECTION, "approve", actor=by, version=version, changes=changes)
    for entry in selection.entries.order_by("pk").select_related("application"):
        told = {"selection": selection.pk, "rank": entry.rank, "outcome": entry.outcome}
        application = applications[str(entry.application.number)]
        advance(application, APPLICATION, MOVES[entry.outcome], actor=None, changes=told)
    return selection


@service
def drop_selection(*, by: User, selection_id: int, version: int | None, note: str) -> Selection:
    """Drop a prepared ranking, saying why; the applications stay responsive, the opened rates stay open."""
    selection = _locked(selection_id)
    check(selection, SELECTION, "drop", by, version)
    selection.note = required_note(note)
    selection.save(update_fields=["note"])
    advance(selection, SELECTION, "drop", actor=by, version=version, changes={"note": selection.note})
    return selection


@service
def record_clearance(
    *, by: User, application_id: int, version: int | None, clearance_number: str, upload: UploadedFile[Any]
) -> Application:
    """Record the land-border clearance of a held application with its paper; its place becomes an allotment."""
    if not by.has_role(Role.MHI_SO):
        raise NotAllowed(_("A section officer records a clearance."), expected=Role.MHI_SO)
    application = locked_application(by, application_id)
    check(application, APPLICATION, "allot", by, version)
    if application.state != "held":
        raise Refusal(
            _("This application is not held for a clearance.") + " " + last_word(application),
            where="state",
            given=application.state,
            expected="held",
        )
    number = " ".join(clearance_number.split())
    if not 3 <= len(number) <= 60:
        raise WrongInput(
            _("A clearance has a number."),
            where="clearance_number",
            given=clearance_number,
            expected=_("the number on the clearance, 3 to 60 characters"),
        )
    application.cleared_number, application.cleared_by = number, by
    application.cleared_paper = store_upload(upload, kinds=("pdf", "image"), actor=by)
    application.save(update_fields=["cleared_number", "cleared_by", "cleared_paper"])
    changes = {"clearance": number, "sha256": application.cleared_paper.sha256}
    advance(application, APPLICATION, "allot", actor=by, version=version, changes=changes)
    return application
