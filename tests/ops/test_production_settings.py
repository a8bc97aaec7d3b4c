"""Production starts with real values or not at all, and never as a demonstration."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env

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


def manage(var: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if name not in REAL and name != "DEMO"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**bare, "DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_VAR": str(var), **extra},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a complete production, to take something away from."""
    for name, value in (REAL | {"PORTAL_ENV": "production"}).items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize("missing", REAL)
def test_production_refuses_to_start_without(missing: str, production: pytest.MonkeyPatch) -> None:
    production.delenv(missing)
    with pytest.raises(ImproperlyConfigured) as refused:
        env.read()
    assert str(refused.value).startswith(f"PORTAL_ENV=production needs {missing}")


def test_a_short_secret_is_no_secret(production: pytest.MonkeyPatch) -> None:
    production.setenv("SECRET_KEY", "k" * 49)
    with pytest.raises(ImproperlyConfigured, match=r"needs SECRET_KEY \(at least 50 characters\) in the"):
        env.read()


def test_a_refusal_to_start_is_one_sentence(tmp_path: Path) -> None:
    refused = manage(tmp_path, "check", PORTAL_ENV="production")
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "PORTAL_ENV=production needs ALLOWED_HOSTS, CELERY_BROKER_URL, DATABASE_URL, PORTAL_BASE_URL, SECRET_KEY "
        "(at least 50 characters) in the environment; the portal does not start with made-up values."
    )


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
