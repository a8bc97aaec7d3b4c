"""The portal's own processes, as production runs them, on the database and broker of a test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import redis
from django.conf import settings

from portal.serving import children
from portal.serving.static import UNUSED
from tests.services.databases import address
from tests.services.processes import Running, ServiceFailedError, free_port


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return what the processes get: production's settings, this test's database, broker and var."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": address(),
        "PORTAL_VAR": str(settings.VAR_DIR),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        **extra,
    }


def empty_broker() -> None:
    """Forget every message of earlier tests of this process."""
    if settings.CELERY_BROKER_URL.startswith("redis"):
        client = redis.Redis.from_url(settings.CELERY_BROKER_URL)
        client.flushdb()
        client.close()
        return
    broker = Path(settings.VAR_DIR) / "broker"
    for folder in broker.iterdir():
        shutil.rmtree(folder)
        folder.mkdir()


def start_worker(log: Path, **env: str) -> Running:
    """Start a Celery worker and wait until it takes jobs."""
    worker = Running(children.worker_command(), log=log, env=environment(env))
    worker.wait_until(lambda: " ready." in worker.output(), "the worker")
    return worker


def start_scheduler(log: Path, **env: str) -> Running:
    """Start Celery's beat."""
    schedule = log.parent / "schedule"
    scheduler = Running(children.scheduler_command(schedule), log=log, env=environment(env))
    scheduler.wait_until(lambda: any(log.parent.glob("schedule*")), "the scheduler")
    return scheduler


class LivePortal:
    """A gunicorn on a free port; `url` is its address."""

    def __init__(self, log: Path, **env: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        surroundings = environment({"PORT": str(self.port), "PORTAL_BASE_URL": self.url, **env})
        _collect_static(surroundings)
        self.server = Running(children.web_command("127.0.0.1", self.port), log=log, env=surroundings)
        self.server.wait_until(self._answers, "the web server")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10):
                return True
        except urllib.error.HTTPError as refused:
            refused.close()
            return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """End the server."""
        self.server.kill()


def _collect_static(env: Mapping[str, str]) -> None:
    if (Path(settings.VAR_DIR) / "static" / "staticfiles.json").exists():
        return
    collected = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0", "--ignore", *UNUSED],
        cwd=settings.BASE_DIR,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
    )
    if collected.returncode:
        raise ServiceFailedError(f"collectstatic failed\n{collected.stderr}")
