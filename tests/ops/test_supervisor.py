"""One ends, all end, and the reason is said: tried on real processes."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.processes import Running

LASTING = "import time; print('at work', flush=True); time.sleep(600)"
STARTER = """
import json, sys
from portal.serving.supervisor import Child, Supervisor
children = [Child(name, [sys.executable, "-c", code]) for name, code in json.loads(sys.argv[1]).items()]
sys.exit(Supervisor(children).run(when_started=lambda: print("all started", flush=True)))
"""
# A pool: the child keeps its parent's output open, as a worker's processes do when it is killed.
POOL = (
    "import os, subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print('pids', os.getpid(), child.pid, flush=True); time.sleep(600)"
)


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], Running]]:
    started: list[Running] = []

    def start(children: dict[str, str]) -> Running:
        running = Running(
            [sys.executable, "-c", STARTER, json.dumps(children)], log=tmp_path / f"{len(started)}.log"
        )
        started.append(running)
        return running

    yield start
    for running in started:
        running.stop()


def alive(pid: int) -> bool:
    """Whether the process exists and is not merely waiting to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_one_ends_all_end_with_the_reason(supervise: Callable[[dict[str, str]], Running]) -> None:
    running = supervise({"web": LASTING, "worker": "print('no such table'); raise SystemExit(3)"})
    assert running.process.wait(timeout=120) == 1
    assert (
        "The portal stops, because its worker process ended with exit status 3. "
        "Its last line was: no such table" in running.output()
    )


def test_a_process_that_ends_well_ends_the_portal_too(supervise: Callable[[dict[str, str]], Running]) -> None:
    running = supervise({"web": LASTING, "scheduler": "pass"})
    assert running.process.wait(timeout=120) == 1
    assert "its scheduler process ended with exit status 0. It printed nothing." in running.output()


def test_a_killed_worker_is_noticed_and_leaves_nothing_behind(
    supervise: Callable[[dict[str, str]], Running],
) -> None:
    running = supervise({"web": LASTING, "worker": POOL})
    running.wait_until(lambda: "pids" in running.output() and "at work" in running.output(), "the pool")
    parent, child = map(int, running.output().split("pids ")[1].split()[:2])
    os.kill(parent, signal.SIGKILL)
    assert running.process.wait(timeout=120) == 1
    assert "its worker process was ended by SIGKILL" in running.output()
    assert not alive(child)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_asked_ends_all_and_is_no_failure(
    supervise: Callable[[dict[str, str]], Running], number: signal.Signals
) -> None:
    running = supervise({"web": LASTING, "worker": POOL, "scheduler": LASTING})
    running.wait_until(lambda: running.output().count("at work") == 2, "the children")
    pids = children_of(running.pid)
    assert len(pids) == 3
    running.process.send_signal(number)
    assert running.process.wait(timeout=120) == 0
    assert [pid for pid in pids if alive(pid)] == []
    assert "Asked to stop" in running.output()


def test_a_deaf_child_is_ended_by_force(supervise: Callable[[dict[str, str]], Running]) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)"
    running = supervise({"web": f"{deaf}; time.sleep(600)"})
    running.wait_until(lambda: "deaf" in running.output(), "the child")
    [pid] = children_of(running.pid)
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=120) == 0
    assert not alive(pid)


def test_children_end_with_a_killed_supervisor(supervise: Callable[[dict[str, str]], Running]) -> None:
    running = supervise({"web": LASTING, "worker": LASTING})
    running.wait_until(lambda: running.output().count("at work") == 2, "the children")
    pids = children_of(running.pid)
    os.kill(running.pid, signal.SIGKILL)
    running.process.wait()
    for pid in pids:
        watching = Running(
            ["tail", f"--pid={pid}", "-f", "/dev/null"], log=running.log.with_name(f"{pid}.log")
        )
        assert watching.process.wait(timeout=120) == 0
    assert [pid for pid in pids if alive(pid)] == []
