"""Canonical JSON: the one byte sequence of a value, so that equal facts have equal hashes.

Keys sorted, separators ``,`` and ``:``, UTF-8, not ASCII-escaped, Unicode NFC. Floats are refused.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping


def _plain(value: object) -> object:
    if isinstance(value, float):
        raise TypeError(
            f"A float ({value!r}) can't enter a canonical record: give money and weight as text or integers."
        )
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def canonical_text(value: object) -> str:
    """Return the canonical JSON text of ``value``. Raises TypeError on a float."""
    return json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def sha256_of(value: object) -> str:
    """Return the SHA-256, in hexadecimal, of the canonical JSON of ``value``."""
    return hashlib.sha256(canonical_text(value).encode()).hexdigest()
