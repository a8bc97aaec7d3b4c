"""Scheme books: the shipped ones hold, and every fault is named by its field."""

import copy
from pathlib import Path
from typing import Any

import pytest

from schemes.bookfile import (
    book_from_content,
    load_book_file,
    read_yaml,
    shipped_book,
    shipped_books,
    validate,
)
from schemes.rules import Refused, digest

Steps = tuple[str | int, ...]
DEFAULT = load_book_file(shipped_books()["repm-7350"])
TAGS = "one of seed, notified, notified-press, press, inferred, recall, or analogous: and a scheme"
CAPACITIES = "600, 700, 800, 900, 1000, 1100, 1200"


def test_three_books_are_shipped() -> None:
    assert set(shipped_books()) == {"repm-7350", "repm-7280", "zz-whatif"}
    for code in shipped_books():
        book = shipped_book(code)
        assert (book.code, book.version) == (code, 1)
        assert book.sha256 == digest(book.content)
        assert book.content["fictitious"] == (code == "zz-whatif")


def test_heads_of_the_two_outlays() -> None:
    ceilings = {
        code: [str(h.ceiling.crore) for h in shipped_book(code).heads] for code in ("repm-7350", "repm-7280")
    }
    assert ceilings == {"repm-7350": ["6450", "750", "80", "70"], "repm-7280": ["6450", "750", "80", "0"]}


def test_only_the_notified_book_has_an_authority() -> None:
    assert DEFAULT["authority"] is None
    assert load_book_file(shipped_books()["repm-7280"])["authority"] == {
        "order": "S.O. 5800(E)",
        "date": "2025-12-15",
    }


def test_the_digest_is_of_the_content_alone() -> None:
    assert book_from_content(DEFAULT, 1).sha256 == book_from_content(DEFAULT, 7).sha256
    other = {**DEFAULT, "fictitious": True}
    assert book_from_content(other, 1).sha256 != book_from_content(DEFAULT, 1).sha256


def with_value(path: Steps, value: Any) -> dict[str, Any]:
    content = copy.deepcopy(DEFAULT)
    inner: Any = content
    for step in path[:-1]:
        inner = inner[step]
    if value is Ellipsis:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return content


