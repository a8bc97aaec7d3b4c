"""Facts, read strictly: every key known and present, every amount in its one written form.

Money becomes an integer of paise, weight an integer of grams, a percentage a Fraction; nothing is rounded,
nothing is guessed (rule 10, inputs).
"""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from schemes.rules.refusal import Refused

_MONEY = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,2})?").fullmatch
_WEIGHT = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,3})?").fullmatch
_RUPEES = re.compile(r"0|[1-9][0-9]{0,14}").fullmatch
_DATE = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}").fullmatch
_INSTANT = re.compile(
    r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
).fullmatch

MONEY = 'rupees as text such as "1234.50": up to 15 digits, at most 2 decimals'
WEIGHT = 'kilograms as text such as "1234.500": up to 15 digits, at most 3 decimals'
RUPEES = 'whole rupees as text such as "1234": up to 15 digits, no sign, no decimals'
PERCENT = 'a percentage as text such as "85" or "9.25", at most 2 decimals'
NOT_NEGATIVE = ", not negative"
DATE = 'a calendar date from 1900 to 2199 as text, "YYYY-MM-DD"'
INSTANT = 'a time with its zone as text, "YYYY-MM-DDTHH:MM:SSZ"'
NO_KEYS: frozenset[str] = frozenset()
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]").search


def shown(value: object) -> str:
    """`value` as a refusal quotes it: text as it is where that can be read, anything else as JSON."""
    if isinstance(value, str) and value and value == value.strip() and value.isprintable():
        return value
    return quoted(value)


def quoted(value: object) -> str:
    """`value` as JSON, for where an integer, true or false belongs: "900" and 900 then look different."""
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return type(value).__name__


def scaled(text: str, places: int) -> int:
    """The decimal in `text`, times ten to the power `places`; `text` has no more decimals than that."""
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(places, "0"))


