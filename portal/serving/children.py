"""The three processes the portal is made of, as command lines."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from portal.serving.ports import answers
from portal.serving.supervisor import Child

WEB_WORKERS, WEB_THREADS = 2, 4
GRACE_SECONDS = 5


def web_command(host: str, port: int) -> list[str]:
    """Return the command line of gunicorn on `host`:`port`."""
    return [
        *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
        *("--bind", f"{host}:{port}"),
        *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        # Registers of 256 MB take their time.
        *("--timeout", "120", "--graceful-timeout", str(GRACE_SECONDS), "--keep-alive", "5"),
        # Loaded once and forked: half the start, and memory shared between the workers.
        *("--preload", "--no-control-socket", "--log-level", "warning"),
    ]


def worker_command(concurrency: int = 2) -> list[str]:
    """Return the command line of a Celery worker with `concurrency` processes."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "--app", "portal", "worker"),
        *("--concurrency", str(concurrency), "--loglevel", "INFO"),
        # Workers do not talk to one another here: the Job row says who holds what.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def scheduler_command(schedule: Path) -> list[str]:
    """Return the command line of Celery's beat, which keeps its clock in the file `schedule`."""
    return [
        *(sys.executable, "-m", "celery", "--quiet", "--app", "portal", "beat"),
        *("--loglevel", "WARNING", "--pidfile", "", "--schedule", str(schedule)),
    ]


def all_children(*, host: str, port: int, var: Path) -> list[Child]:
    """Return the portal's three processes, in the order in which they start."""
    concurrency = max(2, min(8, (os.cpu_count() or 2)))
    return [
        Child("web", web_command(host, port), ready=partial(answers, host, port)),
        Child("worker", worker_command(concurrency)),
        Child("scheduler", scheduler_command(var / "beat-schedule")),
    ]
