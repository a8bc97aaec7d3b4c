"""The suite's own fixtures do what the tests lean on."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from playwright.sync_api import Page

from portal.common import guards, jobs
from portal.common.models import Job
from tests.services import databases
from tests.services.portal import LivePortal
from tests.services.processes import Running


def make(key: str) -> None:
    try:
        Job.objects.create(kind="test.kind", object_id="1", key=key)
    finally:
        connection.close()


def in_thread(key: str) -> None:
    thread = threading.Thread(target=make, args=(key,))
    thread.start()
    thread.join()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_fresh_database_commits_and_is_thrown_away(fresh_database: str, turn: int) -> None:
    assert not Job.objects.filter(object_id="1").exists()
    in_thread(f"job-{turn}")
    assert Job.objects.filter(object_id="1").count() == 1
    assert fresh_database == databases.address()


@pytest.mark.django_db
def test_the_shared_database_is_untouched_by_copies() -> None:
    assert not Job.objects.filter(object_id="1").exists()


def test_a_copy_keeps_the_guards(fresh_database: str) -> None:
    of_tables = {
        name for guard in guards.registered() for name in guards.trigger_names(guard, connection.vendor)
    }
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        present = {name for (name,) in cursor.fetchall()}
    assert of_tables
    assert of_tables - present == set()


@pytest.mark.django_db
def test_rows_without_an_order_come_in_random_order() -> None:
    for number in range(40):
        Job.objects.create(kind="test.kind", object_id=str(number), key=str(number))
    unordered: QuerySet[Job] = Job.objects.order_by()
    seen = {tuple(unordered.all().values_list("object_id", flat=True)) for _ in range(3)}
    assert len(seen) > 1
    assert list(Job.objects.order_by("pk")) == sorted(unordered.all(), key=lambda job: job.pk)


def until_ended(job: Job, process: Running) -> Job:
    """Wait until the job has ended, while the process lives."""

    def ended() -> bool:
        job.refresh_from_db()
        return not job.live

    process.wait_until(ended, "the job")
    return job


def test_a_real_worker_takes_a_job(worker: Running) -> None:
    job = jobs.ask("nobody.knows", 1, key="one")
    assert until_ended(job, worker).error == "KeyError: 'nobody.knows'"
    assert job.attempt == 1


def test_a_job_whose_message_was_lost_is_swept_up(worker: Running, scheduler: Running) -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    lost = Job.objects.create(kind="nobody.knows", object_id="1", key="lost", sent_at=long_ago)
    Job.objects.filter(pk=lost.pk).update(created_at=long_ago)
    assert until_ended(lost, scheduler).state == Job.State.FAILED


def test_a_browser_opens_the_portal(live_portal: LivePortal, browser_page: Page) -> None:
    answer = browser_page.goto(f"{live_portal.url}/")
    assert answer is not None and answer.status == 200
    assert browser_page.title() != ""
