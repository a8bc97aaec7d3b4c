"""Pages that say that something broke: styled by the names that are served, and there even without any."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client, RequestFactory, override_settings
from django.views.defaults import bad_request, server_error

STYLES = ("vendor/bootstrap/portal-bootstrap.min.css", "css/portal.css")


def served_by_hash(root: Path) -> override_settings:
    """Serve static files from a folder with a manifest, as production does."""
    return override_settings(
        STATIC_ROOT=str(root),
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
        },
    )


def links(text: str) -> list[str]:
    return re.findall(r'<link rel="stylesheet" href="([^"]*)"', text)


def broken() -> str:
    answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    return answer.content.decode()


def test_a_fault_of_ours_is_styled_by_hashed_names(tmp_path: Path) -> None:
    names = {name: name.replace(".css", ".0123456789ab.css") for name in STYLES}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": names, "hash": ""}))
    with served_by_hash(tmp_path):
        text = broken()
    assert links(text) == [f"/static/{name}" for name in names.values()]
    assert "The fault is on our side" in text


def test_a_fault_of_ours_is_told_even_without_the_list_of_files(tmp_path: Path) -> None:
    with served_by_hash(tmp_path):
        assert storages["staticfiles"].manifest_name == "staticfiles.json"
        text = broken()
    assert links(text) == []
    assert "The fault is on our side" in text
    assert "<style" not in text


def test_a_request_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    answer = bad_request(RequestFactory().get("/"), ValueError("x"))
    assert answer.status_code == 400
    assert len(links(answer.content.decode())) == 2


@pytest.mark.django_db
def test_a_form_open_too_long_is_told_and_the_icon_found() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "This form was open too long" in answer.content.decode()
    icon = Client().get("/favicon.ico")
    assert (icon.status_code, icon["Location"]) == (302, "/static/icon.svg")
