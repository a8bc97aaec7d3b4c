"""Awards: prepared or recorded by one officer, issued by another, who starts the scheme's clock."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from applicants.draft import Terms, capacity_of, rate_of
from applicants.lifecycle import APPLICATION, AWARD
from applicants.models import Application, Award, Manufacturer, Unit, UnitHolder
from applicants.selectors.applications import book_in_force
from applicants.selectors.selections import approved_entry
from applicants.services.application import locked_application, required_note
from applicants.services.places import locked_places
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common import jobs
from portal.common.clock import business_today
from portal.common.events import record, service
from portal.common.files import store_upload
from portal.common.numbering import next_number
from portal.common.refusals import NotAllowed, NotFound, Refusal, WrongInput
from portal.common.workflow import advance, check, last_word


@service
def prepare_award(
    *,
    by: User,
    application_id: int,
    award_date: dt.date,
    unit_name: str = "",
    district: str = "",
    state_name: str = "",
) -> Award:
    """Prepare the award of an allotted application at its approved rate; the place defaults to the application's.

    Raises Refusal before the allotment is approved, WrongInput for a date before it or after today.
    """
    _only_section_officer(by)
    application = locked_application(by, application_id)
    live = application.awards.exclude(state="dropped").first()
    if live:
        raise Refusal(_("An award for this application is there already.") + " " + last_word(live))
    entry = approved_entry(application)
    if application.state != "allotted" or entry is None:
        raise Refusal(
            _("Only an allotted application is awarded.") + " " + last_word(application),
            where="state",
            given=application.state,
            expected="allotted",
        )
    if entry.selection.approved_day and award_date < entry.selection.approved_day:
        raise _wrong_date(award_date, entry.selection.approved_day)
    return _prepared(
        by,
        application=application,
        manufacturer=application.manufacturer,
        origin=Award.Origin.PORTAL,
        book_code=application.book_code,
        capacity_mtpa=application.capacity_mtpa,
        award_rate=_rate_given(application, entry.award_rate),
        award_date=award_date,
        rank=entry.rank,
        oxide=entry.oxide,
        unit_name=unit_name or application.unit_name,
        district=district or application.unit_district,
        state_name=state_name or application.unit_state,
    )


def _rate_given(application: Application, rate: Decimal | None) -> Decimal:
    if rate is None:
        raise Refusal(
            _("The ranking gave %(number)s no rate.") % {"number": application.number},
            where="award_rate",
            todo=_("Prepare a new ranking."),
        )
    return rate


@service
def record_award(
    *,
    by: User,
    manufacturer_id: int,
    unit_name: str,
    district: str,
    state_name: str,
    book_code: str,
    capacity_mtpa: int,
    award_rate: Decimal | str,
    award_date: dt.date,
    rank: int | None,
    oxide: bool,
    tender_number: str,
    papers: UploadedFile[Any],
) -> Award:
    """Record an award made on the procurement portal, with its papers; another officer issues it here.

    Raises WrongInput for a capacity off the ladder, a rate above the ceiling or a date to come, and Refusal when the
    scheme's units or tonnes are taken.
    """
    _only_section_officer(by)
    maker = Manufacturer.objects.select_for_update().filter(pk=manufacturer_id).first()
    if maker is None:
        raise NotFound(_("There is no such company."), where="manufacturer", given=manufacturer_id)
    if not tender_number.strip():
        raise WrongInput(
            _("A recorded award names its tender."), where="tender_number", expected=_("the tender's number")
        )
    return _prepared(
        by,
        manufacturer=maker,
        origin=Award.Origin.RECORDED,
        book_code=book_code,
        capacity_mtpa=capacity_mtpa,
        award_rate=award_rate,
        award_date=award_date,
        rank=rank,
        oxide=oxide,
        unit_name=unit_name,
        district=district,
        state_name=state_name,
        tender_number=tender_number.strip(),
        papers=store_upload(papers, kinds=("pdf", "zip"), actor=by),
    )


def _prepared(by: User, **values: object) -> Award:
    award = Award(prepared_by=by, state="prepared", state_since_day=business_today(), **values)
    _check_figures(award)
    _check_texts(award)
    award.save()
    record(award, "prepare", by, _told(award))
    return award


def _told(award: Award) -> dict[str, object]:
    return {
        "origin": award.origin,
        "company": award.manufacturer_id,
        "book": award.book_code,
        "capacity_mtpa": award.capacity_mtpa,
        "award_rate": f"{award.award_rate:.2f}",
        "award_date": award.award_date.isoformat(),
    }


def _check_figures(award: Award) -> None:
    """The ladder and the ceiling are those of the award date (domain.md 10)."""
    if award.award_date > business_today():
        raise _wrong_date(award.award_date, None)
    terms = Terms(book_in_force(award.book_code), award.award_date)
    award.capacity_mtpa = capacity_of(award.capacity_mtpa, terms)
    award.award_rate = rate_of(award.award_rate, terms, where="award_rate")
    if award.application_id is None:
        _check_places(award, terms)


def _check_places(award: Award, terms: Terms) -> None:
    taken = locked_places(award.book_code)
    most_units = terms.book.integer("units_max", terms.on)
    most = terms.book.integer("capacity_total_mtpa", terms.on)
    if taken.units + 1 > most_units or taken.tonnes + award.capacity_mtpa > most:
        raise Refusal(
            _("The scheme has no place for this award: %(units)d units and %(tonnes)d t a year are taken.")
            % {"units": taken.units, "tonnes": taken.tonnes},
            where="capacity_mtpa",
            given=award.capacity_mtpa,
            expected=_("at most %(units)d units and %(capacity)d t a year")
            % {"units": most_units, "capacity": most},
            todo=_("Check the tender's papers against the awards recorded here."),
        )


def _check_texts(award: Award) -> None:
    award.unit_name = " ".join(award.unit_name.split())
    if not award.unit_name:
        raise WrongInput(_("Name the unit."), where="unit_name", expected=_("the name of the unit"))
    limits = (
        ("unit_name", award.unit_name, 120),
        ("district", award.district, 80),
        ("state_name", award.state_name, 60),
        ("tender_number", award.tender_number, 60),
    )
    for name, text, most in limits:
        if len(text) > most:
            raise WrongInput(
                _("This is too long."),
                where=name,
                given=_("%(count)d characters") % {"count": len(text)},
                expected=_("at most %(count)d characters") % {"count": most},
            )
    if award.rank is not None and award.rank < 1:
        raise WrongInput(
            _("A rank counts from 1."), where="rank", given=award.rank, expected=_("1 for the lowest bidder")
        )


def _wrong_date(given: dt.date, first: dt.date | None) -> WrongInput:
    today = business_today()
    expected = (
        _("a day from %(first)s to %(today)s") % {"first": first.isoformat(), "today": today.isoformat()}
        if first
        else _("a day up to %(today)s") % {"today": today.isoformat()}
    )
    return WrongInput(
        _("The award can't bear this date."), where="award_date", given=given.isoformat(), expected=expected
    )


def _only_section_officer(by: User) -> None:
    if not by.has_role(Role.MHI_SO):
        raise NotAllowed(_("A section officer prepares an award."), expected=Role.MHI_SO)


def locked_award(award_id: int) -> Award:
    """Return the award, its row locked. Raises NotFound."""
    found = Award.objects.select_for_update().filter(pk=award_id).first()
    if found is None:
        raise NotFound(_("There is no such award."), where="award", given=award_id)
    return found


@service
def issue_award(*, by: User, award_id: int, version: int | None) -> Award:
    """Issue the letter of award: number, unit and holder are made, the scheme's clock runs from the award date.

    Raises NotAllowed for the person who prepared it. The letter itself is made by the job ``award_letter``.
    """
    award = locked_award(award_id)
    check(award, AWARD, "issue", by, version)
    if award.prepared_by.person_id == by.person_id:
        raise NotAllowed(_("An award is issued by another officer than the one who prepared it."))
    award.number = f"REPM/LOA/{next_number('award'):04d}"
    award.unit = Unit.objects.create(
        number=f"REPM/UNIT/{next_number('unit'):02d}",
        name=award.unit_name,
        district=award.district,
        state_name=award.state_name,
    )
    UnitHolder.objects.create(unit=award.unit, manufacturer=award.manufacturer, since=award.award_date)
    award.issued_by, award.issued_day = by, business_today()
    award.save()
    changes = {"number": award.number, "unit": award.unit.number, **_told(award)}
    advance(award, AWARD, "issue", actor=by, version=version, changes=changes)
    if award.application_id is not None:
        application = Application.objects.select_for_update().get(pk=award.application_id)
        advance(application, APPLICATION, "award", actor=None, changes={"award": award.number})
    jobs.ask("award_letter", award.pk, key=f"award_letter:{award.pk}", requested_by=by.pseudonym)
    return award


@service
def drop_award(*, by: User, award_id: int, version: int | None, note: str) -> Award:
    """Drop a prepared award, saying why; the application can be awarded again."""
    award = locked_award(award_id)
    check(award, AWARD, "drop", by, version)
    award.note = required_note(note)
    award.save(update_fields=["note"])
    advance(award, AWARD, "drop", actor=by, version=version, changes={"note": award.note})
    return award
