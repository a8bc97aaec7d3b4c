"""Runs several processes as one: when one ends, all end, with the reason.

Each process leads a group of its own, so that what it started ends with it. It is watched by its id
and not by its output, because the children of a killed worker keep the output open.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import FrameType

POLL_SECONDS = 0.1
PATIENCE_SECONDS = 8
READY_SECONDS = 30
REMEMBERED_LINES = 200


@dataclass(frozen=True)
class Child:
    """One process to run: its name in the output, and its command line."""

    name: str
    command: Sequence[str]
    ready: Callable[[], bool] = lambda: (
        True
    )  # the next one starts once this one is; the first page comes first


@dataclass
class _Started:
    name: str
    process: subprocess.Popen[bytes]
    reader: threading.Thread | None = None
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED_LINES))

    def kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def _print(name: str, line: str) -> None:
    sys.stdout.write(f"{name:<9} | {line}\n")
    sys.stdout.flush()


class Supervisor:
    """Starts the children, copies their output line by line to `write`, and ends them together."""

    def __init__(
        self, children: Iterable[Child], *, write: Callable[[str, str], None] = _print, name: str = "portal"
    ) -> None:
        self._children = list(children)
        self._write = write
        self._name = name
        self._started: list[_Started] = []
        self._asked = 0

    def run(self, *, when_started: Callable[[], None] = lambda: None) -> int:
        """Run until a child ends or somebody asks to stop. Returns 0 when asked, 1 when a child ended.

        `when_started` is called once all have been started. SIGINT and SIGTERM ask; a second one insists.
        """
        before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            ended = self._start_all()
            if ended is None and not self._asked:
                when_started()
                ended = self._watch(lambda: False)
            if ended is None:
                self._write(self._name, "Asked to stop: the work in hand has a few seconds to end.")
            else:
                self._write(self._name, _reason(ended))
            return 0 if ended is None else 1
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1

    def _start_all(self) -> _Started | None:
        for child in self._children:
            self._start(child)
            deadline = time.monotonic() + READY_SECONDS
            ended = self._watch(lambda: child.ready() or time.monotonic() > deadline)  # noqa: B023 - called at once
            if ended is not None or self._asked:
                return ended
        return None

    def _start(self, child: Child) -> None:
        process = subprocess.Popen(
            # Should the supervisor itself be killed, the kernel asks each child to end.
            ["setpriv", "--pdeathsig", "TERM", *child.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        started = _Started(child.name, process)
        started.reader = threading.Thread(target=self._copy_output, args=(started,), daemon=True)
        started.reader.start()
        self._started.append(started)

    def _copy_output(self, started: _Started) -> None:
        assert started.process.stdout is not None  # noqa: S101 - asked for by PIPE above
        for raw in started.process.stdout:
            line = raw.decode("utf-8", errors="replace").rstrip()
            started.last_lines.append(line)
            self._write(started.name, line)

    def _watch(self, until: Callable[[], bool]) -> _Started | None:
        while not self._asked:
            for started in self._started:
                if started.process.poll() is not None:
                    return started
            if until():
                break
            time.sleep(POLL_SECONDS)
        return None

    def _stop_all(self) -> None:
        for started in self._started:
            # Its first process alone: a worker lets the job in hand end, a server the request.
            started.process.send_signal(signal.SIGTERM)
        asked = self._asked
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self._asked < max(2, asked + 1):
            if all(started.process.poll() is not None for started in self._started):
                break
            time.sleep(POLL_SECONDS)
        for started in self._started:
            started.kill_group()
            started.process.wait()
        for started in self._started:
            if started.reader is not None:
                started.reader.join(timeout=1)


def _reason(ended: _Started) -> str:
    if ended.reader is not None:
        ended.reader.join(timeout=1)  # its last words may still be on their way
    status = ended.process.returncode
    how = f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with exit status {status}"
    said = next((line for line in reversed(ended.last_lines) if line.strip()), "")
    last_words = f" Its last line was: {said.strip()}" if said else " It printed nothing."
    return f"The portal stops, because its {ended.name} process {how}.{last_words}"
