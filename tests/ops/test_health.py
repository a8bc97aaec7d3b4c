"""What /healthz tells whoever watches the portal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.common.models import Job

State = Job.State


def job(key: str, state: str, **facts: object) -> Job:
    return Job.objects.create(kind="test.kind", object_id="1", key=key, state=state, **facts)


@pytest.mark.django_db
def test_an_idle_portal_is_well(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "jobs": {
            "queued": 0,
            "running": 0,
            "done": 0,
            "failed": 0,
            "cancelled": 0,
            "expired": 0,
            "oldest_queued_seconds": None,
        },
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_jobs_are_counted_by_state_and_expired_leases_beside(client: Client) -> None:
    now = timezone.now()
    job("a", State.QUEUED)
    job("b", State.RUNNING, lease_until=now + timedelta(hours=1))
    job("c", State.RUNNING, lease_until=now - timedelta(seconds=1))
    job("d", State.FAILED, finished_at=now)
    Job.objects.filter(key="a").update(created_at=now - timedelta(hours=1))
    jobs = client.get("/healthz").json()["jobs"]
    assert (jobs["queued"], jobs["running"], jobs["expired"], jobs["failed"]) == (1, 2, 1, 1)
    assert 3600 <= jobs["oldest_queued_seconds"] < 3700


def test_a_database_that_is_gone_is_503(fresh_database: str, client: Client) -> None:
    connection.close()
    here = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = f"{settings.VAR_DIR}/nowhere/gone" if settings.SQLITE else "gone"
    try:
        answer = client.get("/healthz")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = here
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "unavailable", "jobs": None}


@pytest.mark.django_db
def test_health_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
