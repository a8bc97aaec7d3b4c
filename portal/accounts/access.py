"""Page guards by audience and role, over the floor's page decorator."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.roles import COMPANY, OFFICERS, Role
from portal.common.pages import View, page


class UserRequest(HttpRequest):
    """A request behind a page guard: somebody of ours is signed in."""

    user: User


Decorator = Callable[[View], View]


def public_page(*methods: str) -> Decorator:
    """Anyone, signed in or not."""
    return page(lambda user: True, methods=methods or ("GET",), public=True)


def signed_in_page(*methods: str) -> Decorator:
    """Anyone with a sign-in and at least one role."""
    return page(lambda user: bool(user.role_codes), methods=methods or ("GET",))


def role_page(*roles: str, methods: tuple[str, ...] = ("GET",)) -> Decorator:
    """People who hold one of these roles."""

    def gate(user: User) -> bool:
        return user.has_role(*roles)

    return page(gate, methods=methods)


def company_page(*methods: str) -> Decorator:
    """People of a company."""
    return role_page(*COMPANY, methods=methods or ("GET",))


def officer_page(*methods: str) -> Decorator:
    """Officers of the scheme. Not the administrator, who keeps people and has no business rights."""
    return role_page(*OFFICERS, methods=methods or ("GET",))


def office_or_audit_page(*methods: str) -> Decorator:
    """Officers and auditors: pages that only look."""
    return role_page(*OFFICERS, Role.AUDITOR, methods=methods or ("GET",))


def administrator_page(*methods: str) -> Decorator:
    """The system administrator: pages about people, never about money."""
    return role_page(Role.SYS_ADMIN, methods=methods or ("GET",))


def auditor_page(*methods: str) -> Decorator:
    """Auditors."""
    return role_page(Role.AUDITOR, methods=methods or ("GET",))
