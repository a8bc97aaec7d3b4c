"""The pack as a file: a ZIP whose every byte is spoken for. Pure.

Members are deflated, dated 1 January 1980 and listed with size and SHA-256 in ``manifest.json``. The archive's comment
seals the bytes before the end record, so that a flip where no member lies (a header, a padding bit) shows as well.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

SEAL = b"repm.pack/1 sha256:"
SEAL_SIZE = len(SEAL) + 64
END = struct.Struct("<4s4H2LH")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Writer:
    """Writes members one after the other and remembers their size and digest."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self.members: dict[str, dict[str, object]] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write a member from its chunks and return its SHA-256 in hexadecimal."""
        info = zipfile.ZipInfo(name, _EPOCH)
        info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w") as member:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                member.write(chunk)
        self.members[name] = {"sha256": digest.hexdigest(), "size": size}
        return digest.hexdigest()

    def seal(self) -> None:
        """Close the archive and put the digest of everything before its end record into its comment."""
        self._zip.close()
        end = self._out.seek(0, 2) - END.size
        self._out.seek(0)
        digest = hashlib.sha256()
        left = end
        while left:
            part = self._out.read(min(left, 1 << 20))
            digest.update(part)
            left -= len(part)
        self._out.seek(end + END.size - 2)
        self._out.write(struct.pack("<H", SEAL_SIZE) + SEAL + digest.hexdigest().encode())


def seal_broken(path: Path) -> str:
    """Say what is wrong with the bytes around the members; empty if nothing is."""
    content = path.read_bytes()
    end = len(content) - END.size - SEAL_SIZE
    if end < 0 or content[end : end + 4] != b"PK\x05\x06" or not content[-SEAL_SIZE:].startswith(SEAL):
        return "the archive does not end with a pack's seal"
    if hashlib.sha256(content[:end]).hexdigest().encode() != content[-64:]:
        return "the archive's bytes are not those that were sealed"
    _sign, disk, first, here, entries, size, start, comment = END.unpack(content[end : end + END.size])
    with_members = start + size == end and here == entries == content[start:end].count(b"PK\x01\x02")
    if (disk, first, comment) != (0, 0, SEAL_SIZE) or not with_members:
        return "the archive's end record was changed"
    return ""
