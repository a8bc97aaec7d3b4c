"""Pages: closed unless opened, and a GET never writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import BasePermission

from portal.accounts.access import (
    administrator_page,
    auditor_page,
    company_page,
    office_or_audit_page,
    officer_page,
    public_page,
    signed_in_page,
)
from portal.accounts.models import Organisation
from portal.accounts.roles import COMPANY, OFFICERS, Role
from portal.common.pages import GetWrote, page
from tests.factories import company, officer

# Views without our page guard, each with its reason.
OPEN_BY_DESIGN = {
    "healthz": "answers while the database does not",
    "preferences": "sets a cookie of the reader's own and reads nothing",
    "set_language": "Django's own; sets a cookie",
    "schema": "the API's description, the same for everybody",
    "api_docs": "its page",
}
PACKAGES = ("allauth.",)


def patterns(found: list[Any]) -> Iterator[tuple[str, Any]]:
    for entry in found:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns)
        elif isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern), entry.callback


def test_every_address_is_guarded() -> None:
    bare = []
    for name, view in patterns(get_resolver().url_patterns):
        guarded = hasattr(view, "access")
        permissions = getattr(getattr(view, "cls", None), "permission_classes", ())
        answers_api = bool(permissions) and all(issubclass(p, BasePermission) for p in permissions)
        if not (guarded or answers_api or name in OPEN_BY_DESIGN or view.__module__.startswith(PACKAGES)):
            bare.append(name)
    assert bare == []


def test_the_exceptions_are_all_still_there() -> None:
    assert set(OPEN_BY_DESIGN) <= {name for name, _view in patterns(get_resolver().url_patterns)}


def request(user: Any, method: str = "GET") -> HttpRequest:
    made = RequestFactory().generic(method, "/somewhere/?q=1")
    made.user = user
    return made


def answer(decorate: Any, user: Any, method: str = "GET") -> int:
    view = decorate(lambda request: HttpResponse("in"))
    try:
        status: int = view(request(user, method)).status_code
    except PermissionDenied:
        return 403
    return status


@pytest.mark.django_db
def test_each_guard_lets_in_whom_it_says() -> None:
    people: dict[str, Any] = {role: officer(role) for role in (*OFFICERS, Role.AUDITOR, Role.SYS_ADMIN)}
    maker = company()
    people |= dict(zip(COMPANY, (maker.signatory, maker.preparer), strict=True))
    expected = {
        company_page: set(COMPANY),
        officer_page: set(OFFICERS),
        office_or_audit_page: {*OFFICERS, Role.AUDITOR},
        auditor_page: {Role.AUDITOR},
        administrator_page: {Role.SYS_ADMIN},
        signed_in_page: set(people),
        public_page: set(people),
    }
    for guard, inside in expected.items():
        let_in = {role for role, user in people.items() if answer(guard(), user) == 200}
        assert let_in == inside, guard.__name__
        stranger = answer(guard(), AnonymousUser())
        assert stranger == (200 if guard is public_page else 302), guard.__name__


@pytest.mark.django_db
def test_only_the_named_methods_are_answered() -> None:
    user = officer(Role.IFD)
    assert [answer(officer_page("GET"), user, method) for method in ("GET", "HEAD", "POST", "PUT")] == [
        200,
        200,
        405,
        405,
    ]
    assert [answer(officer_page("POST"), user, method) for method in ("GET", "HEAD", "POST")] == [
        405,
        405,
        200,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO accounts_organisation (name, kind) VALUES ('a', 'office')",
        "  update accounts_organisation SET name = 'a'",
        "DELETE FROM accounts_organisation",
        "WITH x AS (SELECT 1) DELETE FROM accounts_organisation",
    ],
)
def test_looking_never_writes(sql: str, method: str) -> None:
    @public_page("GET", "POST")
    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(sql)
        return HttpResponse()

    with pytest.raises(GetWrote):
        view(request(AnonymousUser(), method))
    assert view(request(AnonymousUser(), "POST")).status_code == 200


@pytest.mark.django_db
def test_the_ban_ends_with_the_page() -> None:
    view = page(lambda user: True, public=True)(
        lambda request: HttpResponse(str(Organisation.objects.count()))
    )
    assert view(request(AnonymousUser())).content == b"0"
    Organisation.objects.create(name="a", kind="office")
    assert view(request(AnonymousUser())).content == b"1"


@pytest.mark.django_db
def test_no_page_of_business_lets_the_administrator_in() -> None:
    """All that lies under the three audiences' addresses, and the reports.

    Papers that everybody with a role may ask for are no exception: which of them there are is then a matter of
    what the person sees, and the administrator sees none.
    """
    business = [
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and entry.namespace in ("manufacturer", "officer", "auditor")
    ]
    assert len(business) == 3
    views = [found for entry in business for found in patterns(entry.url_patterns)]
    views += [(name, view) for name, view in patterns(get_resolver().url_patterns) if "report" in name]
    guarded = [(name, view) for name, view in views if hasattr(view, "access")]
    assert len(guarded) > 30
    administrator, auditor, of_company = officer(Role.SYS_ADMIN), officer(Role.AUDITOR), company().preparer
    let_in = [
        name
        for name, view in guarded
        if view.access(administrator) and not (view.access(auditor) and view.access(of_company))
    ]
    assert let_in == []
