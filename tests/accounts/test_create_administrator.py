"""The first administrator of an empty portal comes by a command, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.models import Event
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def create(email: str = "first@example.org", pan: str = "ZZZPA0001A") -> str:
    out = StringIO()
    call_command("create_administrator", email, name="First", pan=pan, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", PASSWORD)


def test_the_first_administrator_can_sign_in() -> None:
    assert create() == "first@example.org can sign in now and add the officers at /users/.\n"
    made = User.objects.get()
    assert made.role_codes == {Role.SYS_ADMIN}
    assert made.check_password(PASSWORD)
    assert list(Event.objects.values_list("action", "actor")) == [
        ("add_user", "system"),
        ("grant_role", "system"),
    ]


def test_there_is_no_second_one() -> None:
    create()
    with pytest.raises(CommandError, match="has an administrator already"):
        create("second@example.org", "ZZZPA0002A")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"pan": "ZZZCA0001A"}, "not a person's"),
        ({"pan": "nonsense"}, "not a PAN"),
        ({"email": "nonsense"}, "not an e-mail address"),
    ],
)
def test_wrong_facts_end_in_one_sentence(facts: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        create(**facts)
    assert not User.objects.exists()


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMINISTRATOR_PASSWORD", "password")
    with pytest.raises(CommandError, match="too short"):
        create()
    assert not User.objects.exists()
