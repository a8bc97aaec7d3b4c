"""Evidence packs for tests: made once through the services, then opened, changed and closed again."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from disbursements.evidence.archive import Writer
from disbursements.evidence.members import MANIFEST, SIGNATURE
from portal.common.canonical import canonical_text

Contents = dict[str, bytes]
Change = Callable[[Any], None]


def contents(path: Path) -> Contents:
    """Every member of a pack by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, members: Contents) -> Path:
    """Write members as a pack with a good seal; manifest and signature are whatever the members hold."""
    with path.open("w+b") as out:
        writer = Writer(out)
        for name, content in members.items():
            writer.add(name, [content])
        writer.seal()
    return path


def forged(path: Path, members: Contents) -> Path:
    """Write members as somebody would who can list and sign, but with a key of his own."""
    key = Ed25519PrivateKey.generate()
    manifest = json.loads(members[MANIFEST])
    manifest["members"] = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in members.items()
        if name not in (MANIFEST, SIGNATURE)
    }
    content = canonical_text(manifest).encode()
    public = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
    signature = {
        "algorithm": "ed25519",
        "sha256": hashlib.sha256(content).hexdigest(),
        "public_key": public,
        "signature": key.sign(content).hex(),
    }
    signed = {**members, MANIFEST: content, SIGNATURE: canonical_text(signature).encode()}
    return packed(path, signed)


def changed_json(content: bytes, change: Change) -> bytes:
    """Return a JSON member after a change, canonical again."""
    value = json.loads(content)
    change(value)
    return canonical_text(value).encode()
