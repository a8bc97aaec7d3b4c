"""A machine that speaks for a user, by token, and the officers of a chain on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from portal.accounts.models import User
from tests import factories
from tests.factories_money import DAY, Officers

Machine = Callable[[User], APIClient]


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
def machine() -> Machine:
    """Sign a machine in by its user's token."""

    def sign_in(user: User) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.get_or_create(user=user)[0].key}")
        return client

    return sign_in
