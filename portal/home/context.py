"""What every page's shell needs: audience, navigation, dates, who is signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from portal.common.clock import business_today, now
from portal.demo.people import PASSWORD
from portal.home.information import PAGES
from portal.home.navigation import navigation
from portal.home.signins import sign_in_groups


def _footer() -> list[dict[str, object]]:
    return [{"label": label, "url": reverse("information", args=[name])} for name, label in PAGES.items()]


def _sign_ins(request: HttpRequest) -> dict[str, object]:
    """Return the demonstration's sign-ins, for its sign-in page alone."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return {}
    return {"demo_signins": sign_in_groups(), "demo_password": PASSWORD}


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the context of the shell around every page."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    audience = user.audience if user is not None and signed_in else "public"
    return {
        **_sign_ins(request),
        "footer_links": _footer(),
        "audience": audience,
        "shell_template": f"layout/shell_{audience}.html",
        "nav": navigation(request, audience),
        "demo": settings.DEMO,
        "business_date": business_today(),
        "last_updated": now(),
        "whoami": str(user) if signed_in else "",
    }
