"""The administrator's pages: people and their roles, nobody's business."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import OFFICERS, Role
from tests.factories import PASSWORD, company, officer

pytestmark = pytest.mark.django_db
FACTS = {
    "name": "New Person",
    "designation": "Under secretary",
    "office": "Ministry",
    "email": "new@example.org",
    "pan": "ZZZPQ0001Q",
    "mobile": "",
    "role": "MHI_US",
    "password": PASSWORD,
}


@pytest.fixture
def administrator() -> User:
    return officer(Role.SYS_ADMIN)


@pytest.fixture
def window(administrator: User) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


@pytest.mark.parametrize("role", [*OFFICERS, Role.AUDITOR])
def test_nobody_else_opens_them(role: str, client: Client) -> None:
    client.force_login(officer(role))
    for address in ("/users/", "/users/new/", "/users/1/"):
        assert client.get(address).status_code == 403
        assert client.post(address, FACTS).status_code in (403, 405)
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_companys_people_do_not_open_them(client: Client) -> None:
    client.force_login(company().signatory)
    assert client.get("/users/").status_code == 403


def test_an_officer_is_added(window: Client) -> None:
    assert window.get("/users/new/").status_code == 200
    answer = window.post("/users/new/", FACTS, follow=True)
    assert "New Person can sign in now." in answer.content.decode()
    made = User.objects.get(email="new@example.org")
    assert made.role_codes == {"MHI_US"}
    assert Client().post("/account/login/", {"login": made.email, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pan": "ZZZCQ0001Q"}, "id_pan"),
        ({"pan": "ZZZPQ000१Q"}, "id_pan"),
        ({"mobile": "12345"}, "id_mobile"),
        ({"password": "password"}, "id_password"),
        ({"password": "new@example.org"}, "id_password"),
        ({"role": "APPLICANT_SIGNATORY"}, "id_role"),
        ({"email": "nobody"}, "id_email"),
        ({"name": ""}, "id_name"),
        ({"name": "x" * 500}, "id_name"),
        ({"name": "a\x00b"}, "id_name"),
    ],
)
def test_wrong_input_is_kept_and_told_at_its_field(
    changes: dict[str, str], field: str, window: Client
) -> None:
    answer = window.post("/users/new/", {**FACTS, **changes})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'<a href="#{field}' in text
    assert 'value="Ministry"' in text
    assert PASSWORD not in text
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_person_with_another_function_is_refused_and_the_input_kept(window: Client) -> None:
    known = officer(Role.IFD)
    answer = window.post("/users/new/", {**FACTS, "pan": known.person.pan})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "the same person is already Internal finance" in text
    assert 'value="new@example.org"' in text
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_role_is_ended_and_a_sign_in_closed_by_the_page(window: Client) -> None:
    someone = officer(Role.DDO)
    grant = someone.grants.get()
    address = f"/users/{someone.pk}/"
    assert "End the role" in window.get(address).content.decode()
    window.post(address, {"revoke": str(grant.pk)})
    assert "ended" in window.get(address).content.decode()
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    window.post(address, {"active": "0"})
    someone.refresh_from_db()
    assert not someone.is_active
    window.post(address, {"active": "1"})
    someone.refresh_from_db()
    assert someone.is_active


def test_a_role_of_somebody_else_is_not_ended_from_here(window: Client) -> None:
    one, two = officer(Role.DDO), officer(Role.PAO)
    for given in (str(two.grants.get().pk), "9" * 400, "x", "", "१"):
        window.post(f"/users/{one.pk}/", {"revoke": given})
    assert RoleGrant.objects.filter(revoked_at__isnull=False).count() == 0


def test_ones_own_page_has_no_buttons_and_a_companys_person_has_none(
    window: Client, administrator: User
) -> None:
    own = window.get(f"/users/{administrator.pk}/").content.decode()
    assert "This is you" in own
    assert 'name="active"' not in own
    assert 'name="revoke"' not in own
    assert window.post(f"/users/{administrator.pk}/", {"active": "0"}).status_code == 403
    assert window.get(f"/users/{company().signatory.pk}/").status_code == 404


def test_the_list_costs_the_same_for_many(window: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert window.get("/users/").status_code == 200
        return len(captured)

    officer(Role.DDO)
    few = queries()
    for _ in range(5):
        officer(Role.TECH_MEMBER)
    assert queries() == few
