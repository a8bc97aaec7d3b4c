"""Files and functions nobody can read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

CODE = ("portal", "schemes", "applicants", "disbursements", ".ci")
FILE_LINES, TEST_FILE_LINES, FUNCTION_LINES = 400, 700, 50


def _python_files(root: Path, *folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((root / folder).rglob("*.py")) if "migrations" not in path.parts)


def _long_functions(path: Path) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield node.name, node.lineno, lines


def oversized(root: Path) -> list[str]:
    """Return one line for every file and function under `root` that is longer than allowed."""
    found = []
    for limit, folders in ((FILE_LINES, CODE), (TEST_FILE_LINES, ("tests",))):
        for path in _python_files(root, *folders):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                found.append(f"{path.relative_to(root)}: {lines} lines, {limit} are allowed")
    for path in _python_files(root, *CODE):
        for name, line, lines in _long_functions(path):
            found.append(
                f"{path.relative_to(root)}:{line}: {name} has {lines} lines, {FUNCTION_LINES} are allowed"
            )
    return found
