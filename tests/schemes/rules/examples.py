"""Facts for tests, whole and valid, to be changed in one place at a time."""

import copy
from typing import Any

from schemes.bookfile import shipped_book
from schemes.rules import Book

BOOK: Book = shipped_book("repm-7350")
WHAT_IF: Book = shipped_book("zz-whatif")
AWARD = "2027-01-15"


def facts(claim: str, **values: Any) -> dict[str, Any]:
    return {"schema": "repm.facts/1", "scheme": "repm-7350", "claim": claim, **values}


def phase(on: str = "2028-06-01", capacity: int = 900) -> dict[str, Any]:
    return {"on": on, "capacity_mtpa": capacity}


DOCUMENT: dict[str, Any] = {
    "seller_gstin": "07ZZZCR0001R1ZQ",
    "type": "INV",
    "number": "A/1",
    "line": 1,
    "date": "2029-05-02",
    "status": "ACTIVE",
    "supply_type": "B2B",
    "buyer_gstin": "21ZZZCR0002M1Z9",
    "hsn": "85051190",
    "part": None,
    "kg": "1000",
    "taxable_value": "5600000",
    "freight_insurance": "0",
    "note_reason": None,
    "refers_to": [],
    "related_party": False,
    "certified_price": None,
    "set_aside": None,
}
ASSET = {
    "head": "plant_machinery",
    "incurred_on": "2027-06-01",
    "amount": "5050000000.00",
    "condition": "new",
}
BID = {
    "id": "A",
    "capacity_mtpa": 900,
    "quoted_rate": "1950.00",
    "net_worth_crore": "320",
    "lead_equity_percent": "51",
    "submitted_at": "2026-06-29T11:00:00Z",
    "clearance": "not_needed",
}
WHOLE: dict[str, dict[str, Any]] = {
    "counting": facts(
        "counting",
        unit={"award_date": AWARD, "commissioned": [phase()], "holder_pans": ["ZZZCR0001R"]},
        documents=[DOCUMENT],
    ),
    "sales_linked": facts(
        "sales_linked",
        unit={
            "capacity_mtpa": 900,
            "award_rate": "2100.00",
            "award_date": AWARD,
            "commissioned": [phase("2029-10-01")],
            "window_to": None,
        },
        year_to_date={
            "period_end": "2030-03-31",
            "sold_kg": "470000.000",
            "net_sales_turnover": "2585000000.00",
        },
        entitled_earlier_this_year="0",
        entitled_before="0",
    ),
    "capital_subsidy": facts(
        "capital_subsidy",
        claimed_on="2029-05-01",
        unit={"capacity_mtpa": 900, "award_date": AWARD, "commissioned": [phase("2029-01-10")]},
        assets=[ASSET],
        entitled_before="0",
    ),
    "tranche": facts("tranche", entitlement="1000", percent="85", raised="0", paid="0"),
    "budget_round": facts(
        "budget_round",
        available="6000000000",
        due=[
            {"id": "A", "amount": "1558000000", "deferred_from": None},
            {"id": "B", "amount": "985600000", "deferred_from": "2028-29"},
        ],
    ),
    "recovery": facts(
        "recovery",
        principal="34000000",
        paid_on="2029-12-15",
        recovered_on="2031-03-31",
        rates=[{"from": "2029-01-01", "percent": "9.00"}],
    ),
    "selection": facts("selection", bids=[BID]),
}


def whole(claim: str) -> dict[str, Any]:
    """A copy of the valid facts of a kind, free to be changed."""
    return copy.deepcopy(WHOLE[claim])


def changed(claim: str, path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Valid facts with one value put in place of another; Ellipsis takes the key away."""
    found = whole(claim)
    inner: Any = found
    for key in path[:-1]:
        inner = inner[key]
    if value is Ellipsis:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return found
