"""Letters made by hand, for tests of what is printed."""

import datetime as dt
from dataclasses import replace
from typing import Any

from disbursements.letters.letter import Account, Claimed, Grounds, Letter, Part, Payee, Words
from schemes.bookfile import shipped_book
from schemes.rules import compute

BOOK = shipped_book("repm-7350")
FACTS: dict[str, Any] = {
    "schema": "repm.facts/1",
    "scheme": "repm-7350",
    "claim": "sales_linked",
    "unit": {
        "capacity_mtpa": 1000,
        "award_rate": "1900.00",
        "award_date": "2027-01-15",
        "commissioned": [{"on": "2028-04-01", "capacity_mtpa": 1000}],
        "window_to": None,
    },
    "year_to_date": {
        "period_end": "2030-03-31",
        "sold_kg": "820000.000",
        "net_sales_turnover": "4750000000.00",
    },
    "entitled_earlier_this_year": "0",
    "entitled_before": "0",
}


def sample_letter(**changes: object) -> Letter:
    """A sales-linked sanction of 85 % of Rs 155.80 crore."""
    letter = Letter(
        number="SO/2030-31/0007",
        serial=7,
        date=dt.date(2030, 9, 12),
        specimen=True,
        demo=True,
        scheme=Words(BOOK.title["en"], BOOK.title["hi"]),
        book="repm-7350 v1",
        book_order="",
        payee=Payee(
            name="Kaveri Magnetics Private Limited",
            address="Plot 7, Fictitious Estate, Tamil Nadu, 600001",
            registry_name="CIN",
            registry="U27100TN2026PTC000001",
            pan="ZZZCR0001R",
            vendor_code="",
        ),
        claim=Claimed(
            number="SLI/2029-30/0004",
            component="SLI",
            component_name=Words("Sales-linked incentive", "बिक्री आधारित प्रोत्साहन"),
            unit_name="Kaveri unit",
            unit_number="REPM/U/0001",
            since=dt.date(2029, 4, 1),
            until=dt.date(2030, 3, 31),
        ),
        amount=132_43_00_000,
        part=Part(
            number=1,
            trigger=Words("Claim verified", "दावा सत्यापित"),
            percent="85",
            lowered=0,
            entitlement=155_80_00_000,
            due=132_43_00_000,
            raised_before=0,
            amount=132_43_00_000,
            round_number="BR/2030-31/SLI/01",
            allotted=132_43_00_000,
            deferred=0,
            deferred_from="",
        ),
        account=Account(
            demand_number="",
            head="",
            object_head="33 Subsidies",
            fy="2030-31",
            component_name=Words("Sales-linked incentive", "बिक्री आधारित प्रोत्साहन"),
            provision=600_00_00_000,
            balance_after=467_57_00_000,
        ),
        grounds=Grounds(
            approval_note=6,
            approved_on=dt.date(2030, 9, 5),
            concurrence_note=5,
            diary_no="IFD/1234/2030",
            diary_date=dt.date(2030, 8, 28),
        ),
        needs_utilisation_certificate=False,
        signatory="Asha Verma",
        signatory_post="",
        verify_url="http://localhost:8000/verify/0123456789abcdef/",
        computation_number=2,
        computation=compute(FACTS, BOOK),
        facts=FACTS,
    )
    return replace(letter, **changes)  # type: ignore[arg-type]
