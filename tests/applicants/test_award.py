"""Awards: two officers, the ladder of the award date, the letter."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from applicants.letters import acknowledgement_pdf, award_letter_of, award_letter_pdf, render_award_letter
from applicants.models import Award, Unit
from applicants.services.award import drop_award, issue_award, prepare_award, record_award
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common import jobs
from portal.common.models import Job, StoredFile
from portal.common.refusals import NotAllowed, Refusal, Stale, WrongInput
from tests import factories

pytestmark = pytest.mark.django_db


def recorded(**changes: object) -> Award:
    """Record an award on its day."""
    factories.books()
    facts = factories.award_facts(factories.company(), **changes)
    with factories.on_day(dt.date(2027, 6, 1)):
        return record_award(by=factories.officer(Role.MHI_SO), **facts)


def issued(award: Award, by: User | None = None) -> Award:
    """Issue it."""
    with factories.on_day(dt.date(2027, 6, 1)):
        return issue_award(by=by or factories.officer(Role.MHI_US), award_id=award.pk, version=award.version)


def allotted() -> "factories.Application":
    """An allotted application, approved on the award day."""
    with factories.on_day(factories.AWARD_DATE):
        made = factories.responsive_application()
        factories.approved_selection()
    made.refresh_from_db()
    return made


def test_an_issued_award_makes_unit_holder_and_number() -> None:
    award = issued(recorded())
    assert (award.state, award.number) == ("issued", "REPM/LOA/0001")
    assert award.unit is not None
    holder = award.unit.holders.get()
    assert (holder.manufacturer, holder.since) == (award.manufacturer, factories.AWARD_DATE)


def test_a_prepared_award_has_no_unit_yet() -> None:
    recorded()
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"capacity_mtpa": 650}, "capacity_mtpa"),
        ({"award_rate": "2150.01"}, "award_rate"),
        ({"award_rate": "-1"}, "award_rate"),
        ({"award_rate": 2100.5}, "award_rate"),
        ({"award_date": dt.date(2027, 6, 2)}, "award_date"),
        ({"tender_number": " "}, "tender_number"),
        ({"unit_name": " "}, "unit_name"),
        ({"district": "D" * 81}, "district"),
        ({"rank": 0}, "rank"),
        ({"papers": factories.upload("papers.pdf", b"")}, "file"),
    ],
)
def test_wrong_figures_of_a_recorded_award_are_refused(changes: dict[str, object], where: str) -> None:
    with pytest.raises(WrongInput) as refusal:
        recorded(**changes)
    assert refusal.value.where == where
    assert not Award.objects.exists()


def test_a_sixth_unit_finds_no_place() -> None:
    for _round in range(5):
        recorded(capacity_mtpa=600)
    with pytest.raises(Refusal, match="no place") as refusal:
        recorded(capacity_mtpa=600)
    assert "5 units" in str(refusal.value.expected)


def test_an_allotted_application_is_awarded_at_its_approved_rate() -> None:
    made = allotted()
    with factories.on_day(factories.AWARD_DATE):
        award = prepare_award(
            by=factories.officer(Role.MHI_SO), application_id=made.pk, award_date=factories.AWARD_DATE
        )
    assert award.award_rate == Decimal("2100.00")
    assert (award.capacity_mtpa, award.unit_name) == (900, made.unit_name)


def test_an_award_date_before_the_allotment_is_refused() -> None:
    made = allotted()
    day = factories.AWARD_DATE - dt.timedelta(days=1)
    with factories.on_day(factories.AWARD_DATE), pytest.raises(WrongInput) as refusal:
        prepare_award(by=factories.officer(Role.MHI_SO), application_id=made.pk, award_date=day)
    assert refusal.value.where == "award_date"


def test_an_application_is_awarded_once_and_again_only_after_a_drop() -> None:
    made = allotted()
    officer = factories.officer(Role.MHI_SO)
    with factories.on_day(factories.AWARD_DATE):
        first = prepare_award(by=officer, application_id=made.pk, award_date=factories.AWARD_DATE)
        with pytest.raises(Refusal, match="there already"):
            prepare_award(by=officer, application_id=made.pk, award_date=factories.AWARD_DATE)
        drop_award(by=officer, award_id=first.pk, version=first.version, note="Wrong day.")
        second = prepare_award(by=officer, application_id=made.pk, award_date=factories.AWARD_DATE)
    assert second.pk != first.pk


def test_a_responsive_application_is_not_awarded() -> None:
    made = factories.responsive_application()
    with pytest.raises(Refusal, match="Only an allotted"):
        prepare_award(
            by=factories.officer(Role.MHI_SO), application_id=made.pk, award_date=made.submitted_day
        )


@pytest.mark.parametrize("role", [Role.MHI_US, Role.MHI_DIRECTOR, Role.PMA_OFFICER])
def test_only_a_section_officer_prepares(role: Role) -> None:
    factories.books()
    with pytest.raises(NotAllowed):
        record_award(by=factories.officer(role), **factories.award_facts(factories.company()))


def test_the_preparer_does_not_issue() -> None:
    award = recorded()
    with pytest.raises(NotAllowed):
        issued(award, by=award.prepared_by)


def test_a_double_click_issues_one_letter() -> None:
    award = recorded()
    officer = factories.officer(Role.MHI_US)
    shown = award.version
    issued(award, by=officer)
    with pytest.raises(Stale, match=str(officer.person.name)):
        issue_award(by=factories.officer(Role.MHI_US), award_id=award.pk, version=shown)
    assert Unit.objects.count() == 1
    assert Job.objects.filter(kind="award_letter").count() == 1


def test_the_database_keeps_an_issued_rate() -> None:
    award = issued(recorded())
    with pytest.raises(DatabaseError, match="applicants_award"), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(award_rate="1.00")


def test_the_letter_is_made_once_and_kept() -> None:
    award = issued(recorded())
    job = Job.objects.get(kind="award_letter")
    with factories.on_day(dt.date(2027, 6, 1)):
        jobs.run_now(job)
    award.refresh_from_db()
    assert award.letter is not None
    assert award.letter.name == "REPM-LOA-0001.pdf"
    again = Job.objects.create(kind="award_letter", object_id=str(award.pk), key="award_letter:again")
    jobs.run_now(again)
    award.refresh_from_db()
    assert StoredFile.objects.filter(media_type="application/pdf", name=award.letter.name).count() == 1


def test_the_letter_says_everything_in_both_languages() -> None:
    award = issued(recorded(oxide=True, rank=2))
    html = render_award_letter(award_letter_of(award))
    for words in (
        "REPM/LOA/0001",
        "अधिनिर्णय पत्र",
        "Letter of award",
        "900 टन प्रति वर्ष",
        "900 tonnes a year",
        "₹\N{NO-BREAK SPACE}2,100",
        "14.01.2029",
        "14.01.2034",
        "Rupees nine hundred sixty-seven crore fifty lakh only",
        "रुपये नौ सौ सड़सठ करोड़ पचास लाख मात्र",
        "IREL (India) Limited",
        "ranked L2",
        award.manufacturer.pan,
        "SPECIMEN",
    ):
        assert words in html


def test_the_same_letter_has_the_same_bytes() -> None:
    award = issued(recorded())
    letter = award_letter_of(award)
    assert award_letter_pdf(letter, award.state_since) == award_letter_pdf(letter, award.state_since)


def test_an_acknowledgement_is_a_pdf_without_the_rate() -> None:
    made = factories.submitted_application(rate="1987.65")
    pdf = acknowledgement_pdf(made)
    assert pdf.startswith(b"%PDF-")
    assert b"1987" not in pdf.split(b"stream", 1)[0]
