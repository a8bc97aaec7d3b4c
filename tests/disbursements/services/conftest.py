"""What every test of the money side starts from: a day on which the year can be claimed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories import on_day
from tests.factories_money import DAY, Officers


@pytest.fixture(autouse=True)
def claim_day() -> Iterator[None]:
    """Let the scheme's calendar stand at the day on which the year is claimed."""
    with on_day(DAY):
        yield


@pytest.fixture
def who(db: None) -> Officers:
    """Return one officer for each role of the chain."""
    return Officers()
