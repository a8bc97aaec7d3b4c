"""A PostgreSQL of the suite's own, from Debian's packages, in a temporary directory, without fsync."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.services.processes import Running, ServiceFailedError, free_port

SYSTEM_USER = "postgres"
ROLE = "portal"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


def binaries() -> Path:
    """Return the newest PostgreSQL's directory of programs. Raises ServiceFailedError without one."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name)
    )
    if not found:
        raise ServiceFailedError(
            "PostgreSQL is not installed: apt-get install postgresql, or run `make test`"
        )
    return found[-1].parent


class Postgres:
    """One server with its data; `url(name)` says how to reach a database of it."""

    def __init__(self) -> None:
        self.user = SYSTEM_USER if os.getuid() == 0 else None  # PostgreSQL refuses to run as root
        self.home = Path(tempfile.mkdtemp(prefix="repm-postgres-"))
        if self.user is not None:
            shutil.chown(self.home, self.user, self.user)
        self.port = free_port()
        try:
            self._create()
            self.server = self._start()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    def _create(self) -> None:
        made = subprocess.run(
            [
                binaries() / "initdb",
                *("--pgdata", self.home / "data", "--username", ROLE, "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            user=self.user,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise ServiceFailedError(f"initdb failed: {made.stderr}")

    def _start(self) -> Running:
        options = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        server = Running(
            [
                str(binaries() / "postgres"),
                *("-D", str(self.home / "data"), "-p", str(self.port), "-k", str(self.home)),
                *options,
            ],
            log=self.home / "log" / "postgres.log",
            user=self.user,
        )
        server.wait_until(self._answers, "PostgreSQL")
        return server

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, name: str) -> str:
        """Return the address of the database `name`, as DATABASE_URL takes it."""
        return f"postgres://{ROLE}@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        """Shut the server down and delete its data."""
        self.server.stop(asking=signal.SIGINT)
        shutil.rmtree(self.home, ignore_errors=True)
