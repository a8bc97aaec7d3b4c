"""Registers over the API: the same services, permissions and refusals as the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from applicants.models import Register
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common import jobs
from tests import factories
from tests.applicants.registers import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> factories.AwardedUnit:
    """Return a commissioned unit."""
    return factories.awarded_unit()


@pytest.fixture
def enter() -> Callable[[User], APIClient]:
    """Return a client that acts as somebody."""

    def open_for(user: User) -> APIClient:
        client = APIClient()
        client.force_authenticate(user)
        return client

    return open_for


def send(client: APIClient, made: factories.AwardedUnit, content: bytes, **changes: str):
    """Send a file as JSON's form-data sister."""
    facts = {"unit": made.unit.pk, "kind": "sales", "fy": "2029-30", **changes}
    return client.post("/api/v1/registers/", {**facts, "file": SimpleUploadedFile("s.csv", content)})


def test_a_machine_sends_follows_and_reads_a_register(made, enter) -> None:
    client = enter(made.preparer)
    wrong = samples.sale(made, document_no="A/2", quantity="x")
    answer = send(client, made, samples.as_csv([samples.sale(made), wrong]))
    assert answer.status_code == 201
    assert answer.data["reading"]["state"] == "queued"
    register = Register.objects.get(pk=answer.data["id"])
    jobs.run_now(samples.job_of(register))
    found = client.get(f"/api/v1/registers/{register.pk}/").data
    assert (found["state"], found["rows_good"], found["rows_wrong"]) == ("ready", 1, 1)
    assert (found["sold_kg"], found["value"]) == ("1000.000", "5590000.00000")
    assert (found["lines_by_treatment"], found["reading"]) == ({"counted": 1}, None)
    lines = client.get(f"/api/v1/registers/{register.pk}/lines/?treatment=counted").data
    assert [line["document_no"] for line in lines["results"]] == ["A/1"]
    problems = client.get(f"/api/v1/registers/{register.pk}/problems/").data["results"]
    assert [(p["row"], p["column"], p["given"], p["code"]) for p in problems] == [
        (3, "quantity", "x", "number")
    ]
    assert client.get("/api/v1/registers/?state=ready").data["count"] == 1
    assert client.get("/api/v1/registers/?state=locked").data["count"] == 0


def test_asset_lines_are_written_as_assets(made, enter) -> None:
    register = samples.read(made, samples.as_assets([samples.asset()]), kind="assets")
    lines = enter(made.preparer).get(f"/api/v1/registers/{register.pk}/lines/").data["results"]
    assert [(line["asset_no"], line["counted_paise"]) for line in lines] == [("P-1", 1_000_000_000)]


def test_actions_are_the_pages_and_a_stale_version_is_refused(made, enter) -> None:
    register = samples.read(made, samples.as_csv([samples.sale(made)]))
    client, address = enter(made.signatory), f"/api/v1/registers/{register.pk}/actions"
    stale = client.post(f"{address}/discard/", {"version": register.version - 1}, format="json")
    assert stale.status_code == 409
    again = client.post(f"{address}/recount/", {"version": register.version}, format="json")
    assert (again.status_code, again.data["state"]) == (200, "uploaded")
    jobs.run_now(samples.job_of(register))
    gone = client.post(f"{address}/discard/", {}, format="json")
    assert gone.data["state"] == "discarded"
    assert client.post(f"{address}/lock/", {}, format="json").status_code == 404


def test_a_wrong_year_names_its_field(made, enter) -> None:
    answer = send(enter(made.preparer), made, samples.as_csv([samples.sale(made)]), fy="2029-31")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["field"] == "fy"


@pytest.mark.parametrize("path", ["", "lines/", "problems/"])
def test_a_stranger_finds_nothing(made, enter, path) -> None:
    register = samples.read(made, samples.as_csv([samples.sale(made)]))
    stranger = enter(factories.company().signatory)
    assert stranger.get(f"/api/v1/registers/{register.pk}/{path}").status_code == 404
    assert stranger.get("/api/v1/registers/").data["count"] == 0
    action = f"/api/v1/registers/{register.pk}/actions/discard/"
    assert stranger.post(action, {}, format="json").status_code == 404
    assert APIClient().get(f"/api/v1/registers/{register.pk}/{path}").status_code == 401


def test_an_officer_reads_but_does_not_send(made, enter) -> None:
    register = samples.read(made, samples.as_csv([samples.sale(made)]))
    client = enter(factories.officer(Role.PMA_OFFICER))
    assert client.get(f"/api/v1/registers/{register.pk}/").status_code == 200
    assert send(client, made, b"x").status_code == 403
    action = f"/api/v1/registers/{register.pk}/actions/discard/"
    assert client.post(action, {}, format="json").status_code == 403


@pytest.mark.parametrize("unit", ["9" * 30, "²", "x"])
def test_a_unit_no_database_can_hold_fails_nothing(unit: str, made, enter) -> None:
    send(enter(made.preparer), made, samples.as_csv([samples.sale(made)]))
    answer = enter(made.preparer).get("/api/v1/registers/", {"unit": unit})
    assert (answer.status_code, answer.data["count"]) == (200, 0 if unit.isdecimal() else 1)
