"""What the database itself refuses: one bad row for each constraint of the applicant's tables."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from applicants.models import (
    Application,
    ApplicationDocument,
    Award,
    Finding,
    Gstin,
    InvestmentLine,
    Manufacturer,
    Phase,
    Selection,
    SelectionEntry,
    UnitHolder,
)
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.common.files import store_bytes
from portal.common.models import StoredFile
from tests import factories

pytestmark = pytest.mark.django_db


def refused(name: str, write: Callable[[], object], column: str = "") -> None:
    """Write the bad row; the database has to refuse it by this constraint (SQLite names a unique one's column)."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    text = str(error.value)
    assert name in text or (column and column in text), text


def paper() -> StoredFile:
    """A kept file."""
    return store_bytes(factories.PDF, name="paper.pdf", media_type="application/pdf")


def draft_row(**values: object) -> Application:
    """An application's row that is in order, but for the values given."""
    owner = factories.company()
    facts = {
        "manufacturer": owner.manufacturer,
        "book_code": "b",
        "started_by": owner.preparer,
        "state": "draft",
    }
    return Application(**{**facts, **values})


def award_row(**values: object) -> Award:
    """A prepared award's row that is in order, but for the values given."""
    facts = {
        "manufacturer": factories.company().manufacturer,
        "origin": "recorded",
        "papers": paper(),
        "book_code": "b",
        "capacity_mtpa": 900,
        "award_rate": "1.00",
        "award_date": dt.date(2027, 1, 1),
        "prepared_by": factories.officer(Role.MHI_SO),
        "unit_name": "U",
        "state": "prepared",
    }
    return Award(**{**facts, **values})


def selection_row(**values: object) -> Selection:
    """A prepared ranking's row that is in order, but for the values given."""
    facts = {
        "book_code": "b",
        "book_version": 1,
        "facts": "{}",
        "result": "{}",
        "result_sha256": "0" * 64,
        "prepared_by": factories.officer(Role.MHI_DIRECTOR),
        "state": "prepared",
    }
    return Selection(**{**facts, **values})


def test_a_manufacturer_has_the_number_of_its_register() -> None:
    organisation = Organisation.objects.create(name="X", kind="company")
    row = Manufacturer(organisation=organisation, legal_name="X", kind="llp", pan="ZZZFX0001X", cin="U")
    refused("manufacturer_has_registry_number", row.save)


def test_a_gstins_dates_are_in_order() -> None:
    row = Gstin(
        manufacturer=factories.company().manufacturer,
        number="X",
        valid_from=dt.date(2027, 1, 2),
        valid_to=dt.date(2027, 1, 1),
    )
    refused("gstin_dates_in_order", row.save)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        (
            "application_state",
            {
                "state": "odd",
                "number": "N",
                "submitted_at": dt.datetime.now(dt.UTC),
                "submitted_day": dt.date(2027, 1, 1),
            },
        ),
        ("application_submitted_whole", {"state": "submitted"}),
        ("application_rate_positive", {"quoted_rate": "0"}),
        ("application_clearance_whole", {"cleared_number": "LBC/1"}),
    ],
)
def test_an_application_is_whole(name: str, values: dict[str, object]) -> None:
    refused(name, draft_row(**values).save)


def test_a_company_has_one_live_application_a_book() -> None:
    first = draft_row()
    first.save()
    second = draft_row(manufacturer=first.manufacturer)
    refused("application_one_live", second.save, "applicants_application.book_code")


def test_a_documents_version_stands_once() -> None:
    row = draft_row()
    row.save()
    ApplicationDocument.objects.create(application=row, kind="dpr", file=paper(), number=1)
    again = ApplicationDocument(application=row, kind="dpr", file=paper(), number=1)
    refused("document_version_once", again.save, "applicants_applicationdocument.number")


def test_the_plan_has_no_negative_and_each_cell_once() -> None:
    row = draft_row()
    row.save()
    refused(
        "investment_not_negative", InvestmentLine(application=row, head="h", fy="2027-28", amount=-1).save
    )
    InvestmentLine.objects.create(application=row, head="h", fy="2027-28", amount=1)
    again = InvestmentLine(application=row, head="h", fy="2027-28", amount=2)
    refused("investment_once", again.save, "applicants_investmentline.fy")


def test_a_finding_stands_once() -> None:
    made = factories.responsive_application()
    first = made.findings.order_by("pk")[0]
    again = Finding(application=made, key=first.key, holds=True, found_by=first.found_by)
    refused("finding_once", again.save, "applicants_finding.key")


def test_a_ranking_is_approved_by_another_and_named() -> None:
    officer = factories.officer(Role.MHI_DIRECTOR)
    refused("selection_two_officers", selection_row(prepared_by=officer, approved_by=officer).save)
    refused("selection_approved_named", selection_row(state="approved").save)


def test_one_ranking_a_book_waits() -> None:
    selection_row().save()
    refused("selection_one_prepared", selection_row().save, "applicants_selection.book_code")


def test_a_bidder_has_one_place() -> None:
    row, selection = draft_row(), selection_row()
    row.save()
    selection.save()
    SelectionEntry.objects.create(selection=selection, application=row, outcome="allotted")
    again = SelectionEntry(selection=selection, application=row, outcome="refused")
    refused("entry_once", again.save, "applicants_selectionentry.application_id")


def test_an_award_is_issued_by_another_officer() -> None:
    officer = factories.officer(Role.MHI_US)
    refused("award_two_officers", award_row(prepared_by=officer, issued_by=officer).save)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("award_state", {"state": "odd"}),
        ("award_issued_whole", {"state": "issued"}),
        ("award_has_ground", {"papers": None}),
        ("award_figures_positive", {"award_rate": "0"}),
        ("award_figures_positive", {"capacity_mtpa": 0}),
    ],
)
def test_an_award_is_whole(name: str, values: dict[str, object]) -> None:
    refused(name, award_row(**values).save)


def test_an_application_has_one_award_that_is_not_dropped() -> None:
    row = draft_row()
    row.save()
    award_row(origin="portal", application=row, state="dropped").save()
    award_row(origin="portal", application=row).save()
    again = award_row(origin="portal", application=row)
    refused("award_one_an_application", again.save, "applicants_award.application_id")


def test_a_unit_has_one_holder_at_a_time_and_dates_in_order() -> None:
    made = factories.awarded_unit(phases={})
    second = UnitHolder(unit=made.unit, manufacturer=made.manufacturer, since=dt.date(2028, 1, 1))
    refused("holder_one_now", second.save, "applicants_unitholder.unit_id")
    backwards = UnitHolder(
        unit=made.unit,
        manufacturer=made.manufacturer,
        since=dt.date(2028, 1, 2),
        until=dt.date(2028, 1, 1),
    )
    refused("holder_dates_in_order", backwards.save)


def test_a_phase_is_positive_decided_by_an_officer_and_once_a_day() -> None:
    made = factories.awarded_unit(phases={})
    facts = {
        "unit": made.unit,
        "commissioned_on": dt.date(2028, 1, 1),
        "capacity_mtpa": 100,
        "certificate": paper(),
        "certificate_number": "1",
        "reported_by": made.preparer,
        "state": "reported",
    }
    refused("phase_capacity_positive", Phase(**{**facts, "capacity_mtpa": 0}).save)
    refused("phase_decided_by_officer", Phase(**{**facts, "state": "confirmed"}).save)
    Phase.objects.create(**facts)
    refused("phase_once_a_day", Phase(**facts).save, "applicants_phase.commissioned_on")
