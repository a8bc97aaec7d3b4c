"""The lock files pin every package, by hash, and say nothing of where this machine fetched them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LOCKS = {
    "requirements.txt": ".ci/requirements.in",
    ".ci/requirements-dev.txt": ".ci/requirements-dev.in",
    ".ci/requirements-uv.txt": ".ci/requirements-uv.in",
}
REQUIREMENT = re.compile(r"^[a-z0-9][a-z0-9.-]*(\[[a-z,]+\])?==\S+( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~;\s]", name, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_a_hash_or_a_comment(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="ascii").splitlines()
    said = [line for line in lines if not line.lstrip().startswith("#")]
    assert [line for line in said if not (REQUIREMENT.match(line) or HASH.match(line))] == []
    pins = [number for number, line in enumerate(said) if REQUIREMENT.match(line)]
    assert pins
    assert [said[number] for number in pins if not HASH.match(said[number + 1])] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_locked(lock: str) -> None:
    asked = {
        normal(line)
        for line in (ROOT / LOCKS[lock]).read_text(encoding="ascii").splitlines()
        if line and not line.startswith(("#", "-"))
    }
    pinned = {normal(line) for line in (ROOT / lock).read_text(encoding="ascii").splitlines() if "==" in line}
    assert asked - pinned == set()


def test_both_locks_agree_on_what_they_share() -> None:
    found = [
        dict(
            line.split(" ")[0].split("==")
            for line in (ROOT / lock).read_text(encoding="ascii").splitlines()
            if REQUIREMENT.match(line)
        )
        for lock in ("requirements.txt", ".ci/requirements-dev.txt")
    ]
    run, develop = ({normal(name): version for name, version in pins.items()} for pins in found)
    assert {name for name in run.keys() & develop.keys() if run[name] != develop[name]} == set()
