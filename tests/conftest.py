"""Fixtures of the whole suite. Tests are stricter than production."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page

from portal.serving.catalogues import compile_catalogues
from tests.services import browser, databases, portal
from tests.services.ordering import shuffle_unordered
from tests.services.processes import Running

# How fast the machine is says nothing about the portal: no property fails for its time.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the translations once, before the first of them is read."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests that would flush: tables that only grow cannot be emptied."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker and (marker.kwargs.get("transaction") or (marker.args and marker.args[0])):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture fresh_database, not transaction=True")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[str]:
    """Migrate once and keep a copy of the result for `fresh_database`; the value is the copy's name.

    In place of pytest-django's own, which makes no database when no collected test has its mark.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        with databases.template() as name:
            yield name
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def random_order_unless_ordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every queryset without an order a random one."""
    shuffle_unordered(monkeypatch)


@pytest.fixture(autouse=True)
def nothing_carried_over() -> Iterator[None]:
    """Start each test in English with an empty cache."""
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def fresh_database(django_db_setup: str, django_db_blocker: Any) -> Iterator[str]:
    """Point Django at a copy of the migrated database in which commits are real; the value is its address.

    For races between threads, for worker processes and for live servers. Not together with the
    django_db mark. Threads close their own connections (`connection.close()`).
    """
    with django_db_blocker.unblock(), databases.copy_of(django_db_setup) as url:
        yield url


@pytest.fixture
def start_worker(fresh_database: str, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start Celery workers on this test's database and broker: `start_worker(NAME="value")` per process."""
    started: list[Running] = []
    portal.empty_broker()

    def start(**env: str) -> Running:
        started.append(portal.start_worker(tmp_path / f"worker{len(started)}.log", **env))
        return started[-1]

    yield start
    for process in started:
        process.kill()  # a worker asked politely takes seconds, and nothing of the test is left to lose


@pytest.fixture
def worker(start_worker: Callable[..., Running]) -> Running:
    """Start one Celery worker on this test's database and broker."""
    return start_worker()


@pytest.fixture
def scheduler(fresh_database: str, tmp_path: Path) -> Iterator[Running]:
    """Start Celery's beat on this test's database and broker."""
    running = portal.start_scheduler(tmp_path / "scheduler.log")
    yield running
    running.kill()


@pytest.fixture
def live_portal(
    request: pytest.FixtureRequest, fresh_database: str, tmp_path: Path
) -> Iterator[portal.LivePortal]:
    """Start the portal's web server on a free port.

    `@pytest.mark.portal_env(DEMO="1")` adds to its environment.
    """
    marker = request.node.get_closest_marker("portal_env")
    running = portal.LivePortal(tmp_path / "web.log", **(marker.kwargs if marker else {}))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start one browser for the session."""
    with browser.chromium() as running, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; Django's ORM is used beside it, not inside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield running


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """Open a page in a fresh profile; a script error on it fails the test."""
    context = chromium.new_context(locale="en-IN", timezone_id="Asia/Kolkata")
    context.set_default_timeout(60_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []
