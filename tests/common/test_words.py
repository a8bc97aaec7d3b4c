"""Rupees grouped and in words, in both languages (domain.md 4)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.words import WORDINGS, crore_figure, exact_decimal, group, number_words, rupees_in_words

CASES = [
    (0, "Rupees zero only", "रुपये शून्य मात्र"),
    (
        1_55_80_00_000,
        "Rupees one hundred fifty-five crore eighty lakh only",
        "रुपये एक सौ पचपन करोड़ अस्सी लाख मात्र",
    ),
    (
        64_50_00_00_000,
        "Rupees six thousand four hundred fifty crore only",
        "रुपये छह हज़ार चार सौ पचास करोड़ मात्र",
    ),
    (
        1_22_61_92_350,
        "Rupees one hundred twenty-two crore sixty-one lakh ninety-two thousand three hundred fifty only",
        "रुपये एक सौ बाईस करोड़ इकसठ लाख बानवे हज़ार तीन सौ पचास मात्र",
    ),
    (100_101, "Rupees one lakh one hundred one only", "रुपये एक लाख एक सौ एक मात्र"),
    (10**14, "Rupees one crore crore only", "रुपये एक करोड़ करोड़ मात्र"),
]
ENGLISH_VALUES = {"crore": 10**7, "lakh": 10**5, "thousand": 10**3, "hundred": 100}
HINDI_VALUES = {"करोड़": 10**7, "लाख": 10**5, "हज़ार": 10**3, "सौ": 100}


def read_back(words: str, language: str) -> int:
    """The number the words name, read by a grammar that shares nothing with the writer but the 0..99 table."""
    units = ENGLISH_VALUES if language == "en" else HINDI_VALUES
    small = {word: value for value, word in enumerate(WORDINGS[language].small)}
    stack = [0]
    for word in words.split():
        if word in small:
            stack.append(small[word])
            continue
        size, part = units[word], 0
        while stack and stack[-1] < size:
            part += stack.pop()
        if not part:
            part = stack.pop()
        stack.append(part * size)
    return sum(stack)


@pytest.mark.parametrize(("amount", "english", "hindi"), CASES)
def test_an_order_states_its_amount_in_both_languages(amount: int, english: str, hindi: str) -> None:
    assert rupees_in_words(amount, "en") == english
    assert rupees_in_words(amount, "hi") == hindi


def test_paise_are_named_only_when_there_are_any() -> None:
    assert rupees_in_words(Decimal("5.00")) == "Rupees five only"
    assert rupees_in_words("5.50") == "Rupees five and paise fifty only"
    assert rupees_in_words(Decimal("5.05"), "hi") == "रुपये पाँच और पैसे पाँच मात्र"


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_number_below_a_hundred_has_a_word_of_its_own(language: str) -> None:
    words = WORDINGS[language].small
    assert len(words) == 100
    assert len(set(words)) == 100


@given(st.integers(min_value=0, max_value=10**14 - 1), st.sampled_from(["en", "hi"]))
def test_words_read_back_to_the_number(number: int, language: str) -> None:
    assert read_back(number_words(number, language), language) == number


@pytest.mark.parametrize("number", [-1, 10**15])
def test_a_number_that_words_do_not_reach_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"{number} was given"):
        number_words(number)


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'ta' was given; expected one of en, hi"):
        number_words(1, "ta")


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("0.001")])
def test_an_order_states_no_negative_amount_and_no_part_of_a_paisa(amount: Decimal) -> None:
    with pytest.raises(ValueError, match="whole paise, not below zero"):
        rupees_in_words(amount)


@pytest.mark.parametrize("value", [1.5, True])
def test_a_float_or_bool_is_refused_by_name(value: float) -> None:
    with pytest.raises(TypeError, match=f"a {type(value).__name__} was given"):
        exact_decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["12,34", "abc", "NaN", "Infinity"])
def test_text_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"amount:"):
        exact_decimal(value)


def test_a_fraction_counts_when_it_is_whole_paise() -> None:
    assert exact_decimal(Fraction(3, 2)) == Decimal("1.50")
    with pytest.raises(ValueError, match="not whole paise"):
        exact_decimal(Fraction(1, 3))


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_grouping_loses_no_digit_and_sets_commas_at_lakh_and_crore(number: int) -> None:
    text = group(number)
    assert int(text.replace(",", "")) == number
    head, *tail = text.lstrip("-").split(",")
    assert len(head) <= (3 if not tail else 2)
    assert [len(part) for part in tail] == [2] * (len(tail) - 1) + [3] * bool(tail)


def test_grouping_never_rounds() -> None:
    assert group(Decimal(820000), 3) == "8,20,000.000"
    with pytest.raises(ValueError, match="more than 2 decimals"):
        group(Decimal("1.005"), 2)


def test_crore_is_rounded_down() -> None:
    assert crore_figure(1_55_79_99_999) == "155.79"
    assert crore_figure(73_50_00_00_000) == "7,350.00"
