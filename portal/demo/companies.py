"""The demonstration's companies and what happens to each. Every name, number and figure is made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from portal.common.identifiers import gstin_check_digit

D = dt.date
CRORE = 10**7


@dataclass(frozen=True)
class Year:
    """One financial year's sales: invoices, kilograms, rupees a kilogram."""

    fy: str
    invoices: int
    kg: int
    price: int


@dataclass(frozen=True)
class DemoCompany:
    """A bidder. ``phases`` are (day, cumulative tonnes a year); ``invested`` is the asset register's total in crore."""

    key: str
    name: str
    letter: str
    serial: int
    states: tuple[str, ...]
    district: str
    state_name: str
    capacity: int
    rate: Decimal
    net_worth: Decimal
    phases: tuple[tuple[dt.date, int], ...] = ()
    years: tuple[Year, ...] = ()
    invested: Decimal = Decimal(0)
    subsidy_claimed_on: dt.date | None = None
    stages: tuple[str, ...] = ("oxide", "metal", "alloy", "magnet")
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def pan(self) -> str:
        """Return the company's PAN: fourth letter C for a company, fifth its initial."""
        return f"ZZZC{self.letter}{self.serial:04d}Z"

    @property
    def gstins(self) -> list[str]:
        """Return its tax registrations, one for each state, check digits right."""
        bodies = [f"{state}{self.pan}1Z" for state in self.states]
        return [body + gstin_check_digit(body) for body in bodies]

    @property
    def cin(self) -> str:
        """Return its company number."""
        return f"U27209DL2025PTC{self.serial:06d}"

    def email(self, part: str) -> str:
        """Return the address of its signatory or preparer."""
        return f"{part}@{self.key}.demo.invalid"


DHRUVA = DemoCompany(
    "dhruva",
    "Dhruva Magnets Private Limited (fictitious)",
    "D",
    101,
    ("24", "07", "27"),
    "Bharuch",
    "Gujarat",
    1000,
    Decimal("1900.00"),
    Decimal("460.00"),
    ((D(2028, 6, 1), 500), (D(2028, 12, 1), 1000)),
    (
        Year("2028-29", 10_200, 420_000, 5_820),
        Year("2029-30", 11_900, 940_000, 5_760),
        Year("2030-31", 12_406, 820_000, 5_793),
    ),
    Decimal("840.00"),
    D(2029, 1, 22),
)
MEGHNA = DemoCompany(
    "meghna",
    "Meghna Permanent Magnets Private Limited (fictitious)",
    "M",
    102,
    ("28", "33"),
    "Visakhapatnam",
    "Andhra Pradesh",
    1200,
    Decimal("1850.00"),
    Decimal("610.00"),
    ((D(2028, 9, 15), 600), (D(2029, 5, 1), 1200)),
    (
        Year("2028-29", 10_050, 260_000, 5_900),
        Year("2029-30", 11_200, 1_020_000, 5_700),
        Year("2030-31", 12_100, 1_260_000, 5_650),
    ),
    Decimal("1080.00"),
    D(2029, 6, 18),
)
KAVERI = DemoCompany(
    "kaveri",
    "Kaveri Sintered Magnets Private Limited (fictitious)",
    "K",
    103,
    ("33", "29"),
    "Krishnagiri",
    "Tamil Nadu",
    800,
    Decimal("2000.00"),
    Decimal("330.00"),
    ((D(2028, 12, 20), 800),),
    (Year("2029-30", 10_800, 870_000, 5_500), Year("2030-31", 11_050, 790_000, 5_480)),
    Decimal("640.00"),
    D(2029, 4, 9),
)
SAHYADRI = DemoCompany(
    "sahyadri",
    "Sahyadri Rare Earth Magnets Private Limited (fictitious)",
    "S",
    104,
    ("27", "38"),
    "Raigad",
    "Maharashtra",
    900,
    Decimal("2100.00"),
    Decimal("345.00"),
    ((D(2029, 10, 1), 900),),
    (Year("2029-30", 10_010, 470_000, 5_500), Year("2030-31", 10_700, 860_000, 5_520)),
    Decimal("505.00"),
    D(2029, 12, 11),
)
ARAVALLI = DemoCompany(
    "aravalli",
    "Aravalli Magnetics Private Limited (fictitious)",
    "A",
    105,
    ("08", "06"),
    "Alwar",
    "Rajasthan",
    600,
    Decimal("2140.00"),
    Decimal("205.00"),
    ((D(2028, 11, 10), 600),),
    (Year("2029-30", 10_300, 560_000, 4_400), Year("2030-31", 10_600, 585_000, 4_450)),
    Decimal("512.00"),
    D(2029, 2, 26),
)
NILGIRI = DemoCompany(
    "nilgiri",
    "Nilgiri Alloys Private Limited (fictitious)",
    "N",
    106,
    ("32",),
    "Palakkad",
    "Kerala",
    700,
    Decimal("2150.00"),
    Decimal("260.00"),
)
VINDHYA = DemoCompany(
    "vindhya",
    "Vindhya Industries Private Limited (fictitious)",
    "V",
    107,
    ("23",),
    "Katni",
    "Madhya Pradesh",
    1200,
    Decimal("1990.00"),
    Decimal("150.00"),
)

WINNERS = (DHRUVA, MEGHNA, KAVERI, SAHYADRI, ARAVALLI)
BIDDERS = (*WINNERS, NILGIRI, VINDHYA)
