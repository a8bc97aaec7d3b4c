"""Text size and contrast: kept by a POST in a cookie, and never a way to another site."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.home.preferences import preferences


def post(**data: str) -> HttpResponse:
    return preferences(RequestFactory().post("/preferences/", data))


def test_the_choice_is_kept_and_the_reader_comes_back() -> None:
    answer = post(contrast="high", next="/officer/claims/?page=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/officer/claims/?page=2"
    assert answer.cookies["contrast"].value == "high"
    assert answer.cookies["contrast"]["httponly"]
    assert "text_size" not in answer.cookies


def test_an_unknown_choice_is_left_out() -> None:
    assert not post(text_size="huge").cookies


@pytest.mark.parametrize("target", ["https://evil.invalid/", "//evil.invalid/", "javascript:alert(1)", ""])
def test_the_way_back_stays_on_this_host(target: str) -> None:
    assert post(contrast="high", next=target)["Location"] == "/"


def test_a_get_writes_nothing() -> None:
    answer = preferences(RequestFactory().get("/preferences/", {"contrast": "high"}))
    assert answer.status_code == 405
    assert not answer.cookies
