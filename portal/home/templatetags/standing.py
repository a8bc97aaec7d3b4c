"""Addresses of styles for pages that must come whatever else has gone wrong."""

from __future__ import annotations

from django import template
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def style_address(name: str) -> str:
    """Return a static file's address, hashed where files are served by their hash; empty if it can't be known.

    Only hashed names are served, and a page that says that something broke must not break on a missing one.
    """
    try:
        return static(name)
    except (ValueError, OSError):
        return ""
