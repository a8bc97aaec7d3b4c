"""The rules need nothing but Python, so that an auditor can rerun them anywhere."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from django.conf import settings

RULES = Path(settings.BASE_DIR) / "schemes" / "rules"


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def test_the_rules_import_the_standard_library_and_one_another() -> None:
    files = sorted(RULES.rglob("*.py"))
    assert files
    strangers = {
        f"{path.name}: {name}"
        for path in files
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith((".", "schemes.rules"))
    }
    assert strangers == set()


def test_the_rules_reach_for_nothing_outside_their_arguments() -> None:
    modules = {name for path in RULES.rglob("*.py") for name in imported(path)}
    assert not modules & {"random", "socket", "urllib.request", "subprocess", "os"}
