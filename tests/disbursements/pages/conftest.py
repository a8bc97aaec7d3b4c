"""A signed-in reader, the officers of a chain, and a day on which everything happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from portal.accounts.models import User
from tests import factories
from tests.factories_money import DAY, Officers

Reader = Callable[[User], Client]


@pytest.fixture
def today(db: None) -> Iterator[None]:
    """Let the scheme's calendar stand on a day when the year before can be claimed."""
    with factories.on_day(DAY):
        yield


@pytest.fixture
def who(today: None) -> Officers:
    """One officer for each role of the chain."""
    return Officers()


@pytest.fixture
def made(today: None) -> factories.AwardedUnit:
    """A unit that can claim."""
    return factories.awarded_unit()


@pytest.fixture
def reader() -> Reader:
    """Sign a user in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
