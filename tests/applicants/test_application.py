"""Submitting and withdrawing, and that what was submitted stays."""

import pytest
from django.db import DatabaseError, transaction

from applicants.models import Application
from applicants.selectors.applications import content_of
from applicants.services.application import save_draft, submit_application, withdraw_application
from applicants.services.documents import add_document
from portal.common.canonical import sha256_of
from portal.common.models import Event
from portal.common.refusals import NotAllowed, Refusal, Stale, WrongInput
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_submission_has_number_time_and_the_digest_of_its_content() -> None:
    made = factories.submitted_application()
    assert made.number == "REPM/APP/0001"
    assert made.submitted_at is not None
    assert made.content_sha256 == sha256_of(content_of(Application.objects.get(pk=made.pk)))


def test_numbers_have_no_gaps() -> None:
    numbers = [factories.submitted_application().number for _round in range(2)]
    assert numbers == ["REPM/APP/0001", "REPM/APP/0002"]


def test_an_incomplete_application_is_refused_with_the_first_thing_missing() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    with pytest.raises(Refusal, match="missing or wrong") as refusal:
        submit_application(by=owner.signatory, application_id=made.pk, version=made.version)
    assert refusal.value.where == "unit_name"


def test_a_value_that_cannot_be_taken_keeps_a_draft_from_being_submitted() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    save_draft(
        by=owner.preparer,
        application_id=made.pk,
        version=None,
        fields={"capacity_mtpa": "650"},
        keep_wrong=True,
    )
    with pytest.raises(Refusal) as refusal:
        submit_application(by=owner.signatory, application_id=made.pk, version=None)
    assert refusal.value.where == "capacity_mtpa"


def test_a_given_clearance_needs_its_number_and_its_paper() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    save_draft(by=owner.preparer, application_id=made.pk, version=None, fields={"clearance": "recorded"})
    with pytest.raises(Refusal) as refusal:
        submit_application(by=owner.signatory, application_id=made.pk, version=None)
    assert refusal.value.where == "clearance_number"


def test_a_preparer_does_not_submit() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    with pytest.raises(NotAllowed):
        submit_application(by=owner.preparer, application_id=made.pk, version=made.version)


def test_a_double_submission_is_one() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    version = made.version
    submit_application(by=owner.signatory, application_id=made.pk, version=version)
    with pytest.raises(Stale):
        submit_application(by=owner.signatory, application_id=made.pk, version=version)
    assert Event.objects.filter(action="submit").count() == 1


def test_a_submitted_application_takes_no_more_changes() -> None:
    owner = factories.company()
    made = factories.submitted_application(owner)
    with pytest.raises(Refusal, match="not changed"):
        save_draft(by=owner.preparer, application_id=made.pk, version=None, fields={"unit_name": "Other"})
    with pytest.raises(Refusal, match="not changed"):
        add_document(by=owner.preparer, application_id=made.pk, kind="dpr", upload=factories.pdf())


def test_the_database_keeps_a_submitted_rate() -> None:
    made = factories.submitted_application()
    with pytest.raises(DatabaseError, match="applicants_application"), transaction.atomic():
        Application.objects.filter(pk=made.pk).update(quoted_rate="1.00")
    with pytest.raises(DatabaseError, match="applicants_application"), transaction.atomic():
        Application.objects.filter(pk=made.pk)._raw_delete("default")


def test_a_withdrawal_says_why_and_frees_the_company() -> None:
    owner = factories.company()
    made = factories.submitted_application(owner)
    with pytest.raises(WrongInput):
        withdraw_application(by=owner.signatory, application_id=made.pk, version=made.version, note=" ")
    withdraw_application(
        by=owner.signatory, application_id=made.pk, version=made.version, note="Another site."
    )
    made.refresh_from_db()
    assert (made.state, made.note) == ("withdrawn", "Another site.")
    assert factories.draft(owner).state == "draft"


def test_a_screened_application_is_not_withdrawn() -> None:
    owner = factories.company()
    made = factories.responsive_application(owner)
    with pytest.raises(Refusal):
        withdraw_application(by=owner.signatory, application_id=made.pk, version=None, note="Too late.")