def parse_date(value: object, field: str) -> date:
    """A date from its one written form; Refused otherwise."""
    if isinstance(value, str) and _DATE(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Refused(field, value, "a date that is in the calendar") from None
    raise Refused(field, shown(value), DATE)


class Record:
    """One JSON object of the facts, its keys checked, its values read by kind.

    Every method raises Refused naming the path of the value.
    """

    __slots__ = ("path", "values")

    def __init__(
        self, value: object, path: str, required: frozenset[str], optional: frozenset[str] = NO_KEYS
    ) -> None:
        if type(value) is not dict:
            raise Refused(path or "facts", shown(value), "a JSON object")
        self.values: dict[str, object] = value
        self.path = path
        keys = value.keys()
        if keys != required:
            self._check_keys(set(keys), required, optional)

    def _check_keys(self, keys: set[str], required: frozenset[str], optional: frozenset[str]) -> None:
        unknown = keys - required - optional
        if unknown:
            key = min(unknown, key=str)
            known = ", ".join(sorted(required | optional))
            raise Refused(self.at(str(key)), "an unknown key", f"only the keys {known}")
        missing = required - keys
        if missing:
            raise Refused(self.at(min(missing)), "nothing", "this key")

    def at(self, key: str) -> str:
        """The path of `key` in the facts."""
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, expected: str) -> Refused:
        """The refusal of the value at `key`, to be raised by the caller."""
        return Refused(self.at(key), shown(self.values.get(key)), expected)

    def money(self, key: str, *, signed: bool = False) -> int:
        """Rupees with at most two decimals, in paise."""
        text = self.values[key]
        if not isinstance(text, str) or not _MONEY(text):
            raise Refused(self.at(key), shown(text), MONEY + ("" if signed else NOT_NEGATIVE))
        if text[0] == "-" and not signed:
            raise Refused(self.at(key), text, MONEY + NOT_NEGATIVE)
        return scaled(text, 2)

    def weight(self, key: str, *, signed: bool = False) -> int:
        """Kilograms with at most three decimals, in grams."""
        text = self.values[key]
        if not isinstance(text, str) or not _WEIGHT(text):
            raise Refused(self.at(key), shown(text), WEIGHT + ("" if signed else NOT_NEGATIVE))
        if text[0] == "-" and not signed:
            raise Refused(self.at(key), text, WEIGHT + NOT_NEGATIVE)
        return scaled(text, 3)

    def rupees(self, key: str) -> int:
        """Whole rupees, never negative."""
        text = self.values[key]
        if not isinstance(text, str) or not _RUPEES(text):
            raise Refused(self.at(key), shown(text), RUPEES)
        return int(text)

    def percent(self, key: str, *, most: int | None = None) -> Fraction:
        """A percentage, not negative and at most `most`."""
        text = self.values[key]
        if not isinstance(text, str) or not _MONEY(text) or text[0] == "-":
            raise Refused(self.at(key), shown(text), PERCENT + NOT_NEGATIVE)
        found = Fraction(scaled(text, 2), 100)
        if most is not None and found > most:
            raise Refused(self.at(key), text, f"{PERCENT}, not above {most}")
        return found

    def integer(self, key: str, *, least: int = 1, most: int = 10**9) -> int:
        """A JSON integer from `least` to `most`; true and false are not integers."""
        value = self.values[key]
        if type(value) is not int or not least <= value <= most:
            raise Refused(self.at(key), quoted(value), f"a JSON integer from {least} to {most}")
        return value

    def flag(self, key: str) -> bool:
        """true or false."""
        value = self.values[key]
        if type(value) is not bool:
            raise Refused(self.at(key), quoted(value), "true or false")
        return value

    def day(self, key: str) -> date:
        """A date."""
        return parse_date(self.values[key], self.at(key))

    def day_or_none(self, key: str) -> date | None:
        """A date, or None where the key is absent or null."""
        return None if self.values.get(key) is None else self.day(key)

    def instant(self, key: str) -> datetime:
        """A moment with its time zone."""
        value = self.values[key]
        if isinstance(value, str) and _INSTANT(value):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                pass  # The shape is right but no clock shows it: refused below like any other text.
        raise Refused(self.at(key), shown(value), INSTANT)

    def choice(self, key: str, options: Iterable[str]) -> str:
        """One of a few words."""
        value = self.values[key]
        allowed = tuple(options)
        if not isinstance(value, str) or value not in allowed:
            raise Refused(self.at(key), shown(value), "one of " + ", ".join(allowed))
        return value

    def text(self, key: str, *, longest: int = 200) -> str:
        """Printable text, not blank, without white space at its ends."""
        value = self.values[key]
        if not isinstance(value, str) or not value.strip() or value != value.strip():
            raise Refused(self.at(key), shown(value), "text, not blank and without spaces at its ends")
        if len(value) > longest or _UNWRITABLE(value):
            raise Refused(self.at(key), value, f"one line of text of at most {longest} characters")
        return value

    def text_or_none(self, key: str) -> str | None:
        """As `text`, or None for null."""
        return None if self.values[key] is None else self.text(key)

    def matching(self, key: str, pattern: re.Pattern[str], expected: str) -> str:
        """Text that matches `pattern` from end to end."""
        value = self.values[key]
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise Refused(self.at(key), shown(value), expected)
        return value

    def record(self, key: str, required: frozenset[str], optional: frozenset[str] = NO_KEYS) -> "Record":
        """The object at `key`."""
        return Record(self.values[key], self.at(key), required, optional)

    def items(self, key: str) -> list[object]:
        """The list at `key`."""
        value = self.values[key]
        if type(value) is not list:
            raise Refused(self.at(key), shown(value), "a JSON list")
        return value

    def records(self, key: str, required: frozenset[str]) -> list["Record"]:
        """The list of objects at `key`."""
        path = self.at(key)
        return [Record(item, f"{path}[{place}]", required) for place, item in enumerate(self.items(key))]
