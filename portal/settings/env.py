"""One typed table of every environment variable the portal reads. A fresh clone runs with none set.

PORTAL_ENV=production refuses to start without real values; the local default generates its secrets
once into the var directory, which git ignores.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET_LENGTH = 50
_env = environ.Env()


@dataclass(frozen=True)
class Environment:
    """What the surroundings tell the portal."""

    production: bool
    demo: bool
    secret_key: str
    var: Path
    database_url: str
    broker_url: str
    allowed_hosts: tuple[str, ...]
    base_url: str
    bind: str
    port: int
    email_url: str
    secure_cookies: bool


def _local_secret(var: Path) -> str:
    """Return the secret of this installation, made at the first run and kept outside git."""
    path = var / "secret_key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        made = var / f"secret_key.{secrets.token_hex(4)}"
        made.write_text(secrets.token_urlsafe(64), encoding="ascii")
        made.chmod(0o600)
        # Another process of the same first start may be quicker; then its secret is the one.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(made)
        made.unlink()
    return path.read_text(encoding="ascii").strip()


def _required_in_production(values: dict[str, str]) -> None:
    missing = sorted(name for name, value in values.items() if not value)
    if missing:
        raise ImproperlyConfigured(
            "PORTAL_ENV=production needs "
            + ", ".join(missing)
            + " in the environment; the portal does not start with made-up values."
        )


def _port() -> int:
    given = _env.str("PORT", default="8000")
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 65_535):
        raise ImproperlyConfigured(f"PORT is {given!r}: a number from 1 to 65535 is expected, such as 8000.")
    return int(given)


def read() -> Environment:
    """Read the environment. Raises ImproperlyConfigured naming what production still needs."""
    production = _env.str("PORTAL_ENV", default="local") == "production"
    var = Path(_env.str("PORTAL_VAR", default=str(ROOT / "var"))).resolve()
    port = _port()
    secret, hosts = _env.str("SECRET_KEY", default=""), _env.str("ALLOWED_HOSTS", default="")
    database, broker = _env.str("DATABASE_URL", default=""), _env.str("CELERY_BROKER_URL", default="")
    base_url = _env.str("PORTAL_BASE_URL", default="")
    if production:
        _required_in_production(
            {
                f"SECRET_KEY (at least {SECRET_LENGTH} characters)": secret[SECRET_LENGTH - 1 :],
                "ALLOWED_HOSTS": hosts,
                "DATABASE_URL": database,
                "CELERY_BROKER_URL": broker,
                "PORTAL_BASE_URL": base_url,
            }
        )
    return Environment(
        production=production,
        demo=not production and _env.str("DEMO", default="1") != "0",
        secret_key=secret or _local_secret(var),
        var=var,
        database_url=database or f"sqlite:///{var / 'portal.sqlite3'}",
        broker_url=broker or "filesystem://localhost",
        allowed_hosts=tuple(h for h in hosts.split(",") if h) or ("localhost", "127.0.0.1", "[::1]"),
        base_url=base_url or f"http://localhost:{port}",
        bind=_env.str("BIND", default="127.0.0.1"),
        port=port,
        email_url=_env.str("EMAIL_URL", default="consolemail://"),
        secure_cookies=production,
    )
