"""Text size and contrast: a POST that sets a cookie and goes back to where the reader was."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.access import public_page
from portal.common.display import CHOICES

YEAR_IN_SECONDS = 365 * 24 * 60 * 60


@public_page("POST")
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the posted `text_size` or `contrast` for a year; unknown values are left out."""
    response = HttpResponseRedirect(_way_back(request))
    for name, allowed in CHOICES.items():
        value = request.POST.get(name, "")
        if value in allowed:
            response.set_cookie(
                name,
                value,
                max_age=YEAR_IN_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    return response


def _way_back(request: HttpRequest) -> str:
    """`next` when it stays on this host, else the front page: never an open redirect."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"
