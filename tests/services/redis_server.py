"""A Redis of the suite's own, in memory alone."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import redis

from tests.services.processes import Running, ServiceFailedError, free_port


class RedisServer:
    """One server; `url` has no database number, each process of the suite appends its own."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise ServiceFailedError(
                "Redis is not installed: apt-get install redis-server, or run `make test`"
            )
        self.home = Path(tempfile.mkdtemp(prefix="repm-redis-"))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.server = Running(
            [
                program,
                *("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.home)),
                *("--save", "", "--appendonly", "no"),
            ],
            log=self.home / "redis.log",
        )
        self.server.wait_until(self._answers, "Redis")

    def _answers(self) -> bool:
        client = redis.Redis(port=self.port)
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
        finally:
            client.close()

    def stop(self) -> None:
        """Shut the server down."""
        self.server.stop()
        shutil.rmtree(self.home, ignore_errors=True)
