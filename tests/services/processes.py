"""A process of the suite: its output in a file, awaited by a condition, stopped with its children."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PATIENCE_SECONDS = 180  # only a hanging process takes that long


class ServiceFailedError(AssertionError):
    """A process the test needs did not come up, or ended early; carries the end of its output."""


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """One started process and the file that keeps its output."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        # The kernel ends the process with the suite, however the suite ends.
        guarded = ["setpriv", "--pdeathsig", "KILL", *command]
        if user is not None:
            # runuser would clear the death signal, so the change of user comes first.
            guarded = ["setpriv", "--reuid", user, "--regid", user, "--init-groups", *guarded]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                guarded,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id, which is also the id of its process group."""
        return self.process.pid

    def output(self) -> str:
        """Return everything the process has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until(self, ready: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for `ready`. Raises ServiceFailedError when the process ends or time is over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise ServiceFailedError(
                    f"{what}: ended with status {self.process.returncode}\n{self.output()[-3000:]}"
                )
            if time.monotonic() > deadline:
                self.kill()
                raise ServiceFailedError(f"{what}: not ready after {seconds} s\n{self.output()[-3000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the whole group at once with SIGKILL, as a crash of the machine would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, asking: signal.Signals = signal.SIGTERM, seconds: float = 10) -> None:
        """Ask the process to end, then end whatever is left of its group."""
        if self.process.poll() is None:
            self.process.send_signal(asking)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=seconds)
        self.kill()
