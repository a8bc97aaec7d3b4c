"""What every page's shell needs: audience, navigation, dates, who is signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from portal.common.clock import business_today, now
from portal.common.workflow import Text
from portal.demo.people import sign_ins
from portal.home.information import PAGES

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
    "public": (
        (_("Home"), "landing"),
        (_("Scheme book"), "books"),
        (_("Calculator"), "calculator"),
        (_("Verify an order"), "verify"),
    ),
}


def _nav(request: HttpRequest, audience: str) -> list[dict[str, object]]:
    items = []
    for label, name in NAVIGATION[audience]:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        current = request.path == url or (url.count("/") > 2 and request.path.startswith(url))
        items.append({"label": label, "url": url, "current": current})
    return items


def _footer() -> list[dict[str, object]]:
    return [{"label": label, "url": reverse("information", args=[name])} for name, label in PAGES.items()]


def _sign_ins(request: HttpRequest) -> dict[str, object]:
    """Return the demonstration's sign-ins, for its sign-in page alone."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return {}
    return {"demo_signins": sign_ins()}


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the context of the shell around every page."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    audience = user.audience if signed_in else "public"
    return {
        **_sign_ins(request),
        "footer_links": _footer(),
        "audience": audience,
        "shell_template": f"layout/shell_{audience}.html",
        "nav": _nav(request, audience),
        "demo": settings.DEMO,
        "business_date": business_today(),
        "last_updated": now(),
        "whoami": str(user) if signed_in else "",
        "text_size": request.COOKIES.get("text_size", "normal"),
        "contrast": request.COOKIES.get("contrast", "normal"),
    }
