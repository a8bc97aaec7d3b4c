"""The landing page and the homes: they open on an empty portal, to those they are for, at a steady price."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.accounts.roles import OFFICERS, Role
from portal.home.scheme_output import capacity, sold_by_year
from tests.factories import awarded_unit, books, company, draft, officer, on_day
from tests.factories_money import DAY, Officers, draft_claim, filed, on_claim_day, paid, sanctioned, verified

SHELL = 4  # session, sign-in, roles, name
pytestmark = pytest.mark.django_db
OPEN = ("/", "/books/", "/calculator/", "/healthz", "/verify/", "/about/help/", "/status/", "/account/login/")
INFORMATION = ("portal", "contact", "help", "accessibility", "privacy", "terms", "sitemap", "feedback")


def queries(client: Client, address: str = "/home/") -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", OPEN)
def test_an_empty_portal_opens(address: str, client: Client) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", INFORMATION)
def test_every_page_a_government_site_has_is_there(name: str, client: Client) -> None:
    assert client.get(f"/about/{name}/").status_code == 200


@pytest.mark.parametrize("address", ["/nothing/", "/about/nothing/", f"/jobs/{'9' * 40}/", "/jobs/0/"])
def test_a_page_there_is_not_is_a_404_in_the_portals_clothes(address: str) -> None:
    answer = window(officer(Role.IFD)).get(address)
    assert answer.status_code == 404
    assert 'class="tricolour"' in answer.content.decode()


def test_the_landing_page_shows_the_books_figures_once_there_are_books(client: Client) -> None:
    before = client.get("/").content.decode()
    assert "6,000" not in before
    books()
    after = client.get("/").content.decode()
    assert "of 6,000 t" in after
    for demand in ("4,010", "8,220"):
        assert demand in after


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    for address in ("/home/", "/users/", "/users/new/", "/users/1/", "/jobs/1/", "/officer/budget/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={address}")


@pytest.mark.parametrize("role", [*OFFICERS, Role.AUDITOR])
def test_every_role_of_an_office_has_a_home(role: str) -> None:
    books()
    user = officer(role)
    answer = window(user).get("/home/")
    assert answer.status_code == 200
    assert answer.context["tasks"] == []
    assert str(Role(role).label) in answer.content.decode()


def test_the_administrators_home_is_the_list_of_people() -> None:
    answer = window(officer(Role.SYS_ADMIN)).get("/home/")
    assert (answer.status_code, answer["Location"]) == (302, "/users/")


def test_a_new_company_is_invited_to_apply() -> None:
    books()
    text = window(company().signatory).get("/home/").content.decode()
    assert "Your company is registered." in text
    assert "Start an application" in text


def test_a_company_sees_its_own_application_and_no_other() -> None:
    own, other = company(), company()
    mine, theirs = draft(own), draft(other)
    text = window(own.preparer).get("/home/").content.decode()
    assert f"/manufacturer/applications/{mine.pk}/" in text
    assert f"/manufacturer/applications/{theirs.pk}/" not in text


def test_capacity_counts_each_units_last_phase_and_issued_awards_alone() -> None:
    made = awarded_unit()
    assert (capacity().allotted, capacity().commissioned, capacity().units) == (900, 900, 1)
    phased = {made.award.award_date.replace(year=2028): 500, made.award.award_date.replace(year=2029): 800}
    awarded_unit(capacity=1000, phases=phased)
    awarded_unit(capacity=600, phases={})
    assert (capacity().allotted, capacity().commissioned, capacity().units) == (2500, 1700, 3)


def test_output_counts_filed_claims_alone() -> None:
    first, second = awarded_unit(), awarded_unit()
    with on_day(DAY):
        filed(draft_claim(first), first)
        draft_claim(second)
    assert sold_by_year() == {"2029-30": 800_000_000}


@pytest.mark.parametrize("role", [Role.MHI_SO, Role.PMA_OFFICER, Role.IFD, Role.PAO, Role.AUDITOR])
def test_an_offices_home_costs_the_same_for_many_claims(role: str) -> None:
    first = awarded_unit()
    client = window(officer(role))
    with on_day(DAY):
        filed(draft_claim(first), first)
        few = queries(client)
        for _ in range(3):
            more = awarded_unit()
            filed(draft_claim(more), more)
        assert queries(client) <= few
    assert few <= 11 + SHELL


def test_a_companys_home_costs_the_same_for_many_claims() -> None:
    made = awarded_unit()
    client = window(made.signatory)
    with on_day(DAY):
        filed(draft_claim(made), made)
        few = queries(client)
    with on_claim_day("2030-31"):
        filed(draft_claim(made, fy="2030-31"), made)
        assert queries(client) <= few


def test_what_was_paid_is_on_every_home() -> None:
    who, made = Officers(), awarded_unit()
    with on_day(DAY):
        order = sanctioned(verified(draft_claim(made), made, who), who)
        paid(order, who)
        figure = f"{order.tranche.amount / 10**7:.2f}"
        for user in (made.signatory, who[Role.IFD], officer(Role.AUDITOR)):
            assert figure in window(user).get("/home/").content.decode()
