"""The examples in docs/computation.md: facts and, below them, what the engine answers.

`python -m tests.schemes.computation_doc` writes the answers anew after a rule or a book has changed.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from schemes.bookfile import shipped_book
from schemes.rules import book_named, compute

DOCUMENT = Path(__file__).parents[2] / "docs" / "computation.md"
_BLOCK = re.compile(r"```json facts\n(?P<facts>.*?)```\n\n```json answer\n(?P<answer>.*?)```", re.DOTALL)


class Example(NamedTuple):
    """One pair of blocks of the document."""

    facts: dict[str, Any]
    answer: dict[str, Any]


def examples() -> list[Example]:
    """Every pair of blocks, in order."""
    text = DOCUMENT.read_text(encoding="utf-8")
    return [
        Example(json.loads(block["facts"]), json.loads(block["answer"])) for block in _BLOCK.finditer(text)
    ]


def computed(facts: dict[str, Any]) -> dict[str, Any]:
    """What the engine answers now."""
    return compute(facts, shipped_book(*book_named(facts)))


def laid_out(value: Any, indent: int = 0) -> str:
    """JSON with one line for whatever fits in one."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= 130 or not isinstance(value, dict | list):
        return flat
    pad = " " * (indent + 1)
    if isinstance(value, list):
        return "[\n" + ",\n".join(pad + laid_out(inner, indent + 1) for inner in value) + "]"
    inside = (f"{pad}{json.dumps(key)}: {laid_out(inner, indent + 1)}" for key, inner in value.items())
    return "{\n" + ",\n".join(inside) + "}"


def rewrite() -> None:
    """Put the engine's answers below the facts of the document."""

    def renewed(block: re.Match[str]) -> str:
        answer = laid_out(computed(json.loads(block["facts"])))
        return f"```json facts\n{block['facts']}```\n\n```json answer\n{answer}\n```"

    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_BLOCK.sub(renewed, text), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
