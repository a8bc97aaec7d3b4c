"""One world for all walks of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests import factories_money as money
from tests.factories import on_day
from tests.permissions.world import World, build
from tests.services import databases


@pytest.fixture(scope="module")
def world(django_db_setup: str, django_db_blocker: Any) -> Iterator[World]:
    """Build it once in a database of its own and hold the scheme's calendar at its day."""
    with django_db_blocker.unblock(), databases.copy_of(django_db_setup):
        built = build()
        with on_day(money.DAY):
            yield built
