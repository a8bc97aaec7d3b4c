"""JSON as the engine reads and writes it: strict on the way in, canonical on the way out."""

import json
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from typing import Any, NoReturn

from schemes.rules.refusal import Refused

NO_DECIMAL_POINT = (
    "an integer, or an amount written as text; a number with a decimal point or exponent is never read"
)
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(obj: object) -> bytes:
    """Canonical JSON: keys sorted, separators `,` and `:`, UTF-8, not ASCII-escaped, NFC.

    Raises Refused for a float anywhere in `obj`, which has no canonical form here.
    """
    return written(_without_floats(obj))


def written(obj: object) -> bytes:
    """As `canonical`, for what the engine built itself and so needs no look for floats."""
    text = _WRITER.encode(obj)
    if not text.isascii():
        text = _WRITER.encode(_composed(obj))
    return text.encode()


def digest(obj: object) -> str:
    """SHA-256, in lower-case hexadecimal, of the canonical JSON of `obj`."""
    return sha256(canonical(obj)).hexdigest()


def loads_strict(text: str) -> object:
    """The JSON value in `text`; duplicate keys and every number but an integer are refused by name."""
    try:
        return _STRICT.decode(text)
    except _SuspectError:
        return _refuse_by_name(text)
    except RecursionError:
        raise Refused("facts", "JSON nested too deeply", "a flat JSON object") from None
    except ValueError as error:
        raise Refused("facts", str(error), "one valid JSON value") from None


class _SuspectError(Exception):
    """Something in the text needs the slow look that can name its place."""


class _Pairs(list[tuple[str, Any]]):
    """An object's keys and values as they stood in the text, duplicates included."""


class _Number(str):
    """A number as it stood in the text."""

    __slots__ = ()


def _suspect(_: str) -> NoReturn:
    raise _SuspectError


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _SuspectError
    return found


def _decoder(pairs: Callable[[list[tuple[str, Any]]], Any], number: Callable[[str], Any]) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=pairs, parse_float=number, parse_constant=number)


_STRICT = _decoder(_unique, _suspect)
_NAMING = _decoder(_Pairs, _Number)


def _refuse_by_name(text: str) -> NoReturn:
    """Read again, slowly, to name the field that made the text suspect."""
    try:
        value = _NAMING.decode(text)
    except ValueError as error:
        raise Refused("facts", str(error), "one valid JSON value") from None
    _look(value, "")
    raise Refused("facts", "a repeated key", "every key once")


def _look(value: object, path: str) -> None:
    if isinstance(value, _Number):
        raise Refused(path or "facts", str(value), NO_DECIMAL_POINT)
    if isinstance(value, _Pairs):
        seen: set[str] = set()
        for key, inner in value:
            here = f"{path}.{key}" if path else key
            if key in seen:
                raise Refused(here, "the key twice", "every key once")
            seen.add(key)
            _look(inner, here)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _look(inner, f"{path}[{place}]")


def _without_floats(obj: object, path: str = "") -> object:
    """`obj` itself, after a look that no float hides in it."""
    if isinstance(obj, float):
        raise Refused(path or "object", repr(obj), NO_DECIMAL_POINT)
    if isinstance(obj, dict):
        for key, inner in obj.items():
            if type(inner) is not str:
                _without_floats(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(obj, list | tuple):
        for place, inner in enumerate(obj):
            if type(inner) is not str:
                _without_floats(inner, f"{path}[{place}]")
    return obj


def _composed(obj: object) -> object:
    """`obj` with every text, keys too, in Unicode normal form C."""
    if isinstance(obj, str):
        return unicodedata.normalize("NFC", obj)
    if isinstance(obj, dict):
        return {unicodedata.normalize("NFC", key): _composed(inner) for key, inner in obj.items()}
    if isinstance(obj, list | tuple):
        return [_composed(inner) for inner in obj]
    return obj
