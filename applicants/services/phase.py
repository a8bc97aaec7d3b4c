"""Commissioned phases: reported by the unit, confirmed by the agency's head."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from applicants.lifecycle import PHASE
from applicants.models import Phase, Unit
from applicants.permissions import units_visible_to
from applicants.services.application import required_note
from portal.accounts.models import User
from portal.accounts.roles import COMPANY
from portal.common.clock import business_today
from portal.common.events import record, service
from portal.common.files import store_upload
from portal.common.refusals import NotAllowed, NotFound, WrongInput
from portal.common.workflow import advance, check

MOST_TONNES = 100_000


@service
def report_phase(
    *,
    by: User,
    unit_id: int,
    commissioned_on: dt.date,
    capacity_mtpa: int,
    certificate: UploadedFile[Any],
    certificate_number: str,
) -> Phase:
    """Report a commissioned phase with its certificate; ``capacity_mtpa`` is cumulative, in tonnes a year.

    Raises WrongInput for a day before the award or to come, for a capacity not above the earlier phases' or not
    below the later ones', and for a certificate that is no document.
    """
    if not by.has_role(*COMPANY):
        raise NotAllowed(_("Only people of the company that holds the unit report its phases."))
    seen = units_visible_to(by).filter(pk=unit_id).values("pk")
    unit = Unit.objects.select_for_update().filter(pk__in=seen).first()
    if unit is None:
        raise NotFound(_("There is no such unit."), where="unit", given=unit_id)
    _check_day(unit, commissioned_on)
    _check_tonnes(capacity_mtpa)
    _check_order(unit, commissioned_on, capacity_mtpa)
    number = certificate_number.strip()
    if not 1 <= len(number) <= 60:
        raise WrongInput(
            _("A certificate has a number."),
            where="certificate_number",
            given=certificate_number,
            expected=_("the number on the certificate, at most 60 characters"),
        )
    phase = Phase.objects.create(
        unit=unit,
        commissioned_on=commissioned_on,
        capacity_mtpa=capacity_mtpa,
        certificate=store_upload(certificate, kinds=("pdf", "image"), actor=by),
        certificate_number=number,
        reported_by=by,
        state="reported",
        state_since_day=business_today(),
    )
    record(phase, "report", by, {"unit": unit.number, **_told(phase)})
    return phase


def _told(phase: Phase) -> dict[str, object]:
    return {"on": phase.commissioned_on.isoformat(), "capacity_mtpa": phase.capacity_mtpa}


def _check_day(unit: Unit, day: dt.date) -> None:
    first, today = unit.award.award_date, business_today()
    if not first <= day <= today:
        raise WrongInput(
            _("A phase can't be commissioned on this day."),
            where="commissioned_on",
            given=day.isoformat(),
            expected=_("a day from the award, %(first)s, to today, %(today)s")
            % {"first": first.isoformat(), "today": today.isoformat()},
            todo=_("Give the day on the commissioning certificate."),
        )


def _check_tonnes(capacity: object) -> None:
    if type(capacity) is not int or not 0 < capacity <= MOST_TONNES:
        raise WrongInput(
            _("This is not a capacity."),
            where="capacity_mtpa",
            given=repr(capacity),
            expected=_("whole tonnes a year, above 0"),
        )


def _check_order(unit: Unit, day: dt.date, capacity: int) -> None:
    for other in unit.phases.exclude(state="rejected").order_by("commissioned_on"):
        if other.commissioned_on == day:
            raise WrongInput(
                _("A phase of this day is reported already."),
                where="commissioned_on",
                given=day.isoformat(),
                expected=_("another day"),
            )
        ascending = (other.commissioned_on < day) == (other.capacity_mtpa < capacity)
        if not ascending or other.capacity_mtpa == capacity:
            raise _not_ascending(other, day, capacity)


def _not_ascending(other: Phase, day: dt.date, capacity: int) -> WrongInput:
    earlier = other.commissioned_on < day
    words = _("more than %(capacity)d t, which stand since %(day)s")
    if not earlier:
        words = _("less than %(capacity)d t, which stand from %(day)s on")
    return WrongInput(
        _("Capacities are cumulative: each phase carries more than the one before it."),
        where="capacity_mtpa",
        given=capacity,
        expected=words % {"capacity": other.capacity_mtpa, "day": other.commissioned_on.isoformat()},
        todo=_("Give the unit's whole capacity from that day on."),
    )


def locked_phase(by: User, phase_id: int) -> Phase:
    """Return the phase, its row locked. Raises NotFound."""
    found = Phase.objects.select_for_update().filter(pk=phase_id, unit__in=units_visible_to(by)).first()
    if found is None:
        raise NotFound(_("There is no such phase."), where="phase", given=phase_id)
    return found


@service
def confirm_phase(*, by: User, phase_id: int, version: int | None) -> Phase:
    """Confirm a reported phase: from its day on the unit's capacity counts. The agency's head does it."""
    phase = locked_phase(by, phase_id)
    check(phase, PHASE, "confirm", by, version)
    phase.confirmed_by = by
    phase.save(update_fields=["confirmed_by"])
    advance(phase, PHASE, "confirm", actor=by, version=version, changes=_told(phase))
    return phase


@service
def reject_phase(*, by: User, phase_id: int, version: int | None, note: str) -> Phase:
    """Don't confirm a reported phase, saying why; the unit may report it anew."""
    phase = locked_phase(by, phase_id)
    check(phase, PHASE, "reject", by, version)
    phase.confirmed_by, phase.note = by, required_note(note)
    phase.save(update_fields=["confirmed_by", "note"])
    advance(phase, PHASE, "reject", actor=by, version=version, changes={**_told(phase), "note": phase.note})
    return phase
