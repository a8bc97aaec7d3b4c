"""Commissioned phases: cumulative, ascending, not before the award, confirmed by the agency's head."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from applicants.models import Phase
from applicants.selectors import unit_facts
from applicants.services.phase import confirm_phase, reject_phase, report_phase
from portal.accounts.roles import Role
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.date(2028, 6, 1)


@pytest.fixture
def made() -> factories.AwardedUnit:
    """A unit that has commissioned nothing."""
    return factories.awarded_unit(phases={})


def report(
    made: factories.AwardedUnit, day: dt.date, capacity: object, today: dt.date = DAY, **changes: object
) -> Phase:
    """Report a phase on a day."""
    facts = {
        "by": made.preparer,
        "unit_id": made.unit.pk,
        "commissioned_on": day,
        "capacity_mtpa": capacity,
        "certificate": factories.pdf(),
        "certificate_number": "CE/1",
    }
    with factories.on_day(today):
        return report_phase(**{**facts, **changes})


def test_a_reported_phase_counts_once_it_is_confirmed(made: factories.AwardedUnit) -> None:
    phase = report(made, DAY, 450)
    assert unit_facts(made.unit)["commissioned"] == []
    confirm_phase(by=factories.officer(Role.PMA_HEAD), phase_id=phase.pk, version=phase.version)
    assert unit_facts(made.unit)["commissioned"] == [{"on": "2028-06-01", "capacity_mtpa": 450}]


@pytest.mark.parametrize("day", [dt.date(2027, 1, 14), dt.date(2028, 6, 2)])
def test_a_day_before_the_award_or_to_come_is_refused(made: factories.AwardedUnit, day: dt.date) -> None:
    with pytest.raises(WrongInput) as refusal:
        report(made, day, 450)
    assert refusal.value.where == "commissioned_on"
    assert "2027-01-15" in str(refusal.value.expected)


def test_the_award_day_itself_is_taken(made: factories.AwardedUnit) -> None:
    assert report(made, factories.AWARD_DATE, 100).state == "reported"


@pytest.mark.parametrize("capacity", [0, -100, 450.5, True, "450", 10**9])
def test_a_capacity_that_is_none_is_refused(made: factories.AwardedUnit, capacity: object) -> None:
    with pytest.raises(WrongInput) as refusal:
        report(made, DAY, capacity)
    assert refusal.value.where == "capacity_mtpa"


@pytest.mark.parametrize("capacity", [300, 450])
def test_a_later_phase_carries_more(made: factories.AwardedUnit, capacity: int) -> None:
    report(made, DAY, 450)
    with pytest.raises(WrongInput, match="cumulative") as refusal:
        report(made, dt.date(2028, 9, 1), capacity, today=dt.date(2028, 9, 1))
    assert "450" in str(refusal.value.expected)


def test_an_earlier_phase_carries_less(made: factories.AwardedUnit) -> None:
    report(made, DAY, 450)
    with pytest.raises(WrongInput, match="cumulative"):
        report(made, dt.date(2028, 3, 1), 500)
    assert report(made, dt.date(2028, 3, 1), 200).capacity_mtpa == 200


def test_one_phase_a_day_unless_the_first_was_rejected(made: factories.AwardedUnit) -> None:
    phase = report(made, DAY, 450)
    with pytest.raises(WrongInput, match="already"):
        report(made, DAY, 500)
    reject_phase(
        by=factories.officer(Role.PMA_HEAD), phase_id=phase.pk, version=phase.version, note="Unreadable."
    )
    assert report(made, DAY, 500).capacity_mtpa == 500


def test_a_certificate_is_needed(made: factories.AwardedUnit) -> None:
    with pytest.raises(WrongInput) as refusal:
        report(made, DAY, 450, certificate_number=" ")
    assert refusal.value.where == "certificate_number"
    with pytest.raises(WrongInput) as refusal:
        report(made, DAY, 450, certificate=factories.upload("c.pdf", b""))
    assert refusal.value.where == "file"


def test_another_companys_unit_is_not_there(made: factories.AwardedUnit) -> None:
    rival = factories.company()
    with pytest.raises(NotFound):
        report(made, DAY, 450, by=rival.preparer)


def test_the_unit_does_not_confirm_itself(made: factories.AwardedUnit) -> None:
    phase = report(made, DAY, 450)
    for person in (made.signatory, factories.officer(Role.PMA_OFFICER), factories.officer(Role.MHI_DIRECTOR)):
        with pytest.raises(NotAllowed):
            confirm_phase(by=person, phase_id=phase.pk, version=phase.version)


def test_the_second_head_is_told_who_decided(made: factories.AwardedUnit) -> None:
    phase = report(made, DAY, 450)
    first, second = factories.officer(Role.PMA_HEAD), factories.officer(Role.PMA_HEAD)
    shown = phase.version
    confirm_phase(by=first, phase_id=phase.pk, version=shown)
    with pytest.raises(Stale, match=str(first.person.name)):
        reject_phase(by=second, phase_id=phase.pk, version=shown, note="No.")
    with pytest.raises(Refusal, match=str(first.person.name)):
        reject_phase(by=second, phase_id=phase.pk, version=None, note="No.")


def test_the_database_keeps_a_confirmed_phase(made: factories.AwardedUnit) -> None:
    phase = report(made, DAY, 450)
    confirm_phase(by=factories.officer(Role.PMA_HEAD), phase_id=phase.pk, version=phase.version)
    with pytest.raises(DatabaseError, match="applicants_phase"), transaction.atomic():
        Phase.objects.filter(pk=phase.pk).update(capacity_mtpa=900)
