"""What a sanction letter says (domain.md 3, sanction order content checklist), free of the database.

Amounts are whole rupees. An empty text is a fact the books leave open: the letter prints it as "to be assigned".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SECTIONS_PER_HEAD = (4, 2, 3, 2, 2, 2)


@dataclass(frozen=True)
class Words:
    """One text in the two languages of an order."""

    en: str
    hi: str


@dataclass(frozen=True)
class Payee:
    """Who is paid. ``registry`` is the company's CIN, an LLP's LLPIN or a foreign company's FCRN."""

    name: str
    address: str
    registry_name: str
    registry: str
    pan: str
    vendor_code: str


@dataclass(frozen=True)
class Claimed:
    """The claim, its unit and its period (capital subsidy: ``since`` is None and ``until`` the claim date)."""

    number: str
    component: str
    component_name: Words
    unit_name: str
    unit_number: str
    since: dt.date | None
    until: dt.date


@dataclass(frozen=True)
class Part:
    """How the tranche follows from the entitlement (domain.md 10.3, 10.4); ``deferred_from`` is a year or empty.

    ``lowered`` is what a later claim's excess took back of the computed entitlement; ``entitlement`` is what is left.
    """

    number: int
    trigger: Words
    percent: str
    lowered: int
    entitlement: int
    due: int
    raised_before: int
    amount: int
    round_number: str
    allotted: int
    deferred: int
    deferred_from: str


@dataclass(frozen=True)
class Account:
    """What meets the expenditure: 15-digit head, demand, object head, provision of the year and what is left after."""

    demand_number: str
    head: str
    object_head: str
    fy: str
    component_name: Words
    provision: int
    balance_after: int


@dataclass(frozen=True)
class Grounds:
    """Whose approval and concurrence the order rests on."""

    approval_note: int
    approved_on: dt.date
    concurrence_note: int
    diary_no: str
    diary_date: dt.date


@dataclass(frozen=True)
class Letter:
    """One sanction letter. ``computation`` is the engine's object, the same that page, API and report print."""

    number: str
    serial: int
    date: dt.date
    specimen: bool
    demo: bool
    scheme: Words
    book: str
    book_order: str
    payee: Payee
    claim: Claimed
    amount: int
    part: Part
    account: Account
    grounds: Grounds
    needs_utilisation_certificate: bool
    signatory: str
    signatory_post: str
    verify_url: str
    computation_number: int
    computation: Mapping[str, Any]
    facts: Mapping[str, Any]

    @property
    def lapses_on(self) -> dt.date:
        """The last day of the financial year, on which an undrawn sanction lapses (domain.md 10.4)."""
        return dt.date(int(self.account.fy[:4]) + 1, 3, 31)

    @property
    def annexure_id(self) -> str:
        """How the order names its computation annexure."""
        return f"{self.claim.number}/C{self.computation_number}"
