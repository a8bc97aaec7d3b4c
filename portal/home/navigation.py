"""The main navigation of each audience."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role
from portal.common.workflow import Text

NAVIGATION: dict[str, tuple[tuple[Text, str], ...]] = {
    "manufacturer": (
        (_("Home"), "home"),
        (_("Application"), "manufacturer:applications"),
        (_("Unit"), "manufacturer:unit"),
        (_("Output"), "manufacturer:registers"),
        (_("Claims"), "manufacturer:claims"),
        (_("Letters"), "manufacturer:letters"),
        (_("Calculator"), "calculator"),
    ),
    "officer": (
        (_("Home"), "home"),
        (_("Applications"), "officer:applications"),
        (_("Awards"), "officer:awards"),
        (_("Claims"), "officer:claims"),
        (_("Budget"), "officer:budget"),
        (_("Sanctions"), "officer:sanctions"),
        (_("Scheme book"), "books"),
        (_("Reports"), "reports"),
    ),
    "auditor": (
        (_("Home"), "home"),
        (_("Claims"), "auditor:claims"),
        (_("Payments"), "reports"),
        (_("Ledger"), "auditor:ledger"),
        (_("Event chain"), "auditor:events"),
        (_("Scheme book"), "books"),
    ),
    "administrator": (
        (_("People"), "users"),
        (_("Scheme book"), "books"),
    ),
    "public": (
        (_("Home"), "landing"),
        (_("Scheme book"), "books"),
        (_("Calculator"), "calculator"),
        (_("Verify an order"), "verify"),
        (_("Grants"), "grants"),
    ),
}


def navigation(request: HttpRequest, audience: str) -> list[dict[str, object]]:
    """Return the items of an audience's navigation; the administrator, who has no business rights, has its own."""
    user = getattr(request, "user", None)
    administrator = audience == "officer" and user is not None and user.has_role(Role.SYS_ADMIN)
    items: list[dict[str, object]] = []
    for label, name in NAVIGATION["administrator" if administrator else audience]:
        url = reverse(name)
        current = request.path == url or (url.count("/") > 2 and request.path.startswith(url))
        items.append({"label": label, "url": url, "current": current})
    return items
