"""RFC 9457 problem details for the API."""

from __future__ import annotations

from django.http import Http404
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.common.refusals import Refusal

MEDIA_TYPE = "application/problem+json"


def _answer(status: int, title: str, **members: object) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, **members}
    return Response(body, status=status, content_type=MEDIA_TYPE)


def problem_details(exception: Exception, context: dict[str, object]) -> Response | None:
    """Turn an exception into a problem document that names the field. Unknown exceptions stay unknown (500)."""
    if isinstance(exception, Refusal):
        parts = exception.as_dict()
        return _answer(
            exception.status,
            parts["what"],
            detail=str(exception),
            field=parts["where"],
            given=parts["given"],
            expected=parts["expected"],
        )
    standard = exception_handler(exception, context)
    if standard is None:
        return None
    if isinstance(exception, ValidationError):
        return _answer(standard.status_code, "Invalid input", errors=standard.data)
    if isinstance(exception, Http404):
        return _answer(404, "Not found", detail=str(exception))
    detail = str(exception.detail) if isinstance(exception, APIException) else ""
    answer = _answer(standard.status_code, detail or "Refused", detail=detail)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in standard.headers:
            answer.headers[name] = standard.headers[name]
    return answer
