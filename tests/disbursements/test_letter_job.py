"""From a sanction through the job to the letter that is kept, served and verified."""

import hashlib
import json

import pytest
from django.test import Client
from django.urls import reverse

from disbursements.letters import render_letter, sanction_letter_context
from disbursements.models import Sanction
from portal.accounts.roles import Role
from portal.common import jobs
from portal.common.files import path_of
from portal.common.models import Event, Job
from tests.factories import Company, awarded_unit, company, officer, on_day
from tests.factories_money import DAY, Officers, draft_claim, sanctioned, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> tuple[Sanction, Company]:
    with on_day(DAY):
        who, unit = Officers(), awarded_unit()
        return sanctioned(verified(draft_claim(unit), unit, who), who), unit


def letter_job(sanction: Sanction) -> Job:
    return Job.objects.get(kind="sanction_letter", object_id=str(sanction.pk))


def with_letter(sanction: Sanction) -> Sanction:
    with on_day(DAY):
        jobs.run_now(letter_job(sanction))
    sanction.refresh_from_db()
    return sanction


def test_the_job_keeps_the_letter_once_and_the_event_carries_its_digest(
    made: tuple[Sanction, Company],
) -> None:
    sanction = with_letter(made[0])
    assert sanction.letter is not None
    content = path_of(sanction.letter.sha256).read_bytes()
    assert hashlib.sha256(content).hexdigest() == sanction.letter.sha256
    event = Event.objects.get(object_type="disbursements.sanction", action="make_letter")
    assert json.loads(event.changes)["sha256"] == sanction.letter.sha256
    again = Job.objects.create(kind="sanction_letter", object_id=str(sanction.pk), key="once more")
    with on_day(DAY):
        done = jobs.run_now(again)
    assert done.result == {"letter": sanction.letter.pk, "sha256": sanction.letter.sha256}
    assert Event.objects.filter(action="make_letter").count() == 1


def test_the_letter_says_what_was_decided(made: tuple[Sanction, Company]) -> None:
    sanction = made[0]
    letter = sanction_letter_context(sanction)
    assert letter.amount == sanction.amount == letter.part.amount == letter.part.due
    assert letter.account.provision - letter.amount == letter.account.balance_after
    assert (letter.grounds.diary_no, letter.grounds.diary_date) == ("IFD/1", DAY)
    assert letter.specimen
    assert letter.payee.pan == sanction.payee.pan
    html = render_letter(letter)
    assert sanction.number in html
    assert reverse("verify", args=[sanction.token]) in html


def test_those_who_see_the_claim_can_read_the_letter_and_a_stranger_is_told_nothing(
    made: tuple[Sanction, Company], client: Client
) -> None:
    sanction, owner = made
    address = reverse("sanction_letter", args=[sanction.pk])
    assert client.get(address).status_code == 302
    client.force_login(owner.signatory)
    assert client.get(address).status_code == 409
    with_letter(sanction)
    for user in (owner.signatory, officer(Role.AUDITOR), officer(Role.IFD)):
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"%PDF-1.7")
        assert answer["Cache-Control"] == "private, no-store"
    client.force_login(company().signatory)
    assert client.get(address).status_code == 404


def test_anyone_can_verify_an_order_and_learns_only_what_the_letter_says(
    made: tuple[Sanction, Company], client: Client
) -> None:
    sanction = made[0]
    page = client.get(reverse("verify", args=[sanction.token])).content.decode()
    assert sanction.number in page
    assert sanction.payee.legal_name in page
    assert "This is a specimen" in page
    assert sanction.payee.pan not in page
    assert sanction.tranche.claim.number not in page
    assert client.get(reverse("verify", args=["0" * 32])).status_code == 404
    typed = client.get(reverse("verify"), {"token": f" http://x/verify/{sanction.token}/ "})
    assert typed["Location"] == reverse("verify", args=[sanction.token])
    assert client.get(reverse("verify"), {"token": "abc"}).status_code == 422


def test_the_public_list_of_grants_names_grantee_amount_and_purpose(
    made: tuple[Sanction, Company], client: Client
) -> None:
    sanction = made[0]
    page = client.get(reverse("grants")).content.decode()
    assert sanction.payee.legal_name in page
    assert "Sales-linked incentive" in page
    file = b"".join(client.get(reverse("grants_csv")).streaming_content).decode("utf-8-sig")
    assert f",{sanction.amount},0,Specimen" in file
    assert sanction.payee.pan not in file
