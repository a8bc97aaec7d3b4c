"""The portal started as `make run` starts it, on an installation of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from portal.common.models import DemoCalendar
from portal.home.management.commands.serve import refuse_a_demonstration
from tests.ops.test_supervisor import alive, children_of
from tests.services import portal
from tests.services.processes import Running, free_port


@pytest.fixture
def serving(fresh_database: str, tmp_path: Path) -> Iterator[tuple[Running, str]]:
    """`manage.py serve`, once it has said where it is."""
    portal.empty_broker()
    port = str(free_port())
    env = portal.environment({"PORT": port, "PORTAL_BASE_URL": f"http://localhost:{port}"})
    running = Running([sys.executable, "manage.py", "serve"], log=tmp_path / "serve.log", env=env)
    running.wait_until(
        lambda: "Ctrl-C stops" in running.output() and " ready." in running.output(), "the portal"
    )
    yield running, f"http://localhost:{port}"
    running.stop()


def worker_of(running: Running) -> int:
    """The worker's main process, of the three the supervisor started."""
    return next(
        pid
        for pid in children_of(running.pid)
        if "worker" in Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    )


def test_it_serves_says_where_and_ends_on_ctrl_c(serving: tuple[Running, str]) -> None:
    running, url = serving
    assert f"The portal is at {url}/" in running.output()
    with urllib.request.urlopen(f"{url}/healthz") as answer:
        assert json.load(answer)["status"] == "ok"
    with urllib.request.urlopen(f"{url}/") as answer:
        assert answer.status == 200
    pids = children_of(running.pid)
    assert len(pids) == 3
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=120) == 0
    assert [pid for pid in pids if alive(pid)] == []


def test_a_killed_worker_ends_the_portal_with_the_reason(serving: tuple[Running, str]) -> None:
    running, _ = serving
    pids = children_of(running.pid)
    os.kill(worker_of(running), signal.SIGKILL)
    assert running.process.wait(timeout=120) == 1
    assert "The portal stops, because its worker process was ended by SIGKILL." in running.output()
    assert [pid for pid in pids if alive(pid)] == []


@pytest.mark.django_db
def test_a_demonstrations_database_is_served_as_nothing_else(settings: Any) -> None:
    settings.DEMO = False
    refuse_a_demonstration()
    DemoCalendar.objects.create(pk=1, today=dt.date(2032, 5, 10))
    with pytest.raises(CommandError, match="holds the demonstration"):
        refuse_a_demonstration()
    settings.DEMO = True
    refuse_a_demonstration()
