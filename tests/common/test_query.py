"""Addresses: a query no database can keep is answered before anything reads it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/?q=%00", "/grants/?sort=a%00b", "/api/v1/claims/?state=%00"])
def test_a_nul_in_the_query_is_a_bad_request(address: str, client: Client) -> None:
    client.force_login(factories.officer("MHI_SO"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 400


def test_a_percent_sign_is_none(client: Client) -> None:
    assert client.get("/?q=100%2500").status_code == 200
