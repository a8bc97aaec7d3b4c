"""Merkle trees over event hashes, as RFC 9162 section 2.1 defines them. Pure.

A leaf is SHA-256(0x00 + hash), a node SHA-256(0x01 + left + right); a tree of n leaves splits at the largest power
of two below n. A proof of inclusion is the list of sibling hashes from the leaf up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf(hash_hex: str) -> bytes:
    """Return the leaf of an event's hash (hexadecimal)."""
    return hashlib.sha256(b"\x00" + bytes.fromhex(hash_hex)).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(hashes: Sequence[str]) -> list[list[bytes]]:
    """Return the tree level by level from the leaves up; an odd node at the end of a level moves up as it is.

    That gives the tree of RFC 9162, since its split leaves every left subtree complete.
    """
    if not hashes:
        raise ValueError("hashes: none were given; a tree has at least one leaf")
    found = [[leaf(item) for item in hashes]]
    while len(found[-1]) > 1:
        below = found[-1]
        above = [node(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        found.append(above + below[len(below) - len(below) % 2 :])
    return found


def root(hashes: Sequence[str]) -> str:
    """Return the tree's root, in hexadecimal."""
    return levels(hashes)[-1][0].hex()


def path(tree: Sequence[Sequence[bytes]], index: int) -> list[str]:
    """Return the proof that leaf ``index`` (from 0) is in the tree of ``levels``."""
    found = []
    for level in tree[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            found.append(level[sibling].hex())
        index //= 2
    return found


def root_from_path(hash_hex: str, index: int, size: int, proof: Sequence[str]) -> str:
    """Return the root that a proof leads to, in hexadecimal. Raises ValueError for a proof of the wrong length."""
    if not 0 <= index < size:
        raise ValueError(f"index: {index} was given; expected 0 to {size - 1}")
    at, width, left = leaf(hash_hex), size, list(proof)
    while width > 1:
        if index ^ 1 < width:
            if not left:
                raise ValueError("proof: too short for a tree of this size")
            sibling = bytes.fromhex(left.pop(0))
            at = node(sibling, at) if index % 2 else node(at, sibling)
        index, width = index // 2, (width + 1) // 2
    if left:
        raise ValueError("proof: too long for a tree of this size")
    return at.hex()