PERCENT: Steps = ("parameters", "turnover_percent", 0)
FAULTS: list[tuple[Steps, Any, str, str, str]] = [
    (("years",), ..., "years", "nothing", "this key"),
    (("bonus",), 1, "bonus", "an unknown key", "only the keys"),
    (("code",), "REPM", "code", "REPM", "small letters, digits and hyphens, such as repm-7350"),
    (("title",), {"en": "x"}, "title.hi", "nothing", "this key"),
    (("title", "hi"), " ", "title.hi", '" "', "text, not blank"),
    (("fictitious",), "no", "fictitious", "no", "true or false"),
    (
        ("authority",),
        {"order": "S.O. 1", "date": "2025-13-01"},
        "authority.date",
        "2025-13-01",
        "a date that is in",
    ),
    (("authority",), "S.O. 1", "authority", "S.O. 1", "a mapping with the keys date, order"),
    (("years",), 0, "years", "0", "an integer of at least 1"),
    (("years",), 8, "years", "8", "gestation and incentive, 84 months"),
    (("heads",), [], "heads", "[]", "a list, not empty"),
    (("heads", 0, "code"), "SALES", "heads[0].code", "SALES", "one of SLI, CS, ADMIN, UNALLOCATED"),
    (
        ("heads", 0, "ceiling_crore"),
        6450,
        "heads[0].ceiling_crore",
        "6450",
        "a decimal as text, not negative",
    ),
    (("heads", 0, "ceiling_crore"), "6451", "heads", "7,351 crore in all", "the outlay, 7350 crore"),
    (("heads", 1, "code"), "SLI", "heads", "SLI", "every one once"),
    (("stages", 0, "key"), "Oxide", "stages[0].key", "Oxide", "a key in small letters"),
    (("demand", 0, "tonnes"), "4010", "demand[0].tonnes", "4010", "an integer of at least 0"),
    (
        ("ladder", 0, "rows", 1, "sli_cap_crore", "value"),
        "1,075",
        "ladder[0].rows[1].sli_cap_crore.value",
        "1,075",
        "a dec",
    ),
    (("ladder", 0, "rows", 0, "cs_cap_crore"), ..., "ladder[0].rows[0].cs_cap_crore", "nothing", "this key"),
    (
        ("ladder", 0, "rows", 0, "capacity_mtpa"),
        650,
        "ladder[0].rows",
        "650, 700",
        f"the capacities {CAPACITIES}",
    ),
    (("ladder", 0, "tag"), "sure", "ladder[0].tag", "sure", TAGS),
    (
        ("triggers", "SLI", 0, "rows", 0, "percent"),
        "101",
        "triggers.SLI[0].rows",
        "101, 100",
        "cumulative percentages",
    ),
    (("triggers", "CS"), ..., "triggers.CS", "nothing", "this key"),
    (
        ("products", 0, "rows", 0, "hsn"),
        "8505",
        "products[0].rows[0].hsn",
        "8505",
        "a tariff code of 8 digits",
    ),
    (
        ("parameters", "rate_ceiling"),
        ...,
        "parameters.rate_ceiling",
        "nothing",
        "dated entries of this parameter",
    ),
    ((*PERCENT, "value"), "forty", "parameters.turnover_percent[0].value", "forty", "a decimal as text"),
    ((*PERCENT, "value"), "101", "parameters.turnover_percent[0].value", "101", "a percentage up to 100"),
    ((*PERCENT, "value"), None, "parameters.turnover_percent[0].value", "null", "a decimal as text"),
    ((*PERCENT, "unit"), "crore", "parameters.turnover_percent[0].unit", "crore", "one of percent"),
    (
        (*PERCENT, "from"),
        "01-04-2025",
        "parameters.turnover_percent[0].from",
        "01-04-2025",
        "a calendar date",
    ),
    ((*PERCENT, "source"), ..., "parameters.turnover_percent[0].source", "nothing", "a source, or a clause"),
    ((*PERCENT, "tag"), "analogous:", "parameters.turnover_percent[0].tag", "analogous:", TAGS),
    (
        ("parameters", "rate_basis", 0, "value"),
        "L1",
        "parameters.rate_basis[0].value",
        "L1",
        "one of QUOTED, L1_MATCHED",
    ),
    (
        ("parameters", "units_max", 0, "value"),
        True,
        "parameters.units_max[0].value",
        "true",
        "an integer of at least 0",
    ),
    (
        ("parameters", "investment_start", 0, "value"),
        "soon",
        "parameters.investment_start[0].value",
        "soon",
        "a calendar",
    ),
    (
        ("parameters", "uc_required_sli", 0, "value"),
        "no",
        "parameters.uc_required_sli[0].value",
        "no",
        "true or false",
    ),
    (
        ("parameters", "counted_heads", 0, "value"),
        [],
        "parameters.counted_heads[0].value",
        "[]",
        "a list, not empty",
    ),
    (("parameters", "Bonus"), [], "parameters.Bonus", "Bonus", "a key in small letters"),
    (("parameters",), [], "parameters", "[]", "a mapping of keys to dated entries"),
]


@pytest.mark.parametrize(("path", "value", "field", "given", "expected"), FAULTS)
def test_a_fault_is_named_by_its_field(
    path: Steps, value: Any, field: str, given: str, expected: str
) -> None:
    found = validate(with_value(path, value))
    assert any(
        fault.field == field and fault.given.startswith(given) and fault.expected.startswith(expected)
        for fault in found
    ), found


def test_dates_ascend() -> None:
    entries = DEFAULT["parameters"]["turnover_percent"]
    found = validate(with_value(("parameters", "turnover_percent"), [*entries, entries[0]]))
    assert found == [("parameters.turnover_percent[1].from", "2025-04-01", "a date after 2025-04-01")]


def test_what_may_be_left_open() -> None:
    assert validate(with_value(("parameters", "performance_security_crore", 0, "value"), None)) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("code: 1.5", 'line 1: given 1.5; expected a figure with decimals as text, such as "752.5"'),
        ("code: x\ncode: y", "code: given the key twice, again on line 2; expected every key once"),
        ("1: x", "line 1: given 1; expected a key written as text"),
        ("- x", "book: given list; expected a mapping with the keys code, title"),
        ("a: [", "book: given while parsing"),
        ("a: !!python/object:os.system x", "book: given could not determine a constructor"),
    ],
)
def test_a_file_that_is_no_book(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_book_file(path)
    assert str(refused.value).startswith(message)


def test_dates_and_small_words_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text("on: 2025-04-01\nno: [true, no]\n", encoding="utf-8")
    assert read_yaml(path) == {"on": "2025-04-01", "no": [True, "no"]}


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a file that can be read"):
        load_book_file(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"code: \xe9")
    with pytest.raises(Refused, match="a file in UTF-8"):
        load_book_file(tmp_path / "latin.yaml")


def test_a_book_or_version_that_is_not_shipped() -> None:
    with pytest.raises(Refused, match=r"scheme: given repm; expected one of repm-7280, repm-7350, zz-whatif"):
        shipped_book("repm")
    with pytest.raises(Refused, match=r"book.version: given 2; expected one of 1"):
        shipped_book("repm-7350", 2)
