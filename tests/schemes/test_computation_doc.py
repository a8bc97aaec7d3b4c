"""What docs/computation.md shows is what the engine answers."""

from schemes.rules.engine import KINDS
from tests.schemes.computation_doc import DOCUMENT, computed, examples


def test_every_answer_in_the_document_is_the_engines() -> None:
    for example in examples():
        assert example.answer == computed(example.facts), example.facts["claim"]


def test_there_is_an_example_of_each_kind() -> None:
    assert {example.facts["claim"] for example in examples()} == set(KINDS)


def test_every_section_a_working_cites_is_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    cited = {line["clause"] for example in examples() for line in example.answer["working"]}
    sections = {
        clause.removeprefix("computation rule ") for clause in cited if clause.startswith("computation rule")
    }
    assert sections == {"10.0", "10.1", "10.2", "10.3", "10.4", "10.5", "10.6"}
    assert all(f"## {section} " in text for section in sections)
