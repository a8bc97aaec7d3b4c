"""The cases an officer can read, computed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from schemes.bookfile import read_yaml, shipped_book
from schemes.rules import compute
from tests.schemes.rules.examples import AWARD, DOCUMENT, facts

CASES = Path(__file__).parent / "cases"
Case = dict[str, Any]


def counting(case: Case) -> Case:
    unit = {
        "award_date": AWARD,
        "commissioned": case.get("commissioned", [{"on": "2028-06-01", "capacity_mtpa": 900}]),
        "holder_pans": ["ZZZCR0001R", "ZZZCR0009R"],
    }
    lines = [{**DOCUMENT, "number": f"A/{place}", **line} for place, line in enumerate(case["lines"], 1)]
    return {"unit": unit, "documents": lines}


def sales_linked(case: Case) -> Case:
    return {
        "unit": {"award_date": AWARD, "window_to": None, **case["unit"]},
        "year_to_date": case["year"],
        "entitled_earlier_this_year": case.get("earlier", "0"),
        "entitled_before": case.get("before", "0"),
    }


def capital_subsidy(case: Case) -> Case:
    keys = ("head", "incurred_on", "amount", "condition")
    return {
        "unit": {"award_date": AWARD, **case["unit"]},
        "claimed_on": case.get("claimed_on", "2029-05-01"),
        "assets": [dict(zip(keys, asset, strict=True)) for asset in case["assets"]],
        "entitled_before": case.get("before", "0"),
    }


def budget_round(case: Case) -> Case:
    keys = ("id", "amount", "deferred_from")
    return {
        "available": case["available"],
        "due": [dict(zip(keys, item, strict=True)) for item in case["items"]],
    }


def recovery(case: Case) -> Case:
    return {
        **case["facts"],
        "rates": [{"from": start, "percent": percent} for start, percent in case["rates"]],
    }


def selection(case: Case) -> Case:
    bids = []
    for name, capacity, rate, worth, share, hour, clearance in case["bids"]:
        bids.append(
            {
                "id": name,
                "capacity_mtpa": capacity,
                "quoted_rate": rate,
                "net_worth_crore": worth,
                "lead_equity_percent": share,
                "submitted_at": f"2026-06-29T{hour}:00:00Z",
                "clearance": clearance,
            }
        )
    return {"bids": bids}


FACTS: dict[str, Callable[[Case], Case]] = {
    "counting": counting,
    "sales_linked": sales_linked,
    "capital_subsidy": capital_subsidy,
    "tranche": lambda case: dict(case["facts"]),
    "budget_round": budget_round,
    "recovery": recovery,
    "selection": selection,
}


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        content = read_yaml(path)
        for case in content["cases"]:
            yield pytest.param(content["claim"], case, id=f"{path.stem}: {case['case']}")


def answer(claim: str, case: Case) -> Case:
    code = case.get("scheme", "repm-7350")
    return compute({**facts(claim), "scheme": code, **FACTS[claim](case)}, shipped_book(code))


@pytest.mark.parametrize(("claim", "case"), list(cases()))
def test_case(claim: str, case: Case) -> None:
    found = answer(claim, case)
    if claim == "counting":
        lines = [[line["treatment"], line["kg"], line["value"], line["fy"]] for line in found["lines"]]
        years = [[year["fy"], year["sold_kg"], year["net_sales_turnover"]] for year in found["years"]]
        assert (lines, years) == (case["gives"], case["years"])
        assert [line["line"] for line in found["lines"]] == list(range(1, len(lines) + 1))
    elif claim == "budget_round":
        assert [part["payable"] for part in found["allotments"]] == case["gives"]
        for part, (name, due, _) in zip(found["allotments"], case["items"], strict=True):
            assert part["id"] == name
            assert int(part["payable"]) + int(part["deferred"]) == int(due)
    elif claim == "selection":
        keys = ("id", "rank", "outcome", "award_rate", "oxide", "reason")
        assert [[place[key] for key in keys] for place in found["ranking"]] == case["gives"]
    else:
        assert {key: found[key] for key in case["gives"]} == case["gives"]


def test_every_kind_has_cases() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(FACTS)
