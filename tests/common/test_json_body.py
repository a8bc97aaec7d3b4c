"""The API's JSON: what no database can keep is refused before anything reads it."""

from __future__ import annotations

import io

import pytest
from rest_framework.exceptions import ParseError

from portal.common.json_body import KeepableJSONParser


def parsed(body: bytes) -> object:
    """The value of a body."""
    return KeepableJSONParser().parse(io.BytesIO(body))


@pytest.mark.parametrize("text", [rb"\ud800", rb"a\u0000b", rb"x\udfff"])
@pytest.mark.parametrize("shape", [b'"%s"', b'{"note": "%s"}', b'{"a": [1, {"b": ["%s"]}]}', b'{"%s": 1}'])
def test_text_that_cannot_be_kept_is_refused(shape: bytes, text: bytes) -> None:
    with pytest.raises(ParseError, match=r"can't be kept: '.*\\(ud800|x00|udfff)"):
        parsed(shape % text)


def test_a_whole_pair_is_one_character() -> None:
    assert parsed(rb'{"note": "\ud83d\ude00 \u20b9"}') == {"note": "\U0001f600 \u20b9"}


def test_json_nested_beyond_reading_is_refused() -> None:
    with pytest.raises(ParseError, match="nested too deeply"):
        parsed(b"[" * 100_000)
