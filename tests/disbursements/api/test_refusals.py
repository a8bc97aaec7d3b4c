"""What the API answers where it does not do a thing, and what it says of itself."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from rest_framework.test import APIClient

from disbursements.models import Claim, Provision, Tranche
from portal.accounts.roles import Role
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import NEXT_FY, Officers

from .conftest import Machine

ENTRY = {
    "head": "SLI",
    "fy": NEXT_FY,
    "kind": "budget_estimate",
    "amount": 1_000_000_000,
    "order_number": "B/1",
    "order_date": "2030-04-01",
}


def test_the_description_generates_without_a_warning(tmp_path: Any) -> None:
    schema = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(schema))
    assert "/api/v1/claims/{reference}/actions/submit/" in schema.read_text()


def test_nobody_without_a_token_gets_in(today: None) -> None:
    answer = APIClient().get("/api/v1/claims/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_stale_version_is_told_who_was_quicker(made: AwardedUnit, who: Officers, machine: Machine) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    tranche = claim.tranches.get()
    url = f"/api/v1/tranches/{tranche.pk}/actions/recommend/"
    client = machine(who[Role.MHI_DIRECTOR])
    assert client.post(url, {"version": tranche.version}, format="json").status_code == 200
    second = client.post(url, {"version": tranche.version}, format="json")
    assert second.status_code == 409
    assert who[Role.MHI_DIRECTOR].person.name in second.json()["title"]
    assert claim.decisions.filter(action="recommend").count() == 1


def test_a_missing_field_and_a_missing_declaration_are_named(
    made: AwardedUnit, who: Officers, machine: Machine
) -> None:
    claim = factories_money.draft_claim(made)
    answer = machine(made.signatory).post(f"/api/v1/claims/{claim.pk}/actions/submit/", {}, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["declared"]
    claim.refresh_from_db()
    assert claim.state == "draft"


def test_a_float_is_refused_by_name(who: Officers, machine: Machine) -> None:
    answer = machine(who[Role.MHI_SO]).post("/api/v1/provisions/", {**ENTRY, "amount": 1e9}, format="json")
    assert answer.status_code == 422
    assert (answer.json()["field"], answer.json()["given"]) == ("amount", "1000000000.0")
    assert not Provision.objects.exists()


def test_a_company_sees_no_budget(made: AwardedUnit, who: Officers, machine: Machine) -> None:
    factories_money.provided(who)
    company = machine(made.signatory)
    assert company.get("/api/v1/provisions/").json()["results"] == []
    assert company.get("/api/v1/rounds/preview/", {"head": "SLI"}).status_code == 403
    assert company.post("/api/v1/provisions/", ENTRY, format="json").status_code == 403


def test_lists_take_few_queries(
    made: AwardedUnit, who: Officers, machine: Machine, django_assert_max_num_queries: Any
) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    factories_money.paid(factories_money.sanctioned(claim, who), who)
    client = machine(factories.officer(Role.AUDITOR))
    for thing in ("claims", "tranches", "sanctions", "payments", "provisions", "rounds"):
        with django_assert_max_num_queries(10):
            assert client.get(f"/api/v1/{thing}/").json()["count"] == 1
    assert Claim.objects.count() == Tranche.objects.count() == 1


def test_filters_narrow_a_list(made: AwardedUnit, who: Officers, machine: Machine) -> None:
    factories_money.filed(factories_money.draft_claim(made), made)
    client = machine(who[Role.IFD])
    assert client.get("/api/v1/claims/", {"state": "submitted"}).json()["count"] == 1
    assert client.get("/api/v1/claims/", {"state": "verified"}).json()["count"] == 0
