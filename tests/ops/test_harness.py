"""The suite's own fixtures do what the tests lean on."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet

from portal.common import guards
from portal.common.models import Job
from tests.services import databases


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
