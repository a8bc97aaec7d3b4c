"""Runs the suite on both pairs: SQLite with the broker without a server, then PostgreSQL with Redis.

    python -m tests.services [--pair sqlite|postgres] [pytest's own arguments]

Without arguments the whole suite runs on both, two processes at a time. The exit status is the first
that is not zero.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.services.postgres import Postgres
from tests.services.redis_server import RedisServer

PAIRS = ("sqlite", "postgres")


@contextmanager
def surroundings(pair: str) -> Iterator[Mapping[str, str]]:
    """Yield the environment of a pair, with its servers running as long as the block lasts."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "CELERY_BROKER_URL", "PORTAL_VAR", "PORTAL_ENV", "PORT", "DEMO"}
    }
    if pair == "sqlite":
        yield plain
        return
    postgres = Postgres()
    try:
        redis = RedisServer()
        try:
            yield plain | {"DATABASE_URL": postgres.url("portal"), "REPM_TESTS_REDIS": redis.url}
        finally:
            redis.stop()
    finally:
        postgres.stop()


def run(pair: str, arguments: list[str]) -> int:
    """Run pytest on one pair and return its exit status."""
    print(f"== the suite on {'SQLite, broker without a server' if pair == 'sqlite' else 'PostgreSQL, Redis'}")
    sys.stdout.flush()
    with surroundings(pair) as env:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=env, check=False).returncode


def main() -> int:
    """Read the arguments and run. Returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pair", choices=PAIRS)
    chosen, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    statuses = [
        run(pair, arguments or ["-q", "-n", "2", "--dist", "worksteal"])
        for pair in ([chosen.pair] if chosen.pair else PAIRS)
    ]
    return next((status for status in statuses if status), 0)


if __name__ == "__main__":
    sys.exit(main())
