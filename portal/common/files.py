"""Storing and serving files: sniffed, size-limited, content-addressed outside the web root."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from portal.common.actor import Actor, pseudonym_of
from portal.common.models.stored_file import StoredFile
from portal.common.refusals import WrongInput

KINDS = {
    "pdf": ("application/pdf",),
    "image": ("image/png", "image/jpeg"),
    "csv": ("text/csv",),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    "zip": ("application/zip",),
    "json": ("application/json",),
}
_BY_SUFFIX = {".csv": "text/csv", ".tsv": "text/csv", ".txt": "text/csv", ".json": "application/json"}
_NAME_LENGTH = 200
_HEAD = 4096


def path_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def plain_name(name: str) -> str:
    """Return a name that is safe to keep and to send: no folders, printable, at most 200 characters, suffix kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    last = "".join(character for character in last if character.isprintable()).strip()
    if last in ("", ".", ".."):
        return "file"
    suffix = Path(last).suffix[:20]
    return last if len(last) <= _NAME_LENGTH else last[: _NAME_LENGTH - len(suffix)] + suffix


def sniff(head: bytes, name: str) -> str:
    """Return the media type the bytes themselves show; text is told apart by the file's suffix. Empty if unknown."""
    guess = filetype.guess(head)
    if guess is not None:
        return str(guess.mime)
    suffix = Path(name).suffix.lower()
    binary = b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "" if binary else _BY_SUFFIX.get(suffix, "text/plain")


@dataclass(frozen=True)
class _Received:
    """Bytes that lie in a temporary file until somebody decides to keep them."""

    path: Path
    sha256: str
    size: int
    head: bytes

    def keep(self) -> None:
        """Put the bytes where their hash says; the same bytes twice are one file."""
        target = path_of(self.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o600)
        self.path.replace(target)


@contextmanager
def _received(chunks: Iterable[bytes], limit: int, name: str) -> Iterator[_Received]:
    """Write the bytes to a temporary file, which goes with the block unless it was kept."""
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size, head = hashlib.sha256(), 0, b""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        path = Path(out.name)
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise _too_large(name, limit)
                head += chunk[: _HEAD - len(head)]
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
            yield _Received(path, digest.hexdigest(), size, head)
        finally:
            path.unlink(missing_ok=True)


def _too_large(name: str, limit: int) -> WrongInput:
    megabytes = limit // 1024 // 1024
    return WrongInput(
        _("“%(name)s” is too large.") % {"name": name},
        where="file",
        given=f"> {megabytes} MB",
        expected=_("at most %(limit)d MB") % {"limit": megabytes},
        todo=_("Leave out what is not asked for, or save it smaller."),
    )


def _check_kind(received: _Received, name: str, kinds: Iterable[str]) -> str:
    """Return the media type of an upload. Raises WrongInput when it is empty or not of a kind asked for."""
    if not received.size:
        raise WrongInput(
            _("“%(name)s” is empty (0 bytes).") % {"name": name},
            where="file",
            given="0",
            expected=_("a file with content"),
            todo=_("Save it again in the program that made it and choose it once more."),
        )
    media_type = sniff(received.head, name)
    allowed = [media for kind in kinds for media in KINDS[kind]]
    if media_type not in allowed:
        raise WrongInput(
            _("“%(name)s” is not a file of the kind asked for.") % {"name": name},
            where="file",
            given=media_type or _("binary data"),
            expected=", ".join(allowed),
            todo=_("Choose a file of the right kind; renaming one does not change what it is."),
        )
    return media_type


def store_upload(
    upload: UploadedFile, *, kinds: Iterable[str], actor: Actor | None, limit: int = 0
) -> StoredFile:
    """Keep an uploaded file of at most ``limit`` bytes (by default DOCUMENT_MAX_BYTES).

    Raises WrongInput when it is empty, too large, or not what its name says; nothing is kept then.
    """
    name = plain_name(str(upload.name))
    with _received(upload.chunks(), limit or settings.DOCUMENT_MAX_BYTES, name) as received:
        media_type = _check_kind(received, name, kinds)
        received.keep()
    return StoredFile.objects.create(
        sha256=received.sha256,
        size=received.size,
        name=name,
        media_type=media_type,
        stored_by=pseudonym_of(actor),
    )


def store_bytes(content: bytes, *, name: str, media_type: str, actor: Actor | None = None) -> StoredFile:
    """Keep bytes the portal itself made."""
    with _received([content], max(len(content), 1), name) as received:
        received.keep()
    return StoredFile.objects.create(
        sha256=received.sha256,
        size=received.size,
        name=name,
        media_type=media_type,
        stored_by=pseudonym_of(actor),
    )


def open_file(stored: StoredFile) -> BinaryIO:
    """Open a kept file for reading."""
    return path_of(stored.sha256).open("rb")


def serve(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """Answer with a kept file. The caller has checked that this user may see it."""
    response = FileResponse(
        open_file(stored), as_attachment=not inline, filename=stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
