"""The portal a journey starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.town import Town
from tests.services.portal import LivePortal
from tests.services.processes import Running


@pytest.fixture
def town(
    live_portal: LivePortal,
    start_worker: Callable[..., Running],
    scheduler: Running,
    chromium: Browser,
    tmp_path: Path,
) -> Iterator[Town]:
    """Start web, worker and scheduler on an empty portal; nothing may have gone wrong behind any window."""
    start_worker(DEMO="1", PORTAL_BASE_URL=live_portal.url)
    running = Town(live_portal.url, chromium, tmp_path)
    yield running
    running.close()
    assert running.faults() == []
