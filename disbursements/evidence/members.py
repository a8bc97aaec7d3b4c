"""The members of a pack, read back. Pure."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

from disbursements.evidence.archive import BROKEN
from disbursements.evidence.verdict import Verdict
from schemes.rules import canonical, loads_strict

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig.json"


class Members:
    """Names and contents of a pack's members; a member that can't be unpacked is noted and left out."""

    def __init__(self, path: Path, verdict: Verdict) -> None:
        self.content: dict[str, bytes] = {}
        try:
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    self._read(archive, name, verdict)
        except BROKEN as error:
            verdict.differs(path.name, "", f"not a ZIP that can be read ({error})", "an evidence pack")

    def _read(self, archive: zipfile.ZipFile, name: str, verdict: Verdict) -> None:
        if name in self.content:
            verdict.differs(name, "", "stands in the archive twice", "each member once")
        try:
            self.content[name] = archive.read(name)
        except BROKEN as error:
            verdict.differs(name, "", f"can't be unpacked ({error})", "the member as it was packed")

    def __contains__(self, name: str) -> bool:
        return name in self.content

    def names(self, folder: str) -> list[str]:
        """Return the members below a folder, sorted."""
        return sorted(name for name in self.content if name.startswith(f"{folder}/"))

    def sha256(self, name: str) -> str:
        """Return the SHA-256 of a member, in hexadecimal."""
        return hashlib.sha256(self.content[name]).hexdigest()

    def json(self, name: str) -> Any:
        """Return a member's JSON. Raises KeyError for a missing one, Refused or ValueError for one not canonical."""
        content = self.content[name]
        value = loads_strict(content.decode())
        if canonical(value) != content:
            raise ValueError("not canonical JSON")
        return value

    def lines(self, name: str) -> list[Any]:
        """Return the JSON value on each line of a member, in order."""
        content = self.content[name].decode()
        if content and not content.endswith("\n"):
            raise ValueError("the last line has no end")
        return [loads_strict(line) for line in content.split("\n")[:-1]]
