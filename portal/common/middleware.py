"""Request plumbing: where a request came from, and how a refusal is shown when a page didn't show it itself."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from portal.common.actor import from_address
from portal.common.clock import one_day
from portal.common.refusals import Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


def own_address(request: HttpRequest, address: str) -> str:
    """Return an address a page may link back to: one of this portal, else an empty text."""
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own else ""


class KeepableQueryMiddleware:
    """Answer 400 to an address whose query holds a NUL: PostgreSQL takes none as text, and no page asks for one."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("The query holds a NUL character.")
        return self.get_response(request)


class ActorMiddleware:
    """Remember the request's address for the event chain, and let the whole request see one scheme date."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with from_address(request.META.get("REMOTE_ADDR", "")), one_day():
            return self.get_response(request)


class RefusalMiddleware:
    """Show a refusal as a page of its own: what, where, given, expected, what to do. Never a 500."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Refusal that no page caught."""
        if not isinstance(exception, Refusal):
            return None
        context = {"refusal": exception, "back": own_address(request, request.META.get("HTTP_REFERER", ""))}
        return render(request, "refusal.html", context, status=exception.status)
