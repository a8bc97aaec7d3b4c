"""The one entry of the engine: facts and a book in, a result with its working out."""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from schemes.rules import counting, incentive, recovery, rounds, selection, subsidy, tranches
from schemes.rules.book import Book
from schemes.rules.jsonform import written
from schemes.rules.reading import Record, shown
from schemes.rules.refusal import Refused

ENGINE = "repm-engine 1"
FACTS = "repm.facts/1"
COMPUTATION = "repm.computation/1"
_ENVELOPE = frozenset({"schema", "claim"})
_BOOK = frozenset({"code", "version"})


class Kind(NamedTuple):
    """One kind of computation: the keys its facts have beside the envelope, and what computes it."""

    with_scheme: frozenset[str]
    with_book: frozenset[str]
    compute: Callable[[Record, Book], dict[str, object]]


def _kind(keys: frozenset[str], compute: Callable[[Record, Book], dict[str, object]]) -> Kind:
    return Kind(_ENVELOPE | keys | {"scheme"}, _ENVELOPE | keys | {"book"}, compute)


KINDS: dict[str, Kind] = {
    "counting": _kind(counting.KEYS, counting.compute),
    "sales_linked": _kind(incentive.KEYS, incentive.compute),
    "capital_subsidy": _kind(subsidy.KEYS, subsidy.compute),
    "tranche": _kind(tranches.KEYS, tranches.compute),
    "budget_round": _kind(rounds.KEYS, rounds.compute),
    "recovery": _kind(recovery.KEYS, recovery.compute),
    "selection": _kind(selection.KEYS, selection.compute),
}


def compute(facts: object, book: Book) -> dict[str, object]:
    """The result of one computation, of the kind its `claim` names.

    Pure: the same facts and book give the same object and the same `sha256`. Raises Refused for facts that
    are not exactly what the kind takes, for another book than they name, and for figures the scheme forbids.
    """
    result = _result(facts, book)
    result["sha256"] = sha256(written(result)).hexdigest()
    return result


def compute_text(facts: object, book: Book) -> str:
    """As `compute`, as one line of JSON written once: the canonical text, then `sha256` as its last key."""
    text = written(_result(facts, book))
    return f'{text[:-1].decode()},"sha256":"{sha256(text).hexdigest()}"}}'


def _result(facts: object, book: Book) -> dict[str, object]:
    if type(facts) is not dict:
        raise Refused("facts", shown(facts), "a JSON object")
    claim = facts.get("claim")
    kind = KINDS.get(claim) if isinstance(claim, str) else None
    if kind is None:
        raise Refused("claim", _found(facts, "claim"), "one of " + ", ".join(KINDS))
    if facts.get("schema") != FACTS:
        raise Refused("schema", _found(facts, "schema"), FACTS)
    record = Record(
        facts, "", kind.with_book if "book" in facts and "scheme" not in facts else kind.with_scheme
    )
    _check_book(record, book)
    return {
        "schema": COMPUTATION,
        "claim": claim,
        "book": book.identity,
        "engine": ENGINE,
        **kind.compute(record, book),
    }


def book_named(facts: object) -> tuple[str, int | None]:
    """Code and version of the book the facts name; the version is None where they name only the scheme."""
    if type(facts) is not dict:
        raise Refused("facts", shown(facts), "a JSON object")
    if "scheme" in facts or "book" not in facts:
        code = facts.get("scheme")
        if not isinstance(code, str):
            raise Refused("scheme", _found(facts, "scheme"), "the code of a scheme book, such as repm-7350")
        return code, None
    book = Record(facts["book"], "book", _BOOK)
    return book.text("code"), book.integer("version")


def _check_book(record: Record, book: Book) -> None:
    code, version = book_named(record.values)
    if code != book.code:
        raise Refused(
            "scheme" if version is None else "book.code", code, f"the book to compute with, {book.code}"
        )
    if version is not None and version != book.version:
        raise Refused("book.version", str(version), f"the version to compute with, {book.version}")


def _found(facts: dict[str, object], key: str) -> str:
    return shown(facts[key]) if key in facts else "nothing"
