"""Problem documents: RFC 9457, naming the field, the same for every kind of refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions

from portal.common.problems import MEDIA_TYPE, problem_details
from portal.common.refusals import NotAllowed, Stale, WrongInput


def document(exception: Exception) -> dict[str, Any]:
    answer = problem_details(exception, {})
    assert answer is not None
    assert answer.content_type == MEDIA_TYPE == "application/problem+json"
    body: dict[str, Any] = answer.data
    assert body["type"] == "about:blank"
    assert body["status"] == answer.status_code
    return body


def test_a_wrong_value_names_field_given_and_expected() -> None:
    wrong = WrongInput(
        "Wrong weight.", where="documents[0].kg", given="-1", expected="0 or more", todo="Weigh."
    )
    assert document(wrong) == {
        "type": "about:blank",
        "title": "Wrong weight.",
        "status": 422,
        "detail": "Wrong weight. Weigh.",
        "field": "documents[0].kg",
        "given": "-1",
        "expected": "0 or more",
    }


@pytest.mark.parametrize(
    ("exception", "status"),
    [
        (NotAllowed("No."), 403),
        (Stale("Late."), 409),
        (Http404("gone"), 404),
        (PermissionDenied(), 403),
        (exceptions.NotAuthenticated(), 401),
        (exceptions.UnsupportedMediaType("text/plain"), 415),
        (exceptions.MethodNotAllowed("PUT"), 405),
        (exceptions.Throttled(wait=3), 429),
        (exceptions.ValidationError({"kg": ["wrong"]}), 400),
    ],
)
def test_every_known_refusal_is_a_document(exception: Exception, status: int) -> None:
    body = document(exception)
    assert body["status"] == status
    assert body["title"]


def test_fields_of_a_form_stand_in_the_document() -> None:
    assert document(exceptions.ValidationError({"kg": ["wrong"]}))["errors"] == {"kg": ["wrong"]}


def test_a_throttled_caller_learns_when() -> None:
    answer = problem_details(exceptions.Throttled(wait=3), {})
    assert answer is not None
    assert answer.headers["Retry-After"] == "3"


def test_an_unknown_error_stays_unknown() -> None:
    assert problem_details(ZeroDivisionError(), {}) is None
