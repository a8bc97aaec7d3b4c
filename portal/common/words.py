"""Rupees as an Indian order states them: grouped by lakh and crore, and in words.

domain.md 4. num2words is not used: it overflows at Rs 1,000 crore, below one unit's ceiling,
and has no Hindi. Babel groups; the words are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from fractions import Fraction

from babel.numbers import format_decimal

MAX_DIGITS = 15
CRORE = 10**7
GROUPING = "#,##,##0"

_ENGLISH_SMALL_TEXT = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_ENGLISH_TENS_TEXT = "twenty thirty forty fifty sixty seventy eighty ninety"
# 0 to 99, ten a line: Hindi has a word of its own for each.
_HINDI_SMALL_TEXT = """
शून्य एक दो तीन चार पाँच छह सात आठ नौ
दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस
तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
चालीस इकतालीस बयालीस तैंतालीस चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी
अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी
नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे
"""


def _english_below_hundred() -> tuple[str, ...]:
    small = _ENGLISH_SMALL_TEXT.split()
    words = list(small)
    for tens in _ENGLISH_TENS_TEXT.split():
        words.append(tens)
        words.extend(f"{tens}-{unit}" for unit in small[1:10])
    return tuple(words)


@dataclass(frozen=True)
class Wording:
    """One language's numerals 0 to 99, its unit names (crore down to hundred) and the order's frame."""

    small: tuple[str, ...]
    units: tuple[str, str, str, str]
    whole: str
    with_paise: str


WORDINGS = {
    "en": Wording(
        small=_english_below_hundred(),
        units=("crore", "lakh", "thousand", "hundred"),
        whole="Rupees {rupees} only",
        with_paise="Rupees {rupees} and paise {paise} only",
    ),
    "hi": Wording(
        small=tuple(_HINDI_SMALL_TEXT.split()),
        units=("करोड़", "लाख", "हज़ार", "सौ"),
        whole="रुपये {rupees} मात्र",
        with_paise="रुपये {rupees} और पैसे {paise} मात्र",
    ),
}
_SIZES = (10**7, 10**5, 10**3, 10**2)


def exact_decimal(value: int | str | Decimal | Fraction) -> Decimal:
    """The value as an exact Decimal.

    Raises TypeError for a float or bool by name (domain.md 10: no binary fractions in money or weight) and
    ValueError for text that is not a plain number.
    """
    if isinstance(value, bool | float):
        raise TypeError(
            f"amount: a {type(value).__name__} was given ({value!r}); expected an int, Decimal or text, "
            "because binary fractions lose paise"
        )
    if isinstance(value, Fraction):
        value = _terminating(value)
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(
            f"amount: {value!r} is not a number; expected digits such as 155800000.50"
        ) from error
    if not number.is_finite():
        raise ValueError(f"amount: {value!r} was given; expected a finite number")
    return number


def _terminating(value: Fraction) -> Decimal:
    scaled = value * 100
    if scaled.denominator != 1:
        raise ValueError(
            f"amount: {value} rupees is not whole paise; round it by the clause that governs it first"
        )
    return Decimal(scaled.numerator).scaleb(-2)


def group(value: int | str | Decimal | Fraction, decimals: int = 0) -> str:
    """The number grouped 3 then 2s from the right (12,34,567), with exactly `decimals` decimals.

    Never rounds: raises ValueError when the value has more decimals than asked for.
    """
    number = exact_decimal(value)
    if number != number.quantize(Decimal(1).scaleb(-decimals)):
        raise ValueError(f"amount: {value} has more than {decimals} decimals; round it by its clause first")
    pattern = GROUPING + ("." + "0" * decimals if decimals else "")
    return format_decimal(number, format=pattern, locale="en_IN")


def crore_figure(value: int | str | Decimal | Fraction) -> str:
    """Rupees as a figure in crore with two decimals, rounded down: "155.80"."""
    number = exact_decimal(value) / CRORE
    return group(number.quantize(Decimal("0.01"), rounding=ROUND_DOWN), 2)


def number_words(number: int, language: str = "en") -> str:
    """A whole number of up to 15 digits in words, in `en` or `hi`; its crores are spelt the same way."""
    if number < 0 or len(str(number)) > MAX_DIGITS:
        raise ValueError(f"amount: {number} was given; words are written for 0 to {MAX_DIGITS} digits")
    return _spell(number, _wording(language))


def rupees_in_words(value: int | str | Decimal | Fraction, language: str = "en") -> str:
    """The amount as a sanction order states it: "Rupees one hundred fifty-five crore eighty lakh only".

    Paise are named when present. Raises ValueError for a negative amount or a part of a paisa.
    """
    number = exact_decimal(value)
    paise_total = number * 100
    if number < 0 or paise_total != paise_total.to_integral_value():
        raise ValueError(f"amount: {value} was given; an order states whole paise, not below zero")
    rupees, paise = divmod(int(paise_total), 100)
    wording = _wording(language)
    frame = wording.with_paise if paise else wording.whole
    return frame.format(rupees=number_words(rupees, language), paise=_spell(paise, wording))


def _wording(language: str) -> Wording:
    if language not in WORDINGS:
        raise ValueError(f"language: {language!r} was given; expected one of {', '.join(WORDINGS)}")
    return WORDINGS[language]


def _spell(number: int, wording: Wording) -> str:
    if number < 100:
        return wording.small[number]
    parts = []
    for size, unit in zip(_SIZES, wording.units, strict=True):
        count, number = divmod(number, size)
        if count:
            parts.append(f"{_spell(count, wording)} {unit}")
    if number:
        parts.append(wording.small[number])
    return " ".join(parts)
