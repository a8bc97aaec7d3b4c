"""Reading the API's JSON: only texts a database can keep get past the parser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


def _is_kept(text: str) -> bool:
    """Whether a text has no NUL, which PostgreSQL refuses, and no half of a pair, which UTF-8 has no bytes for."""
    return not any(character == "\x00" or "\ud800" <= character <= "\udfff" for character in text)


def unkept(value: object) -> str | None:
    """Return the first text inside a JSON value that no database can keep, None where there is none."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str) and not _is_kept(found):
            return found
        if isinstance(found, Mapping):
            waiting += [*found.keys(), *found.values()]
        elif isinstance(found, list):
            waiting += found
    return None


class KeepableJSONParser(JSONParser):
    """JSON as Django REST framework reads it, less what would fail further in. Raises ParseError, a 400."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the body's value."""
        try:
            value = super().parse(stream, media_type, parser_context)
        except RecursionError as deep:
            raise ParseError(_("The JSON is nested too deeply.")) from deep
        wrong = unkept(value)
        if wrong is not None:
            given = ascii(wrong)[:80]
            raise ParseError(_("This text has a character that can't be kept: %(given)s.") % {"given": given})
        return value
