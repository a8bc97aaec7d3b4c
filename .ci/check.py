"""Everything that can be told without running the portal: format, lint, types, imports, templates, sizes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sizes import oversized

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = {
    "types": [BIN / "mypy"],
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "import contracts": [BIN / "lint-imports", "--no-logo"],
    "templates": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "Hindi catalogue": [sys.executable, ".ci/messages.py", "--check"],
    "missing migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def run(name: str, command: list[str | Path], env: Mapping[str, str]) -> tuple[str, int, str, float]:
    """Run one check; return its name, exit status, output and seconds."""
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False)
    return name, done.returncode, done.stdout + done.stderr, time.monotonic() - begun


def main() -> int:
    """Run every check, also after one failed. Returns 1 if any did."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="repm-check-") as var, ThreadPoolExecutor(2) as pool:
        env = {**os.environ, "PORTAL_VAR": var, "PYTHONPATH": str(ROOT)}
        running = [pool.submit(run, name, command, env) for name, command in CHECKS.items()]
        for future in running:
            name, status, output, seconds = future.result()
            print(f"{'FAILED' if status else 'ok':<7}{name} ({seconds:.1f} s)")
            if status:
                failed.append(name)
                print(output)
    if too_big := oversized(ROOT):
        failed.append("sizes")
        print("FAILED sizes", *too_big, sep="\n")
    else:
        print("ok     sizes")
    if failed:
        print(f"make check: {len(failed)} of {len(CHECKS) + 1} failed: {', '.join(failed)}")
        return 1
    print("make check: all is in order")
    return 0


if __name__ == "__main__":
    sys.exit(main())
