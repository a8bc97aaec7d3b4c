"""Runs every benchmark and prints one JSON object: ``{"bench_engine": {figure: value, ...}, ...}``.

A benchmark is a module tests/bench/bench_*.py with a function ``figures()`` that returns its figures, each
beside the floor measured in the same run. What a benchmark prints for itself goes to standard error.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

import django


def collect() -> dict[str, Any]:
    """Return the figures of every benchmark, by module, and what they were measured on."""
    found: dict[str, Any] = {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.system()}
    }
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        found[path.stem] = importlib.import_module(f"tests.bench.{path.stem}").figures()
    return found


def main() -> None:
    """Measure in a var directory of its own, and print."""
    with tempfile.TemporaryDirectory(prefix="repm-bench-") as var:
        os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings", PORTAL_VAR=var, DEMO="0")
        django.setup()
        with contextlib.redirect_stdout(sys.stderr):
            figures = collect()
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
