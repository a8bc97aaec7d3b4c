"""Production starts with real values or not at all, and never as a demonstration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

REAL = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "repm.example",
    "DATABASE_URL": "postgres://portal@db.example/portal",
    "CELERY_BROKER_URL": "redis://broker.example/0",
    "PORTAL_BASE_URL": "https://repm.example",
}
SHOW = (
    "from django.conf import settings as s;"
    "print(s.DEMO, s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
    " s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS)"
)


def manage(var: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if name not in REAL and name != "DEMO"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**bare, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(var), **env},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", REAL)
def test_production_refuses_to_start_without(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in REAL.items() if name != missing}
    refused = manage(tmp_path, "check", PORTAL_ENV="production", **given)
    assert refused.returncode == 1
    [sentence] = refused.stderr.strip().splitlines()
    assert sentence.startswith(f"PORTAL_ENV=production needs {missing}")


def test_a_short_secret_is_no_secret(tmp_path: Path) -> None:
    refused = manage(tmp_path, "check", PORTAL_ENV="production", **(REAL | {"SECRET_KEY": "k" * 49}))
    assert refused.stderr.startswith("PORTAL_ENV=production needs SECRET_KEY (at least 50 characters)")


def test_production_is_never_a_demonstration(tmp_path: Path) -> None:
    shown = manage(tmp_path, "shell", "-v", "0", "-c", SHOW, PORTAL_ENV="production", DEMO="1", **REAL)
    assert shown.stdout.strip() == "False False True True True True ['repm.example']"
    assert not (tmp_path / "secret_key").exists()


def test_a_fresh_clone_is_a_demonstration_without_debug(tmp_path: Path) -> None:
    shown = manage(tmp_path, "shell", "-v", "0", "-c", SHOW)
    assert shown.stdout.strip() == "True False False False False False ['localhost', '127.0.0.1', '[::1]']"
    secret = tmp_path / "secret_key"
    assert len(secret.read_text(encoding="ascii")) >= 50
    assert secret.stat().st_mode & 0o077 == 0
