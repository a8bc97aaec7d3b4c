"""Signing in: who is let in, what a stranger can learn, and how many tries there are."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.accounts.services.users import add_user, grant_role, revoke_role, set_active
from tests.factories import PASSWORD, company, officer, person

pytestmark = pytest.mark.django_db
WRONG = "not-the-password-7"


def enter(client: Client, email: str, password: str = PASSWORD, address: str = "192.0.2.1") -> HttpResponse:
    answer: HttpResponse = client.post(
        "/account/login/", {"login": email, "password": password}, REMOTE_ADDR=address
    )
    return answer


def is_in(client: Client) -> bool:
    return client.get("/home/").status_code == 200


def test_the_right_password_opens_the_home(client: Client) -> None:
    user = officer(Role.IFD)
    answer = enter(client, user.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, "/home/")
    assert is_in(client)


def test_a_page_asked_for_before_comes_after_the_sign_in(client: Client) -> None:
    asked = client.get("/officer/budget/")
    assert asked["Location"] == "/account/login/?next=/officer/budget/"
    user = officer(Role.IFD)
    data = {"login": user.email, "password": PASSWORD, "next": "https://evil.invalid/"}
    assert client.post("/account/login/", data)["Location"] == "/home/"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client: Client) -> None:
    user = officer(Role.IFD)
    known, unknown = enter(client, user.email, WRONG), enter(client, "nobody@example.org", WRONG)
    assert known.status_code == unknown.status_code == 200
    texts = [
        re.sub(r'value="\w{64}"', "", answer.content.decode().replace(who, "X"))
        for answer, who in ((known, user.email), (unknown, "nobody@example.org"))
    ]
    mains = [text[text.index("<main") : text.index("</main>")] for text in texts]
    assert mains[0] == mains[1]
    assert "not correct" in texts[0]
    assert not is_in(client)


def test_asking_for_a_new_password_does_not_tell_who_is_known(client: Client) -> None:
    user = officer(Role.IFD)
    answers = [
        client.post("/account/password/reset/", {"email": email})
        for email in (user.email, "nobody@example.org")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_five_wrong_tries_lock_the_account_from_there(client: Client) -> None:
    user, other = officer(Role.IFD), officer(Role.DDO)
    answers = [enter(client, user.email, WRONG) for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * 4
    assert "Too many wrong passwords" in answers[-1].content.decode()
    assert answers[-1].status_code == 429
    assert enter(client, user.email).status_code == 429
    assert not is_in(client)
    assert enter(Client(), user.email, address="192.0.2.2").status_code == 302
    assert enter(client, other.email).status_code == 302


def test_an_unknown_address_is_locked_like_a_known_one(client: Client) -> None:
    answers = [enter(client, "nobody@example.org", WRONG).status_code for _ in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_a_right_password_forgives_the_tries_before(client: Client) -> None:
    user = officer(Role.IFD)
    for _ in range(3):
        for _ in range(2):
            enter(client, user.email, WRONG)
        assert enter(client, user.email).status_code == 302
        client.logout()


def test_a_closed_sign_in_is_let_in_no_more_and_thrown_out(client: Client) -> None:
    user, by = officer(Role.IFD), officer(Role.SYS_ADMIN)
    enter(client, user.email)
    set_active(user=user, active=False, by=by)
    assert not is_in(client)
    stranger = Client()
    assert enter(stranger, user.email)["Location"] == "/account/inactive/"
    assert 'class="tricolour"' in stranger.get("/account/inactive/").content.decode()
    assert not is_in(stranger)
    assert (
        enter(Client(), user.email, WRONG).status_code == 200
    )  # who does not know the password learns nothing
    set_active(user=user, active=True, by=by)
    assert enter(Client(), user.email).status_code == 302


def test_a_role_that_has_ended_closes_its_pages_at_once(client: Client) -> None:
    user, by = officer(Role.MHI_SO), officer(Role.SYS_ADMIN)
    enter(client, user.email)
    assert client.get("/officer/budget/").status_code == 200
    revoke_role(grant=user.grants.get(), by=by)
    assert client.get("/officer/budget/").status_code == 403


def test_a_new_password_ends_other_sessions(client: Client) -> None:
    user = officer(Role.IFD)
    enter(client, user.email)
    user.set_password("another-Word-of-9")
    user.save()
    assert not is_in(client)


def test_a_session_gets_a_new_key_at_sign_in_and_lasts_eight_hours(client: Client) -> None:
    client.get("/account/login/")
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    before = session.session_key
    enter(client, officer(Role.IFD).email)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != before
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.session.get_expiry_age() == 8 * 60 * 60


def test_nobody_signs_up_by_the_packages_own_page(client: Client) -> None:
    answer = client.post(
        "/account/signup/", {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code == 200
    assert not User.objects.exists()


def demo_person(number: int) -> None:
    facts = {**person(), "email": f"p{number}@office.demo.invalid"}
    user = add_user(**facts, by=None)
    somebody = officer(Role.TECH_MEMBER)
    grant_role(user=user, role=Role.TECH_MEMBER, organisation=somebody.grants.get().organisation, by=None)


@override_settings(DEMO=True)
def test_the_demonstrations_list_costs_the_same_for_many(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/account/login/")
        return len(captured)

    demo_person(1)
    few = queries()
    for number in range(2, 9):
        demo_person(number)
    assert queries() == few


@override_settings(DEMO=True)
def test_the_demonstrations_people_are_listed_by_company_then_office(client: Client) -> None:
    maker = company(
        legal_name="Zeta Magnets", signatory={**person(), "email": "s@zeta.demo.invalid", "designation": "D"}
    )
    demo_person(1)
    company(legal_name="Not of the demonstration")
    text = client.get("/account/login/").content.decode()
    main = text[text.index("<main") : text.index("<aside")]
    assert (
        main.index("Zeta Magnets") < main.index("s@zeta.demo.invalid") < main.index("p1@office.demo.invalid")
    )
    assert maker.preparer.email not in text
    assert "Not of the demonstration" not in text
    assert main.count("<code>magnets-for-everyone</code>") == 1


def test_outside_a_demonstration_nobody_is_listed(client: Client) -> None:
    demo_person(1)
    text = client.get("/account/login/").content.decode()
    assert "demo.invalid" not in text
    assert "magnets-for-everyone" not in text


def test_a_sign_in_without_a_role_opens_nothing(client: Client) -> None:
    user = add_user(**person(), by=None)
    enter(client, user.email)
    assert client.get("/home/").status_code == 403


ADDRESSES = [
    "/account/password/reset/",
    "/account/signup/",
    "/account/logout/",
    "/account/password/reset/done/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_packages_own_pages_wear_the_portals_clothes(address: str, client: Client) -> None:
    if address == "/account/logout/":
        enter(client, officer(Role.IFD).email)
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'class="tricolour"' in answer.content.decode()


def test_upper_case_gives_no_further_tries(client: Client) -> None:
    user = officer(Role.IFD)
    tried = [user.email.upper() if number % 2 else user.email for number in range(5)]
    assert [enter(client, email, WRONG).status_code for email in tried] == [200, 200, 200, 200, 429]
