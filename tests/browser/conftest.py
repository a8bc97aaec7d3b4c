"""A portal furnished with one of everything, and windows of people who have signed in already."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from playwright.sync_api import Browser

from portal.accounts.models import User
from portal.common.models import DemoCalendar
from tests import factories_money as money
from tests.factories import PASSWORD
from tests.journeys.screen import Screen
from tests.permissions.world import World, build
from tests.services.portal import LivePortal

Window = Callable[..., Screen]


@pytest.fixture
def world(fresh_database: str) -> World:
    """One of everything; the scheme's calendar stands where it was made."""
    DemoCalendar.objects.update_or_create(pk=1, defaults={"today": money.DAY})
    return build()


@pytest.fixture
def window(live_portal: LivePortal, chromium: Browser) -> Iterator[Window]:
    """Open a window for a person (None has not signed in); behind none of them anything may go wrong."""
    opened: list[Screen] = []

    def open_for(user: User | None = None, *, script: bool = True) -> Screen:
        screen = Screen(chromium, live_portal.url, script=script)
        opened.append(screen)
        if user is not None:
            screen.context.add_cookies([_signed_in(user, live_portal.url)])
        return screen

    yield open_for
    for screen in opened:
        screen.close()
    assert [fault for screen in opened for fault in screen.faults] == []


def _signed_in(user: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def with_password(user: User) -> User:
    """Give a factory's person a password the running portal can check: the suite's own hashing is a quicker one."""
    user.password = PBKDF2PasswordHasher().encode(PASSWORD, "of-the-suite", iterations=1000)
    user.save(update_fields=["password"])
    return user
