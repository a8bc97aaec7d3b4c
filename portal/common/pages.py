"""The page decorator: deny by default, and a GET never writes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]
Gate = Callable[[Any], bool]
_WRITES = re.compile(
    r"\s*(WITH\b.*\)\s*)?(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b", re.IGNORECASE | re.DOTALL
)


class GetWrote(RuntimeError):
    """A page tried to change the database while it was only being looked at."""


def _reading_only(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if _WRITES.match(sql) and "django_session" not in sql:
        raise GetWrote(sql[:80])
    return execute(sql, params, many, context)


def page(gate: Gate, *, methods: tuple[str, ...] = ("GET",), public: bool = False) -> Callable[[View], View]:
    """Guard a view: sign-in first (unless public), then the gate; GET and HEAD can't write.

    ``view.access`` keeps the gate, so that a test can find a view that nobody guarded.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not public and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not gate(getattr(request, "user", None)):
                raise PermissionDenied
            if request.method in ("GET", "HEAD"):
                with connection.execute_wrapper(_reading_only):
                    return view(request, *args, **kwargs)
            return view(request, *args, **kwargs)

        allowed = (*methods, "HEAD") if "GET" in methods else methods
        answered = require_http_methods(allowed)(guarded)
        answered.access = gate  # type: ignore[attr-defined]
        return answered

    return decorate
