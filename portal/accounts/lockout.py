"""Whose wrong tries are counted together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def tried_address(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the e-mail address somebody tries to sign in with, in the one form it is kept in.

    The sign-in form calls it `login` and the backends `email`; wherever it stands, upper case makes it no other.
    """
    given = (credentials or {}).get("email") or request.POST.get("login") or ""
    return str(given).strip().lower()
