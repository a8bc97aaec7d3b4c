"""Indian identifiers: the vectors of the reference, every single wrong character, other scripts."""

from __future__ import annotations

import string
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.identifiers import (
    check_cin,
    check_gstin,
    check_mobile,
    check_pan,
    check_shape,
    gstin_check_digit,
)
from portal.common.refusals import WrongInput

ALPHABET = string.digits + string.ascii_uppercase
VECTORS = (
    "27AAPFU0939F1ZV",
    "29AAGCB7383J1Z4",
    "24AAACC1206D1ZM",
    "27AASCS2460H1Z0",
    "07ZZZCR0001R1ZQ",
    "21ZZZCR0002M1Z9",
    "28ZZZCR0003N1ZS",
    "38ZZZCR0004L1ZU",
    "32ZZZFR0005P1ZR",
)


def by_hand(first14: str) -> str:
    """The check digit as the reference spells it out."""
    total = 0
    for place, character in enumerate(first14):
        value = ALPHABET.index(character) * (1 if place % 2 == 0 else 2)
        total += value // 36 + value % 36
    return ALPHABET[(36 - total % 36) % 36]


letters = st.text(string.ascii_uppercase, min_size=1, max_size=1)
states = st.sampled_from([*(f"{n:02d}" for n in range(1, 39)), "97", "99"])
pans = st.from_regex(r"[A-Z]{3}[ABCFGHJLPT][A-Z](?!0000)[0-9]{4}[A-Z]", fullmatch=True)
bodies = st.builds(
    lambda state, pan, serial: f"{state}{pan}{serial}Z", states, pans, st.sampled_from(ALPHABET[1:])
)


@pytest.mark.parametrize("number", VECTORS)
def test_the_references_numbers_are_right(number: str) -> None:
    assert check_gstin(number) == number
    assert check_gstin(number, pan=number[2:12]) == number


def test_the_references_wrong_number_is_wrong_and_the_right_digit_is_told() -> None:
    with pytest.raises(WrongInput, match="does not fit the others") as refused:
        check_gstin("27AAPFU0939F1ZO", where="gstins")
    parts = refused.value.as_dict()
    assert (parts["where"], parts["given"]) == ("gstins", "27AAPFU0939F1ZO")
    assert parts["expected"].startswith("V as the check digit")


@given(bodies)
def test_the_check_digit_is_the_references(body: str) -> None:
    assert gstin_check_digit(body) == by_hand(body)
    assert check_gstin(body + by_hand(body))


@given(bodies, st.integers(0, 13), st.sampled_from(ALPHABET))
def test_one_wrong_character_never_passes_unless_the_digit_agrees(body: str, place: int, other: str) -> None:
    right = body + by_hand(body)
    wrong = right[:place] + other + right[place + 1 :]
    if wrong == right or by_hand(wrong[:14]) == right[14]:
        return
    with pytest.raises(WrongInput):
        check_gstin(wrong)


@pytest.mark.parametrize("state", ["38", "97", "99", "01", "37"])
def test_states_the_library_does_not_know_are_accepted(state: str) -> None:
    body = f"{state}ZZZCR0001R1Z"
    assert check_gstin(body + by_hand(body))


@pytest.mark.parametrize("state", ["00", "39", "96", "98"])
def test_states_there_are_not_are_refused(state: str) -> None:
    body = f"{state}ZZZCR0001R1Z"
    with pytest.raises(WrongInput, match="not a GSTIN"):
        check_gstin(body + by_hand(body))


def test_a_gstin_of_another_pan_is_refused() -> None:
    with pytest.raises(WrongInput, match="another PAN") as refused:
        check_gstin(VECTORS[0], pan="ZZZCR0001R")
    assert "ZZZCR0001R" in refused.value.as_dict()["expected"]


CHECKS: dict[str, tuple[Callable[..., str], str]] = {
    "pan": (check_pan, "ZZZCR0001R"),
    "gstin": (check_gstin, "07ZZZCR0001R1ZQ"),
    "cin": (lambda value: check_cin(value, year_now=2027), "U27209DL2025PTC000001"),
    "mobile": (check_mobile, "9876543210"),
    **{
        kind: (lambda value, kind=kind: check_shape(kind, value), right)
        for kind, right in {
            "llpin": "ABC-1234",
            "fcrn": "F01234",
            "ifsc": "ABCD0123456",
            "udyam": "UDYAM-DL-01-0000001",
            "pin": "110001",
            "utr": "SBIN012345",
            "head_of_account": "2852.80.102.01.00.33",
        }.items()
    },
}


def other_script(value: str) -> str:
    return value.translate(str.maketrans("0123456789", "०१२३४५६७८९"))


@pytest.mark.parametrize("kind", CHECKS)
def test_the_right_one_passes_as_it_is(kind: str) -> None:
    check, right = CHECKS[kind]
    assert check(right) == right


@pytest.mark.parametrize("kind", CHECKS)
@pytest.mark.parametrize(
    "spoil",
    [
        other_script,
        lambda value: value.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda value: value + "\n",
        lambda value: " " + value,
        lambda value: value[:-1],
        lambda value: value + "0" * 20,
        lambda value: value[0] + "\x00" + value[2:],
        lambda value: "",
        lambda value: value.swapcase() if value.swapcase() != value else "x",
    ],
)
def test_other_scripts_lengths_and_controls_are_refused(kind: str, spoil: Callable[[str], str]) -> None:
    check, right = CHECKS[kind]
    with pytest.raises(WrongInput) as refused:
        check(spoil(right))
    parts = refused.value.as_dict()
    assert parts["where"] == kind
    assert parts["expected"]


def test_a_company_number_of_a_year_to_come_is_refused() -> None:
    with pytest.raises(WrongInput, match="not a CIN"):
        check_cin("U27209DL2028PTC000001", year_now=2027)
    assert check_cin("L27209DL2027PLC000001", year_now=2027)


@pytest.mark.parametrize("pan", ["ZZZXR0001R", "ZZZCR0000R", "ZZZCR00001", "zzzcr0001r"])
def test_a_pan_of_no_holder_is_refused(pan: str) -> None:
    with pytest.raises(WrongInput):
        check_pan(pan)


def test_a_serial_of_zero_is_refused() -> None:
    body = "07ZZZCR0001R0Z"
    with pytest.raises(WrongInput):
        check_gstin(body + by_hand(body))
