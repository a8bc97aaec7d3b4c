"""The applicant's thread from registration to a commissioned unit, through the services alone."""

import datetime as dt

import pytest

from applicants.selectors import holder_of, holder_pans, unit_facts
from portal.common.models import Event
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_company_goes_from_registration_to_an_issued_award() -> None:
    award = factories.selected_award(capacity=900, rate="1950.00")
    assert award.number == "REPM/LOA/0001"
    assert award.rank == 1
    assert award.oxide
    assert award.application is not None
    award.application.refresh_from_db()
    assert award.application.state == "awarded"
    assert award.application.number == "REPM/APP/0001"
    assert len(award.application.content_sha256) == 64


def test_every_move_leaves_an_event() -> None:
    factories.selected_award()
    actions = set(Event.objects.values_list("action", flat=True))
    assert {
        "register",
        "start",
        "save_draft",
        "submit",
        "find_responsive",
        "approve",
        "allot",
        "award",
        "issue",
    } <= actions


def test_a_units_facts_are_what_the_engine_takes() -> None:
    made = factories.awarded_unit(
        capacity=900,
        rate="2100.00",
        phases={dt.date(2028, 6, 1): 450, dt.date(2029, 10, 1): 900},
    )
    assert unit_facts(made.unit) == {
        "capacity_mtpa": 900,
        "award_rate": "2100.00",
        "award_date": "2027-01-15",
        "commissioned": [
            {"on": "2028-06-01", "capacity_mtpa": 450},
            {"on": "2029-10-01", "capacity_mtpa": 900},
        ],
        "window_to": None,
    }
    assert holder_pans(made.unit) == [made.manufacturer.pan]
    assert holder_of(made.unit, dt.date(2030, 1, 1)) == made.manufacturer
