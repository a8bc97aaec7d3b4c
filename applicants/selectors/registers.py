"""Reading registers: sums by treatment, and the facts the engine counts and computes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count, F, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from applicants.models import AssetLine, Register, RegisterLine
from applicants.selectors.units import holder_pans, unit_facts
from portal.common.models import Job
from portal.common.workflow import Text
from schemes.rules import counting
from schemes.rules.money import fixed

_COUNTING_UNIT = ("award_date", "commissioned", "window_to")


@dataclass(frozen=True)
class Totals:
    """Sums over a register's counted lines, and how many lines got which treatment (in the rules' order)."""

    sold_grams: int
    millipaise: int
    lines_by_treatment: dict[str, int] = field(default_factory=dict)

    @property
    def sold_kg(self) -> str:
        """Kilograms with three decimals, as a claim's facts state them."""
        return fixed(self.sold_grams, 3)

    @property
    def turnover(self) -> str:
        """Rupees with two decimals, as a claim's facts state them: a fraction of a paisa left out."""
        return counting.turnover_of_claim(self.millipaise)


def counted_totals(register: Register, upto: dt.date | None = None) -> Totals:
    """Return the sums of a sales register's lines with a supply date up to ``upto`` (rule 10.0), else of all."""
    lines = RegisterLine.objects.filter(register=register)
    if upto is not None:
        lines = lines.filter(supply_date__lte=upto)
    by_treatment = {
        row["treatment"]: row
        for row in lines.order_by("treatment")
        .values("treatment")
        .annotate(lines=Count("pk"), grams=Sum("counted_grams"), mils=Sum("counted_millipaise"))
    }
    return Totals(
        sum(row["grams"] for row in by_treatment.values()),
        sum(row["mils"] for row in by_treatment.values()),
        {name: by_treatment[name]["lines"] for name in counting.TREATMENTS if name in by_treatment},
    )


def lines_of(register: Register, upto: dt.date | None = None) -> QuerySet[RegisterLine]:
    """Return a sales register's lines in row order."""
    lines = RegisterLine.objects.filter(register=register).order_by("row")
    return lines if upto is None else lines.filter(supply_date__lte=upto)


def counting_facts(register: Register, upto: dt.date | None = None) -> dict[str, object]:
    """Return the facts of a ``counting`` computation over a register, for counting it again (contracts.md 2).

    Without schema and scheme, which the caller adds.
    """
    unit = unit_facts(register.unit)
    return {
        "claim": "counting",
        "unit": {
            **{key: unit[key] for key in _COUNTING_UNIT},
            "holder_pans": holder_pans(register.unit),
        },
        "documents": list(document_facts(register, upto)),
    }


def document_facts(register: Register, upto: dt.date | None = None) -> Iterator[dict[str, object]]:
    """Yield each line of a register as one of the documents of a ``counting`` computation, in row order."""
    for line in lines_of(register, upto).iterator(chunk_size=2000):
        yield _document(line)


def _document(line: RegisterLine) -> dict[str, object]:
    price = line.certified_price_paise
    return {
        "seller_gstin": line.seller_gstin,
        "type": line.document_type,
        "number": line.document_no,
        "line": line.line_no,
        "date": line.document_date.isoformat(),
        "status": line.status,
        "supply_type": line.supply_type,
        "buyer_gstin": line.buyer_gstin or None,
        "hsn": line.hsn,
        "part": line.part_no or None,
        "kg": fixed(line.grams, 3),
        "taxable_value": fixed(line.taxable_paise, 2),
        "freight_insurance": fixed(line.freight_paise, 2),
        "note_reason": line.note_reason or None,
        "refers_to": _references(line),
        "related_party": line.related_party,
        "certified_price": None if price is None else fixed(price, 2),
        "set_aside": line.set_aside or None,
    }


def _references(line: RegisterLine) -> list[dict[str, str]]:
    if not line.refers_to_no:
        return []
    pairs = zip(line.refers_to_no.split("; "), line.refers_to_dates.split("; "), strict=True)
    return [{"number": number, "date": day} for number, day in pairs]


def asset_facts(register: Register) -> list[dict[str, str]]:
    """Return the ``assets`` of a capital subsidy's facts: every line of the register, in row order."""
    return [
        {
            "head": line.head,
            "incurred_on": line.incurred_on.isoformat(),
            "amount": fixed(line.counted_paise, 2),
            "condition": line.condition,
        }
        for line in AssetLine.objects.filter(register=register).order_by("row")
    ]


TREATMENT_LABELS: dict[str, tuple[Text, str]] = {
    "counted": (_("Counted"), "ok"),
    "cancelled": (_("Cancelled document"), "neutral"),
    "stock_transfer": (_("Transfer within the same PAN"), "neutral"),
    "not_eligible_product": (_("Product not eligible"), "neutral"),
    "outside_window": (_("Outside the incentive window"), "wait"),
    "price_evidence_missing": (_("Related party, no certified price"), "wait"),
    "set_aside": (_("Set aside"), "wait"),
}


@dataclass(frozen=True)
class TreatmentSum:
    """Lines of one treatment: how many, grams, paise. Counted ones as counted, the others as documented."""

    code: str
    lines: int
    grams: int
    paise: int

    @property
    def badge(self) -> tuple[Text, str]:
        """The treatment in words, and its tone."""
        return TREATMENT_LABELS[self.code]


def treatment_sums(register: Register) -> list[TreatmentSum]:
    """Return the sums of a sales register by treatment, in the rules' order; notes that credit are subtracted."""
    rows = (
        RegisterLine.objects.filter(register=register)
        .order_by("treatment", "document_type")
        .values("treatment", "document_type")
        .annotate(
            lines=Count("pk"),
            given=Sum("grams"),
            value=Sum(F("taxable_paise") - F("freight_paise")),
            grams=Sum("counted_grams"),
            mils=Sum("counted_millipaise"),
        )
    )
    found: dict[str, TreatmentSum] = {}
    for row in rows:
        before = found.get(row["treatment"], TreatmentSum(row["treatment"], 0, 0, 0))
        sign = -1 if row["document_type"] == "CRN" else 1
        counted = row["treatment"] == "counted"
        found[row["treatment"]] = TreatmentSum(
            row["treatment"],
            before.lines + row["lines"],
            before.grams + (row["grams"] if counted else sign * row["given"]),
            before.paise + (row["mils"] // 1000 if counted else sign * row["value"]),
        )
    return [found[code] for code in ("counted", *counting.TREATMENTS[:-1]) if code in found]


def reading_job(register: Register) -> Job | None:
    """Return the job that reads a register which is not yet read, None for one that is."""
    if register.state != "uploaded":
        return None
    return Job.objects.filter(kind="read_register", object_id=str(register.pk)).order_by("-pk").first()
