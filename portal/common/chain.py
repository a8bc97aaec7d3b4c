"""The bytes of the event chain: what is hashed, in which order (docs/event-chain.md). Pure: no database, no Django.

Whoever writes, reads, proves or verifies the chain uses these definitions and no others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from portal.common.canonical import canonical_text

FORMAT_VERSION = 1
GENESIS = "0" * 64
FIELDS = (
    "format_version",
    "seq",
    "business_date",
    "recorded_at",
    "actor",
    "address",
    "object_type",
    "object_id",
    "action",
    "changes",
    "previous_hash",
)


def hash_of(values: Mapping[str, object]) -> str:
    """Return the hash of an event given its fields (dates as ISO text): SHA-256 of their canonical JSON array."""
    return hashlib.sha256(canonical_text([values[name] for name in FIELDS]).encode()).hexdigest()
