"""The books in force, what they say figure by figure, and what differs between two of them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from schemes.models import BookVersion
from schemes.selectors import differences, figures
from schemes.services.books import deliver_shipped_books
from schemes.terms import (
    book_of,
    current_version,
    current_versions,
    has_authority,
    is_specimen,
    published_book,
)

pytestmark = pytest.mark.django_db
CODE = "repm-7350"


@pytest.fixture
def shipped() -> dict[str, BookVersion]:
    return {version.code: version for version in deliver_shipped_books()}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of every plain value of a book."""
    if isinstance(value, dict | list):
        places = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in places:
            yield from leaves(inner, (*path, key))
    else:
        yield path


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value or ''}9"


def changed(content: dict[str, Any], path: tuple[Any, ...]) -> BookVersion:
    """A version that differs in one place; never stored."""
    made = copy.deepcopy(content)
    at: Any = made
    for key in path[:-1]:
        at = at[key]
    order = {"order": "S.O. 9(E)", "date": "2027-01-01"}
    at[path[-1]] = order if path[-1] == "authority" else other(at[path[-1]])
    return BookVersion(code=CODE, number=2, content=json.dumps(made))


def test_before_there_are_books_nothing_is_in_force() -> None:
    assert current_version(CODE) is None
    assert current_versions() == []
    assert published_book(CODE) is None
    assert has_authority(CODE) is None


def test_the_latest_published_version_is_in_force(shipped: dict[str, BookVersion]) -> None:
    facts = {"content": shipped[CODE].content, "sha256": "0" * 64, "origin": "officers"}
    BookVersion.objects.create(code=CODE, number=2, state="draft", **facts)
    BookVersion.objects.create(code=CODE, number=3, state="dropped", **facts)
    assert current_version(CODE) == shipped[CODE]
    assert [version.code for version in current_versions()] == sorted(shipped)
    book = published_book(CODE)
    assert book is not None
    assert (book.code, book.version, book.sha256) == (CODE, 1, shipped[CODE].sha256)
    assert published_book(CODE, 2) is None
    assert book_of(shipped[CODE]) is book_of(current_version(CODE) or shipped[CODE])


def test_a_shipped_book_without_an_order_is_a_specimen(shipped: dict[str, BookVersion]) -> None:
    for version in shipped.values():
        assert is_specimen(version) == (json.loads(version.content)["authority"] is None)
    assert is_specimen(shipped[CODE])


def test_each_figure_has_its_source_and_tag(shipped: dict[str, BookVersion]) -> None:
    for version in shipped.values():
        rows = [figure for figure in figures(version) if figure.section != "book"]
        assert [figure.key for figure in rows if not (figure.source and figure.tag and figure.unit)] == []
        assert {figure.section for figure in rows} == {
            "heads",
            "demand",
            "ladder",
            "triggers",
            "products",
            "parameters",
        }


def test_figures_of_the_default_book(shipped: dict[str, BookVersion]) -> None:
    found = {(figure.section, figure.key): figure for figure in figures(shipped[CODE])}
    assert found["heads", "SLI"].value == "6450"
    assert found["parameters", "scheme_outlay_crore"].value == "7350"
    assert found["ladder", "900 t: sli_cap_crore"].value == "967.5"
    assert found["ladder", "600 t: sli_cap_crore"].authority == "S.O. 5800(E), 2025-12-15"
    assert found["triggers", "SLI: verified"].value == "85"
    assert found["products", "85051190"].tag == "recall"
    assert found["demand", "2030"].value == "8220"


def test_no_figure_stands_twice_under_one_name(shipped: dict[str, BookVersion]) -> None:
    for version in shipped.values():
        names = [figure.name for figure in figures(version)]
        assert len(names) == len(set(names))


def test_a_version_does_not_differ_from_itself(shipped: dict[str, BookVersion]) -> None:
    assert differences(shipped[CODE], shipped[CODE]) == []


def test_no_change_of_a_book_escapes_the_difference(shipped: dict[str, BookVersion]) -> None:
    """Whatever one value is changed, its name, source or tag too, the director sees it."""
    old = shipped[CODE]
    content = json.loads(old.content)
    unseen = [
        path for path in leaves(content) if path != ("code",) and not differences(old, changed(content, path))
    ]
    assert unseen == []


def test_a_difference_tells_before_and_after(shipped: dict[str, BookVersion]) -> None:
    old, new = shipped[CODE], shipped["repm-7280"]
    found = {(row.section, row.key): row for row in differences(old, new)}
    outlay = found["parameters", "scheme_outlay_crore"]
    assert (outlay.old, outlay.new) == ("7350", "7280")
    assert found["heads", "UNALLOCATED"].old == "70"
    back = {(row.section, row.key): row for row in differences(new, old)}
    assert back.keys() == found.keys()
    assert back["parameters", "scheme_outlay_crore"].new == "7350"


def test_a_new_source_of_the_same_value_is_shown(shipped: dict[str, BookVersion]) -> None:
    content = json.loads(shipped[CODE].content)
    content["parameters"]["units_max"][0]["source"] = "S.O. 1(E), paragraph 4"
    (row,) = differences(shipped[CODE], BookVersion(code=CODE, number=2, content=json.dumps(content)))
    assert row.new == "5 (count; S.O. 1(E), paragraph 4; seed)"
