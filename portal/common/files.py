"""Storing and serving files: sniffed, size-limited, content-addressed outside the web root."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
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


def path_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256


def sniff(head: bytes, name: str) -> str:
    """Return the media type the bytes themselves show; text is told apart by the file's suffix. Empty if unknown."""
    guess = filetype.guess(head)
    if guess is not None:
        return str(guess.mime)
    suffix = Path(name).suffix.lower()
    binary = b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "" if binary else _BY_SUFFIX.get(suffix, "text/plain")


def _write(chunks: Iterable[bytes], limit: int, name: str) -> tuple[str, int, bytes]:
    folder = Path(settings.FILES_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size, head = hashlib.sha256(), 0, b""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise WrongInput(
                        _("“%(name)s” is too large.") % {"name": name},
                        where="file",
                        given=f"> {limit // 1024 // 1024} MB",
                        expected=_("at most %(limit)d MB") % {"limit": limit // 1024 // 1024},
                    )
                head = head or chunk[:4096]
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise
    target = path_of(digest.hexdigest())
    target.parent.mkdir(parents=True, exist_ok=True)
    Path(out.name).replace(target)
    target.chmod(0o600)
    return digest.hexdigest(), size, head


def store_upload(
    upload: UploadedFile, *, kinds: Iterable[str], actor: Actor | None, limit: int = 0
) -> StoredFile:
    """Keep an uploaded file. Raises WrongInput when it is empty, too large, or not what its name says."""
    name = Path(str(upload.name)).name[:200]
    sha256, size, head = _write(upload.chunks(), limit or settings.DOCUMENT_MAX_BYTES, name)
    if not size:
        raise WrongInput(
            _("“%(name)s” is empty (0 bytes).") % {"name": name},
            where="file",
            given="0",
            expected=_("a file with content"),
            todo=_("Save it again in the program that made it and choose it once more."),
        )
    media_type = sniff(head, name)
    allowed = [media for kind in kinds for media in KINDS[kind]]
    if media_type not in allowed:
        raise WrongInput(
            _("“%(name)s” is not a file of the kind asked for.") % {"name": name},
            where="file",
            given=media_type or _("binary data"),
            expected=", ".join(allowed),
            todo=_("Choose a file of the right kind; renaming one does not change what it is."),
        )
    return StoredFile.objects.create(
        sha256=sha256, size=size, name=name, media_type=media_type, stored_by=pseudonym_of(actor)
    )


def store_bytes(content: bytes, *, name: str, media_type: str, actor: Actor | None = None) -> StoredFile:
    """Keep bytes the portal itself made."""
    sha256, size, _head = _write([content], max(len(content), 1), name)
    return StoredFile.objects.create(
        sha256=sha256, size=size, name=name, media_type=media_type, stored_by=pseudonym_of(actor)
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
