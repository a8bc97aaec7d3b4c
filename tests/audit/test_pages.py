"""The auditor's pages: the chain followed, the ledger read, a pack asked for and downloaded; nobody else gets in."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from disbursements.models import Claim, LedgerAccount
from portal.accounts.roles import Role
from portal.common import anchors, jobs
from portal.common.models import Event, Job
from tests.disbursements.test_evidence import paid_claim
from tests.factories import awarded_unit, company, officer, on_day
from tests.factories_money import DAY, Officers, draft_claim, filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(officer(Role.AUDITOR))
    return client


@pytest.fixture
def claim() -> Claim:
    with on_day(DAY):
        return paid_claim()


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_events_can_be_searched_and_followed(auditor: Client, claim: Claim) -> None:
    address = reverse("auditor:events")
    event = Event.objects.filter(object_type="disbursements.claim", action="verify").latest("seq")
    assert f"{event.seq}</a>" in text(auditor.get(address, {"q": "verify"}))
    of_claim = {"object_type": "disbursements.claim", "object_id": str(claim.pk)}
    count = Event.objects.filter(**of_claim).count()
    assert auditor.get(address, of_claim).context["table"].page.paginator.count == count
    assert auditor.get(address, {"actor": event.actor}).context["table"].page.paginator.count > 0
    day = {"since": DAY.isoformat(), "until": DAY.isoformat()}
    everything = Event.objects.filter(business_date=DAY).count()
    assert auditor.get(address, day).context["table"].page.paginator.count == everything
    assert "No event fits" in text(auditor.get(address, {"q": "no such word"}))
    assert auditor.get(address, {"since": "yesterday"}).status_code == 422


def test_an_event_shows_its_bytes_and_its_anchor(auditor: Client, claim: Claim) -> None:
    event = Event.objects.filter(action="sanction").latest("seq")
    address = reverse("auditor:event", args=[event.seq])
    page = auditor.get(address)
    assert (page.context["hash_holds"], page.context["link_holds"]) == (True, True)
    assert "Not anchored yet" in text(page)
    anchors.make_anchor()
    page = auditor.get(address)
    assert page.context["anchor_holds"]
    assert event.hash in text(page)
    assert auditor.get(reverse("auditor:event", args=[10**6])).status_code == 404


def test_the_ledger_balances_and_each_account_lists_its_entries(auditor: Client, claim: Claim) -> None:
    page = auditor.get(reverse("auditor:ledger"))
    trial = page.context["trial"]
    assert (trial.difference, trial.wrong) == (0, ())
    received = LedgerAccount.objects.get(kind="received", claim=claim)
    assert received.code in text(page)
    entries = auditor.get(reverse("auditor:account", args=[received.pk]))
    assert "1,32" in text(entries) or str(received.balance)[-3:] in text(entries)
    assert entries.context["table"].page.paginator.count == 1


def test_an_evidence_pack_is_asked_for_made_and_downloaded(auditor: Client, claim: Claim) -> None:
    address = reverse("auditor:evidence", args=[claim.pk])
    file_address = reverse("auditor:evidence_file", args=[claim.pk])
    assert "No pack of this claim was made yet" in text(auditor.get(address))
    assert auditor.get(file_address).status_code == 404
    assert auditor.post(address).status_code == 302
    assert auditor.post(address).status_code == 302
    job = Job.objects.get(kind="evidence_pack", object_id=str(claim.pk))
    jobs.run_now(job)
    assert "evidence-" in text(auditor.get(address))
    answer = auditor.get(file_address)
    content = b"".join(answer.streaming_content)
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_a_claim_nobody_submitted_has_no_pack(auditor: Client) -> None:
    with on_day(DAY):
        draft = draft_claim()
    assert auditor.get(reverse("auditor:evidence", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("name", ["events", "ledger"])
@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.PAO, Role.COMPETENT_AUTHORITY])
def test_officers_have_no_business_in_the_auditors_rooms(client: Client, name: str, role: str) -> None:
    client.force_login(officer(role))
    assert client.get(reverse(f"auditor:{name}")).status_code == 403


def test_an_auditors_link_opened_by_a_manufacturer_is_refused(client: Client) -> None:
    with on_day(DAY):
        unit = awarded_unit()
        claim = filed(draft_claim(unit), unit)
    client.force_login(unit.signatory)
    for method in (client.get, client.post):
        assert method(reverse("auditor:evidence", args=[claim.pk])).status_code == 403
    client.force_login(company().signatory)
    assert client.get(reverse("auditor:events")).status_code == 403


def test_lists_ask_the_database_no_more_for_more_rows(auditor: Client) -> None:
    with on_day(DAY):
        unit = awarded_unit()
        filed(draft_claim(unit), unit)
    address = reverse("auditor:ledger")
    auditor.get(address)
    with assertNumQueries(11):
        auditor.get(address)
    with on_day(DAY):
        another = awarded_unit()
        filed(draft_claim(another), another)
        Officers()
    with assertNumQueries(11):
        auditor.get(address)
