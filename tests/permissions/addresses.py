"""Every address the portal answers, walked from the resolver."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address as the resolver has it: its name with its namespace, its view, and the names of its parts."""

    name: str
    view: Callable[..., object]
    parts: tuple[str, ...]


def addresses() -> list[Address]:
    """Walk the whole resolver."""
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: list[URLPattern | URLResolver], space: str, parts: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        names = tuple(dict.fromkeys((*parts, *pattern.pattern.converters, *pattern.pattern.regex.groupindex)))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, names)
        else:
            yield Address(f"{space}{pattern.name or '-'}", pattern.callback, names)
