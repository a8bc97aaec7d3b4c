"""Every page of money is guarded, and looking at one never writes."""

from __future__ import annotations

import pytest
from django.urls import URLPattern

from disbursements.pages import urls_auditor, urls_manufacturer, urls_officer

PAGES = [*urls_manufacturer.urlpatterns, *urls_officer.urlpatterns, *urls_auditor.urlpatterns]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.pattern))
def test_every_page_has_its_guard(page: URLPattern) -> None:
    assert callable(page.callback.access)
