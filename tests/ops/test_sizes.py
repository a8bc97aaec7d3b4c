"""The check of sizes finds what is too long, and the checkout has none of it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def oversized() -> Callable[[Path], list[str]]:
    spec = importlib.util.spec_from_file_location("repm_sizes", ROOT / ".ci" / "sizes.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.oversized


def test_long_files_and_functions_are_named(oversized: Callable[[Path], list[str]], tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "portal" / "long.py").write_text("x = 1\n" * 401, encoding="ascii")
    (tmp_path / "portal" / "function.py").write_text("def f():\n" + "    x = 1\n" * 50, encoding="ascii")
    (tmp_path / "tests" / "fine.py").write_text("def f():\n" + "    x = 1\n" * 699, encoding="ascii")
    assert oversized(tmp_path) == [
        "portal/long.py: 401 lines, 400 are allowed",
        "portal/function.py:1: f has 51 lines, 50 are allowed",
    ]
