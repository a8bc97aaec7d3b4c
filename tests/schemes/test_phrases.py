"""Every phrase the engine puts into a sentence is known to the catalogue, so Hindi pages have no English in them."""

from __future__ import annotations

from django.utils import translation

from schemes.phrases import PHRASES, in_language
from schemes.rules import incentive, subsidy


def test_every_reason_of_the_engine_is_a_phrase() -> None:
    assert {*incentive.REASONS.values(), *subsidy.REASONS.values()} <= PHRASES


def test_phrases_and_forms_are_said_in_hindi() -> None:
    with translation.override("hi"):
        for phrase in sorted(PHRASES):
            assert in_language(phrase) != phrase
        assert in_language("600 t on 365/365 days + 300 t on 30/365 days").count("टन") == 2
        assert in_language("computation rule 10.1").endswith("10.1")


def test_what_is_no_phrase_stays() -> None:
    with translation.override("hi"):
        assert in_language("Gazette S.O. 5800(E)") == "Gazette S.O. 5800(E)"
