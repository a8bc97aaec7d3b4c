"""Static files, compressed and named by their content, collected only when one of them changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

UNUSED = [
    "drf_spectacular_sidecar/redoc*"
]  # the API's documentation is Swagger's; the other viewer is a megabyte


def _fingerprint() -> str:
    """Return a digest of every source's path, size and time of change."""
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            found.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    found.append(str(settings.STORAGES["staticfiles"]))
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def collect_static() -> bool:
    """Collect into STATIC_ROOT unless nothing changed since the last time; return whether it collected."""
    stamp = Path(settings.STATIC_ROOT).with_name("static.sha256")
    now = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED)
    stamp.write_text(now, encoding="ascii")
    return True
