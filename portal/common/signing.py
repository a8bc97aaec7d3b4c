"""The portal's own signature: one Ed25519 key, made at the first run and kept in the var directory, outside git.

It signs anchors and evidence packs. What it proves: the portal said so, then. Who decided stands in the events.
"""

from __future__ import annotations

import contextlib
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

ALGORITHM = "ed25519"


def key_path() -> Path:
    """Return where the private key lies."""
    return Path(settings.VAR_DIR) / "keys" / "anchor_ed25519.pem"


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    made.touch(mode=0o600)
    made.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    # Another process of the same first start may be quicker; then its key is the one.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(made)
    made.unlink()


def _private_key() -> Ed25519PrivateKey:
    path = key_path()
    if not path.exists():
        _make_key(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name}: holds a {type(key).__name__}; expected an Ed25519 key")
    return key


def _hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()


def public_key() -> str:
    """Return the public key, 32 bytes in hexadecimal; the key is made if this is the first use."""
    return _hex(_private_key().public_key())


def public_key_here() -> str:
    """Return the public key if this place has one already, else an empty text. Makes nothing."""
    return public_key() if key_path().exists() else ""


def sign(message: bytes) -> str:
    """Return the signature over ``message``, 64 bytes in hexadecimal."""
    return _private_key().sign(message).hex()


def signed_by(message: bytes, signature: str, key: str) -> bool:
    """Say whether ``signature`` over ``message`` was made with the private half of ``key`` (both hexadecimal)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
