"""Counting again: from the register's lines to treatments, kilograms and rupees (domain.md 10.0). Pure: no database."""

from __future__ import annotations

from typing import Any

from disbursements.evidence.members import Members
from disbursements.evidence.verdict import Verdict
from schemes.rules import Book, compute
from schemes.rules.counting import turnover_of_claim
from schemes.rules.engine import FACTS
from schemes.rules.money import at_least_two, fixed

Lines = list[dict[str, Any]]
REGISTER, LINES = "register/register.json", "register/lines.jsonl"


def read_lines(members: Members) -> Lines:
    """Return the register's lines, each by the names of its fields."""
    fields = members.json(REGISTER)["fields"]
    return [dict(zip(fields, line, strict=True)) for line in members.lines(LINES)]


def check_register(members: Members, events: list[dict[str, Any]], verdict: Verdict) -> None:
    """The lines are those whose digest the register and its events carry."""
    with verdict.reading(REGISTER):
        register, digest = members.json(REGISTER), members.sha256(LINES)
        verdict.compare(LINES, "digest", digest, register["digest"])
        said = [
            event["changes"]["digest"]
            for event in events
            if event["object_type"] == "applicants.register" and "digest" in event["changes"]
        ]
        verdict.compare(REGISTER, "digest in the last event that carries one", said[-1:], [digest])


def document(line: dict[str, Any]) -> dict[str, Any]:
    """Return a line of a sales register as a document of the engine's counting (contracts.md 2)."""
    price = line["certified_price_paise"]
    numbers, days = line["refers_to_no"], line["refers_to_dates"]
    return {
        "seller_gstin": line["seller_gstin"],
        "type": line["document_type"],
        "number": line["document_no"],
        "line": line["line_no"],
        "date": line["document_date"],
        "status": line["status"],
        "supply_type": line["supply_type"],
        "buyer_gstin": line["buyer_gstin"] or None,
        "hsn": line["hsn"],
        "part": line["part_no"] or None,
        "kg": fixed(line["grams"], 3),
        "taxable_value": fixed(line["taxable_paise"], 2),
        "freight_insurance": fixed(line["freight_paise"], 2),
        "note_reason": line["note_reason"] or None,
        "refers_to": [
            {"number": number, "date": day}
            for number, day in zip(numbers.split("; "), days.split("; "), strict=True)
        ]
        if numbers
        else [],
        "related_party": line["related_party"],
        "certified_price": None if price is None else fixed(price, 2),
        "set_aside": line["set_aside"] or None,
    }


def check_sales(members: Members, lines: Lines, book: Book, verdict: Verdict) -> None:
    """Count every line again and compare treatment, kilograms and value; then the sums each computation took in."""
    with verdict.reading(LINES):
        facts = {
            "schema": FACTS,
            "scheme": book.code,
            "claim": "counting",
            "unit": members.json(REGISTER)["counted_for"],
            "documents": [document(line) for line in lines],
        }
        answers: Any = compute(facts, book)["lines"]
        for line, answer in zip(lines, answers, strict=True):
            place = f"row {line['row']}"
            verdict.compare(LINES, f"{place}, treatment", line["treatment"], answer["treatment"])
            verdict.compare(LINES, f"{place}, kilograms", fixed(line["counted_grams"], 3), answer["kg"])
            value = at_least_two(line["counted_millipaise"], 5)
            verdict.compare(LINES, f"{place}, value", value, answer["value"])
        verdict.count("lines counted again", len(lines))


def check_sums(lines: Lines, name: str, facts: dict[str, Any], verdict: Verdict) -> None:
    """The kilograms and rupees of a computation's facts are the sums of the lines up to its period end."""
    with verdict.reading(name):
        year = facts["year_to_date"]
        end = year["period_end"]
        first = f"{int(end[:4]) - (end[5:7] < '04')}-04-01"
        inside = [line for line in lines if first <= line["supply_date"] <= end]
        grams = sum(line["counted_grams"] for line in inside)
        mils = sum(line["counted_millipaise"] for line in inside)
        verdict.compare(name, "sold_kg", year["sold_kg"], fixed(grams, 3))
        verdict.compare(name, "net_sales_turnover", year["net_sales_turnover"], turnover_of_claim(mils))


def check_assets(lines: Lines, name: str, facts: dict[str, Any], verdict: Verdict) -> None:
    """The assets of a computation's facts are the register's lines, each counted again by rule 10.0."""
    with verdict.reading(LINES):
        assets = []
        for line in lines:
            returned = (
                line["recoverable_tax_paise"] + line["refundable_duty_paise"] + line["credit_notes_paise"]
            )
            counted = max(0, min(line["paid_paise"], line["gross_paise"] - returned))
            verdict.compare(LINES, f"row {line['row']}, counted", line["counted_paise"], counted)
            assets.append(
                {
                    "head": line["head"],
                    "incurred_on": line["incurred_on"],
                    "amount": fixed(counted, 2),
                    "condition": line["condition"],
                }
            )
        verdict.compare(name, "assets", facts["assets"], assets)
        verdict.count("lines counted again", len(assets))
