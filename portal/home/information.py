"""The pages every government site has."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.accounts.access import public_page

PAGES = {
    "portal": _("About this portal"),
    "contact": _("Contact"),
    "help": _("Help"),
    "accessibility": _("Accessibility"),
    "privacy": _("Privacy"),
    "terms": _("Terms of use"),
    "sitemap": _("Sitemap"),
    "feedback": _("Feedback"),
}


@public_page()
def information(request: HttpRequest, name: str) -> HttpResponse:
    """Show one of them."""
    if name not in PAGES:
        raise Http404(name)
    context = {"title": PAGES[name], "crumbs": [(_("Home"), "/"), (PAGES[name], None)], "pages": PAGES}
    return render(request, f"home/information/{name}.html", context)
