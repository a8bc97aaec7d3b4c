"""Looking changes nothing: no GET of any address writes a row, and the guard behind it refuses one that would."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.accounts.access import public_page
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.common.pages import GetWrote
from tests.permissions.addresses import addresses
from tests.permissions.parts import paths
from tests.permissions.requests import Visitor
from tests.permissions.world import ANYBODY, World

pytestmark = pytest.mark.xdist_group("permissions")
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE", "CREATE", "ALTER", "DROP")
# What the packages of sign-in keep for themselves; the page of addresses notes the one in use when it is opened.
OF_SIGN_IN = ("django_session", "axes_", "account_emailaddress")
ASKING = (
    ANYBODY,
    Role.APPLICANT_SIGNATORY.value,
    Role.MHI_SO.value,
    Role.AUDITOR.value,
    Role.SYS_ADMIN.value,
)


class Writes:
    """Notes every statement that writes."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and not any(name in sql for name in OF_SIGN_IN):
            self.seen.append(sql[:120])
        return execute(sql, params, many, context)


@pytest.mark.ignore_template_errors
@pytest.mark.parametrize("role", ASKING)
def test_no_look_writes(world: World, role: str) -> None:
    visitor, told = Visitor(world.users[role]), []
    for address in addresses():
        for name, path in paths(address, world.ids):
            writes = Writes()
            with connection.execute_wrapper(writes):
                visitor.ask("GET", path)
            told += [(name, sql) for sql in writes.seen]
    assert told == []


def test_a_page_that_writes_on_get_is_refused(world: World) -> None:
    @public_page("GET", "POST")
    def careless(request: HttpRequest) -> HttpResponse:
        Organisation.objects.create(name="Made by looking", kind="office")
        return HttpResponse()

    anybody = Visitor(None)
    request = RequestFactory().get("/")
    request.user = anybody  # type: ignore[assignment]
    with pytest.raises(GetWrote):
        careless(request)
    assert not Organisation.objects.filter(name="Made by looking").exists()
