"""Translations compiled from their sources, without gettext's programs on the machine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings


def compile_catalogues(roots: Iterable[Path] | None = None) -> list[Path]:
    """Compile every django.po whose django.mo is absent or older; return what was made.

    A file is replaced in one move, so that a process that starts at the same moment reads a whole one.
    """
    made = []
    for root in settings.LOCALE_PATHS if roots is None else roots:
        for source in sorted(Path(root).glob("*/LC_MESSAGES/django.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as text:
                catalogue = read_po(text, locale=source.parent.parent.name)
            fresh = target.with_suffix(".mo.new")
            with fresh.open("wb") as binary:
                write_mo(binary, catalogue)
            fresh.replace(target)
            made.append(target)
    return made
