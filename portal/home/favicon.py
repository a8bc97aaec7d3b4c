"""The icon browsers ask for by a fixed name, wherever the page says it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static

from portal.accounts.access import public_page


@public_page()
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to the icon's own address, which carries the hash of its bytes."""
    return HttpResponseRedirect(static("icon.svg"))
