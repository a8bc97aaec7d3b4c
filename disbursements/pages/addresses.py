"""Addresses of pages in other rooms."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def address(name: str, *args: object) -> str:
    """The address of a page, empty where this portal does not have it: its link is then left out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
