"""Translations are compiled where their source is newer, without gettext's programs."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from portal.serving.catalogues import compile_catalogues

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Claim"
msgstr "{word}"
"""


def write(root: Path, word: str) -> Path:
    source = root / "hi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(SOURCE.format(word=word), encoding="utf-8")
    return source


def read(root: Path) -> str:
    with (root / "hi" / "LC_MESSAGES" / "django.mo").open("rb") as binary:
        return gettext.GNUTranslations(binary).gettext("Claim")


def test_a_source_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    source = write(tmp_path, "दावा")
    target = source.with_suffix(".mo")
    assert compile_catalogues([tmp_path]) == [target]
    assert read(tmp_path) == "दावा"
    assert compile_catalogues([tmp_path]) == []
    write(tmp_path, "माँग")
    os.utime(source, (target.stat().st_mtime + 5,) * 2)
    assert compile_catalogues([tmp_path]) == [target]
    assert read(tmp_path) == "माँग"


def test_no_translations_is_no_failure(tmp_path: Path) -> None:
    assert compile_catalogues([tmp_path / "absent"]) == []
