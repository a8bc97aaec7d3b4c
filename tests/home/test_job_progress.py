"""How far a job is: shown to those it belongs to; to everybody else it does not exist."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.accounts.services.users import add_user, grant_role
from portal.common.models import Job
from tests.factories import PASSWORD, company, officer

pytestmark = pytest.mark.django_db


def job(by: User, **facts: object) -> Job:
    return Job.objects.create(
        kind="test.kind", object_id="1", key=f"k{Job.objects.count()}", requested_by=by.pseudonym, **facts
    )


def see(user: User, asked: Job, **more: str) -> int:
    client = Client()
    client.force_login(user)
    return client.get(f"/jobs/{asked.pk}/", **more).status_code


def test_a_company_sees_its_own_jobs_and_no_other() -> None:
    own, other = company(), company()
    asked = job(own.preparer)
    assert see(own.preparer, asked) == see(own.signatory, asked) == 200
    assert see(other.preparer, asked) == see(other.signatory, asked) == 404
    assert see(own.preparer, job(officer(Role.IFD))) == 404


def test_what_a_person_of_two_companies_asked_for_stays_theirs() -> None:
    own, other = company(), company()
    both = add_user(
        email="both@example.org", password=PASSWORD, name="B", pan=own.preparer.person.pan or "", by=None
    )
    organisation = other.manufacturer.organisation
    grant_role(user=both, role=Role.APPLICANT_PREPARER, organisation=organisation, by=None)
    asked = job(both)
    assert see(both, asked) == 200
    assert see(own.signatory, asked) == see(other.signatory, asked) == 404


def test_officers_and_auditors_see_every_job() -> None:
    asked = job(company().preparer)
    assert see(officer(Role.PMA_OFFICER), asked) == see(officer(Role.AUDITOR), asked) == 200


@pytest.mark.parametrize(
    ("back", "shown"),
    [
        ("/manufacturer/claims/", True),
        ("https://evil.invalid/", False),
        ("//evil.invalid/", False),
        ("javascript:alert(1)", False),
        ("\\\\evil.invalid", False),
    ],
)
def test_the_way_back_stays_here(back: str, shown: bool) -> None:
    user = officer(Role.IFD)
    done = job(user, state="done", finished_at=timezone.now())
    client = Client()
    client.force_login(user)
    text = client.get(f"/jobs/{done.pk}/", {"back": back}).content.decode()
    assert (f'href="{back}"' in text) is shown
    assert not re.search(r'(href|action)="[^"]*(evil|javascript)', text)


def test_a_fragment_is_renewed_while_the_job_lives_and_then_reloads_the_page() -> None:
    user = officer(Role.IFD)
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    going = job(
        user, state="running", lease_until=timezone.now(), progress_done=1_00_000, progress_total=2_00_000
    )
    answer = client.get(f"/jobs/{going.pk}/")
    text = answer.content.decode()
    assert f'hx-get="/jobs/{going.pk}/"' in text
    assert "1,00,000 of 2,00,000" in text
    assert "<html" not in text
    assert "HX-Refresh" not in answer
    broken = job(user, state="failed", finished_at=timezone.now(), error="Line 7 <b>has</b> no weight.")
    answer = client.get(f"/jobs/{broken.pk}/")
    assert "Line 7 &lt;b&gt;has&lt;/b&gt; no weight." in answer.content.decode()
    assert answer["HX-Refresh"] == "true"
