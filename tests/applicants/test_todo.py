"""What waits for whom, at each step of the way."""

import datetime as dt

import pytest

from applicants.services.award import prepare_award
from applicants.todo import SHOWN, waiting_for
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def titles(user: User) -> list[str]:
    """The titles of what waits for the user."""
    return [str(item.title) for item in waiting_for(user)]


def test_a_new_company_is_told_to_apply_then_to_finish() -> None:
    owner = factories.company()
    factories.books()
    assert titles(owner.preparer) == ["Apply for a capacity"]
    factories.draft(owner)
    assert titles(owner.preparer) == ["Finish your application"]


def test_each_role_is_told_its_own_step() -> None:
    agency, head = factories.officer(Role.PMA_OFFICER), factories.officer(Role.PMA_HEAD)
    director, authority = factories.officer(Role.MHI_DIRECTOR), factories.officer(Role.COMPETENT_AUTHORITY)
    section, under = factories.officer(Role.MHI_SO), factories.officer(Role.MHI_US)
    with factories.on_day(factories.AWARD_DATE):
        made = factories.submitted_application()
        assert titles(agency) == ["Screen REPM/APP/0001"]
        assert titles(director) == []
        factories.screen(by=agency, application_id=made.pk, version=made.version, responsive=True)
        assert titles(agency) == []
        assert titles(director) == ["Prepare the ranking under repm-7350"]
        selection = factories.prepare_selection(by=director, book_code=factories.BOOK)
        assert titles(director) == []
        assert titles(authority) == ["Approve the allotment under repm-7350"]
        factories.approve_selection(by=authority, selection_id=selection.pk, version=selection.version)
        assert titles(section) == ["Prepare the award of REPM/APP/0001"]
        award = prepare_award(by=section, application_id=made.pk, award_date=factories.AWARD_DATE)
        assert titles(section) == []
        assert len(titles(under)) == 1
        factories.issue_award(by=under, award_id=award.pk, version=award.version)
        assert titles(under) == []
    made = factories.awarded_unit(phases={})
    factories.reported_phase(made.unit, made.company, dt.date(2028, 6, 1), 450)
    assert len(titles(head)) == 1


def test_a_unit_without_a_phase_is_told_by_when() -> None:
    made = factories.awarded_unit(phases={})
    item = next(iter(waiting_for(made.preparer)))
    assert str(item.title) == "Report the first commissioned phase"
    assert item.due == dt.date(2029, 1, 14)


def test_a_long_queue_ends_in_one_line() -> None:
    for _round in range(SHOWN + 2):
        factories.submitted_application()
    found = titles(factories.officer(Role.PMA_OFFICER))
    assert len(found) == SHOWN + 1
    assert found[-1] == "2 more like these"
