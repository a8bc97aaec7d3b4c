"""The register behind a claim: sales lines by treatment, or assets with what was disallowed and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.models import AssetLine, Register, RegisterLine
from disbursements.models import Claim
from portal.common.workflow import Text

TREATMENTS: tuple[tuple[str, Text], ...] = (
    ("counted", _("Counted")),
    ("cancelled", _("Cancelled documents")),
    ("stock_transfer", _("Transfers within the same PAN")),
    ("not_eligible_product", _("Product not eligible")),
    ("outside_window", _("Outside the incentive window")),
    ("price_evidence_missing", _("Related party without a certified price")),
    ("set_aside", _("Set aside by the company or an officer")),
    ("after_period", _("Supplied after the period")),
)
REASONS: dict[str, Text] = {
    "head": _("The head does not count"),
    "before_start": _("Incurred before investment counts"),
    "after_claim": _("Incurred after the date of the claim"),
    "second_hand_limit": _("Second-hand, beyond its limit"),
}
PAGES = {
    "manufacturer": "manufacturer:register",
    "officer": "officer:register",
    "auditor": "auditor:register",
}
DAY = 24 * 60 * 60
SHOWN_ASSETS = 200


@dataclass(frozen=True)
class TreatmentRow:
    """Lines of one treatment: how many, grams and whole rupees; counted ones as counted, others as documented."""

    code: str
    label: Text
    count: int
    grams: int
    rupees: int
    url: str


@dataclass(frozen=True)
class DisallowedRow:
    """An asset that is not counted, or not in full: rupees with paise, the reason and its clause."""

    row: int
    asset: str
    amount: Decimal
    reason: Text
    clause: str
    tag: str


@dataclass(frozen=True)
class RegisterSummary:
    """What stands behind a claim's figures. `assets` is the number of asset lines (capital subsidy)."""

    register: Register
    url: str
    rows: Sequence[TreatmentRow]
    disallowed: Sequence[DisallowedRow]
    more_disallowed: int
    assets: int

    @property
    def lines(self) -> int:
        """How many lines the register has."""
        return sum(row.count for row in self.rows) or self.assets

    @property
    def counted(self) -> TreatmentRow | None:
        """The counted lines."""
        return next((row for row in self.rows if row.code == "counted"), None)

    @property
    def set_aside(self) -> int:
        """How many lines count nothing."""
        return sum(row.count for row in self.rows if row.code != "counted") or len(self.disallowed)


def summary(claim: Claim, audience: str, result: Mapping[str, Any] | None) -> RegisterSummary:
    """The register behind a claim, for the page of this audience."""
    url = reverse(PAGES[audience], args=[claim.register_id])
    if claim.component == Claim.Component.SLI:
        return RegisterSummary(claim.register, url, _treatments(claim, url), (), 0, 0)
    rows = _disallowed(claim, result) if result else []
    return RegisterSummary(
        claim.register,
        url,
        (),
        rows[:SHOWN_ASSETS],
        max(0, len(rows) - SHOWN_ASSETS),
        AssetLine.objects.filter(register=claim.register_id).count(),
    )


def _treatments(claim: Claim, url: str) -> list[TreatmentRow]:
    sums = _sums(claim.register, claim.period_end)
    known = [(code, label) for code, label in TREATMENTS if code in sums]
    return [
        TreatmentRow(
            code, label, *sums[code], f"{url}?treatment={code}" if url and code != "after_period" else url
        )
        for code, label in known
    ]


def _sums(register: Register, period_end: dt.date | None) -> dict[str, tuple[int, int, int]]:
    # A locked register never changes, so that its sums can be kept; its digest says which bytes they are of.
    key = f"lines:{register.pk}:{register.digest}:{period_end}"
    known: dict[str, tuple[int, int, int]] | None = cache.get(key) if register.digest else None
    if known is None:
        known = _count(register, period_end)
        cache.set(key, known, DAY)
    return known


def _count(register: Register, period_end: dt.date | None) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    lines: Any = RegisterLine.objects.filter(register=register).order_by()
    inside: Any = lines.filter(supply_date__lte=period_end) if period_end else lines
    for row in inside.values("treatment", "document_type").annotate(**_AGGREGATES):
        sign = -1 if row["document_type"] == "CRN" else 1
        counted = row["treatment"] == "counted"
        grams = row["counted_grams"] if counted else sign * row["given_grams"]
        paise = row["counted_value"] // 1000 if counted else sign * (row["taxable"] - row["freight"])
        _add(found, row["treatment"], row["count"], grams, paise)
    if period_end:
        for row in lines.filter(supply_date__gt=period_end).values("document_type").annotate(**_AGGREGATES):
            sign = -1 if row["document_type"] == "CRN" else 1
            _add(
                found,
                "after_period",
                row["count"],
                sign * row["given_grams"],
                sign * (row["taxable"] - row["freight"]),
            )
    return {code: (count, grams, paise // 100) for code, (count, grams, paise) in found.items()}


_AGGREGATES = {
    "count": Count("pk"),
    "given_grams": Sum("grams"),
    "taxable": Sum("taxable_paise"),
    "freight": Sum("freight_paise"),
    "counted_grams": Sum("counted_grams"),
    "counted_value": Sum("counted_millipaise"),
}


def _add(found: dict[str, tuple[int, int, int]], code: str, count: int, grams: int, paise: int) -> None:
    before = found.get(code, (0, 0, 0))
    found[code] = (before[0] + count, before[1] + grams, before[2] + paise)


def _disallowed(claim: Claim, result: Mapping[str, Any]) -> list[DisallowedRow]:
    lines = {line["key"]: line for line in result["working"]}
    assets = list(AssetLine.objects.filter(register=claim.register_id).order_by("row"))
    rows = []
    for item in result["disallowed"]:
        asset = assets[item["line"] - 1]
        cite = lines[f"disallowed_{item['reason']}"]
        rows.append(
            DisallowedRow(
                asset.row,
                f"{asset.asset_no} {asset.description}".strip(),
                Decimal(item["amount"]),
                REASONS[item["reason"]],
                cite["clause"],
                cite["tag"],
            )
        )
    return rows
