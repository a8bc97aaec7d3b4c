"""Every fault of a scheme book's content, named by field, before it can be published or computed with."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from schemes.bookfields import (
    DECIMAL,
    Problem,
    ascending,
    authority,
    dated,
    day,
    decimal,
    filled,
    integer,
    items,
    keys,
    matches,
    names,
    one_of,
    sourced,
    text,
    unique,
    wrong,
)
from schemes.rules.book import LADDER_COLUMNS, UNITS
from schemes.rules.money import plain
from schemes.rules.reading import shown

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HSN = re.compile(r"[0-9]{8}")
COMPONENTS = ("SLI", "CS")
HEADS = ("SLI", "CS", "ADMIN", "UNALLOCATED")
TOP = (
    "code",
    "title",
    "fictitious",
    "authority",
    "years",
    "heads",
    "stages",
    "demand",
    "ladder",
    "triggers",
    "products",
    "parameters",
)
REQUIRED: dict[str, str] = {
    "scheme_outlay_crore": "crore",
    "units_max": "count",
    "capacity_min_mtpa": "tonnes_per_year",
    "capacity_max_mtpa": "tonnes_per_year",
    "capacity_step_mtpa": "tonnes_per_year",
    "capacity_total_mtpa": "tonnes_per_year",
    "gestation_months": "months",
    "incentive_months": "months",
    "stages": "names",
    "lead_equity_percent": "percent",
    "rate_ceiling": "rupees_per_kg",
    "turnover_percent": "percent",
    "rate_basis": "choice",
    "price_band_low": "rupees_per_kg",
    "price_band_high": "rupees_per_kg",
    "magnet_per_oxide_max": "ratio",
    "subsidy_percent": "percent",
    "investment_start": "date",
    "asset_heads": "names",
    "counted_heads": "names",
    "second_hand_percent": "percent",
    "oxide_tonnes": "tonnes_per_year",
    "oxide_bidders": "count",
    "claim_period": "choice",
    "claim_deadline_months": "months",
    "holdback_percent": "percent",
    "quarterly_report_days": "days",
    "claim_documents_sli": "names",
    "claim_documents_cs": "names",
    "sla_recommend_days": "days",
    "performance_security_crore": "crore",
    "delay_percent_per_day": "percent_per_day",
    "interest_causes": "names",
    "interest_rate": "percent",
    "misstatement_returns_lifetime_room": "flag",
    "clearance_automatic_percent": "percent",
    "clearance_decision_days": "days",
    "fund_flow": "choice",
    "uc_required_sli": "flag",
    "uc_required_cs_reimbursement": "flag",
    "uc_required_cs_advance": "flag",
}
MAY_BE_OPEN = frozenset(
    {"performance_security_crore", "earnest_money_crore", "demand_number", "account_head"}
)
CHOICES = {
    "rate_basis": ("QUOTED", "L1_MATCHED"),
    "claim_period": ("ANNUAL", "HALF_YEARLY", "QUARTERLY"),
    "fund_flow": ("PAO_DIRECT", "TSA", "TSA_HYBRID"),
    "interest_compounding": ("ANNUAL",),
}
DECIMAL_UNITS = frozenset({"crore", "rupees_per_kg", "percent", "percent_per_day", "ratio"})
INTEGER_UNITS = frozenset({"tonnes_per_year", "count", "days", "months", "years"})


def validate(content: Any) -> list[Problem]:
    """Every fault of a book's content, in the order of the file; an empty list means it can be published."""
    faults = list(keys(content, "", TOP))
    if faults:
        return faults
    for check in (_about, _heads, _stages, _demand, _ladder, _triggers, _products, _parameters):
        faults += check(content)
    return faults or list(_agreement(content))


def _about(content: dict[str, Any]) -> Iterator[Problem]:
    yield from matches("code", content["code"], _CODE, "small letters, digits and hyphens, such as repm-7350")
    yield from names("title", content["title"])
    yield from wrong(
        "fictitious", content["fictitious"], "true or false", type(content["fictitious"]) is bool
    )
    yield from authority("authority", content["authority"])
    yield from integer("years", content["years"], least=1)


def _heads(content: dict[str, Any]) -> Iterator[Problem]:
    yield from filled("heads", content["heads"])
    codes = []
    for path, head in items("heads", content["heads"]):
        faults = list(keys(head, path, ("code", "name", "ceiling_crore", "source", "tag")))
        yield from faults
        if not faults:
            codes.append(head["code"])
            yield from one_of(f"{path}.code", head["code"], HEADS)
            yield from names(f"{path}.name", head["name"])
            yield from decimal(f"{path}.ceiling_crore", head["ceiling_crore"])
            yield from sourced(path, head)
    yield from unique("heads", codes)
    for component in COMPONENTS:
        yield from wrong("heads", ", ".join(map(str, codes)), f"a head {component}", component in codes)


def _stages(content: dict[str, Any]) -> Iterator[Problem]:
    yield from filled("stages", content["stages"])
    for path, stage in items("stages", content["stages"]):
        faults = list(keys(stage, path, ("key", "name")))
        yield from faults
        if not faults:
            yield from matches(f"{path}.key", stage["key"], _KEY, "a key in small letters")
            yield from names(f"{path}.name", stage["name"])


def _demand(content: dict[str, Any]) -> Iterator[Problem]:
    yield from filled("demand", content["demand"])
    for path, figure in items("demand", content["demand"]):
        faults = list(keys(figure, path, ("year", "tonnes", "source", "tag")))
        yield from faults
        if not faults:
            yield from integer(f"{path}.year", figure["year"], least=2000)
            yield from integer(f"{path}.tonnes", figure["tonnes"])
            yield from sourced(path, figure)


def _ladder(content: dict[str, Any]) -> Iterator[Problem]:
    yield from dated("ladder", content["ladder"], _ladder_row)


def _ladder_row(path: str, row: Any) -> Iterator[Problem]:
    faults = list(keys(row, path, ("capacity_mtpa", *LADDER_COLUMNS)))
    yield from faults
    if faults:
        return
    yield from integer(f"{path}.capacity_mtpa", row["capacity_mtpa"], least=1)
    for column in LADDER_COLUMNS:
        here, cell = f"{path}.{column}", row[column]
        if not isinstance(cell, dict):
            yield from decimal(here, cell)
            continue
        faults = list(keys(cell, here, ("value", "source", "tag")))
        yield from faults or [*decimal(f"{here}.value", cell["value"]), *sourced(here, cell)]


def _triggers(content: dict[str, Any]) -> Iterator[Problem]:
    faults = list(keys(content["triggers"], "triggers", COMPONENTS))
    yield from faults
    if not faults:
        for component in COMPONENTS:
            yield from dated(f"triggers.{component}", content["triggers"][component], _trigger_row)


def _trigger_row(path: str, row: Any) -> Iterator[Problem]:
    faults = list(keys(row, path, ("key", "percent", "name")))
    yield from faults
    if not faults:
        yield from matches(f"{path}.key", row["key"], _KEY, "a key in small letters")
        yield from decimal(f"{path}.percent", row["percent"])
        yield from names(f"{path}.name", row["name"])


def _products(content: dict[str, Any]) -> Iterator[Problem]:
    yield from dated("products", content["products"], _product_row)


def _product_row(path: str, row: Any) -> Iterator[Problem]:
    faults = list(keys(row, path, ("hsn", "name")))
    yield from faults
    if not faults:
        yield from matches(f"{path}.hsn", row["hsn"], _HSN, "a tariff code of 8 digits, as text")
        yield from names(f"{path}.name", row["name"])


def _parameters(content: dict[str, Any]) -> Iterator[Problem]:
    parameters = content["parameters"]
    if not isinstance(parameters, dict):
        yield Problem("parameters", shown(parameters), "a mapping of keys to dated entries")
        return
    for key in sorted(REQUIRED.keys() - parameters.keys()):
        yield Problem(f"parameters.{key}", "nothing", "dated entries of this parameter")
    for key, entries in parameters.items():
        path = f"parameters.{key}"
        yield from matches(path, key, _KEY, "a key in small letters")
        yield from filled(path, entries)
        starts = []
        for here, entry in items(path, entries):
            faults = list(_entry(here, key, entry))
            yield from faults
            if not faults:
                starts.append(entry["from"])
        yield from ascending(path, starts)


def _entry(path: str, key: str, entry: Any) -> Iterator[Problem]:
    faults = list(keys(entry, path, ("from", "value", "unit", "authority", "tag"), ("source", "clause")))
    yield from faults
    if faults:
        return
    yield from day(f"{path}.from", entry["from"])
    yield from sourced(path, entry)
    units = (REQUIRED[key],) if key in REQUIRED else tuple(UNITS)
    unit = list(one_of(f"{path}.unit", entry["unit"], units))
    yield from unit or _value(f"{path}.value", key, entry["unit"], entry["value"])


def _value(path: str, key: str, unit: str, value: Any) -> Iterator[Problem]:
    """A value of the kind its unit asks for; null only where the scheme's text leaves the figure open."""
    if value is None and key in MAY_BE_OPEN:
        return
    if key in CHOICES:
        yield from one_of(path, value, CHOICES[key])
    elif unit in DECIMAL_UNITS:
        yield from decimal(path, value)
        if unit == "percent" and isinstance(value, str) and DECIMAL.fullmatch(value):
            yield from wrong(path, value, "a percentage up to 100", Fraction(value) <= 100)
    elif unit in INTEGER_UNITS:
        yield from integer(path, value)
    elif unit == "date":
        yield from day(path, value)
    elif unit == "flag":
        yield from wrong(path, value, "true or false", type(value) is bool)
    elif unit == "names":
        yield from filled(path, value)
        for here, name in items(path, value):
            yield from text(here, name)
        yield from unique(path, value if isinstance(value, list) else ())
    else:
        yield from text(path, value)


def _agreement(content: dict[str, Any]) -> Iterator[Problem]:
    """Figures that must fit together; looked at once every figure is well formed."""
    parameters = content["parameters"]
    outlay = parameters["scheme_outlay_crore"][-1]["value"]
    total = sum((Fraction(head["ceiling_crore"]) for head in content["heads"]), Fraction(0))
    yield from wrong(
        "heads", f"{plain(total)} crore in all", f"the outlay, {outlay} crore", total == Fraction(outlay)
    )
    months = parameters["gestation_months"][-1]["value"] + parameters["incentive_months"][-1]["value"]
    yield from wrong(
        "years",
        content["years"],
        f"gestation and incentive, {months} months",
        content["years"] * 12 == months,
    )
    steps = _steps(parameters)
    for path, table in items("ladder", content["ladder"]):
        rows = [row["capacity_mtpa"] for row in table["rows"]]
        expected = "the capacities " + ", ".join(map(str, steps))
        yield from wrong(f"{path}.rows", ", ".join(map(str, rows)), expected, rows == steps)
    for component in COMPONENTS:
        for path, table in items(f"triggers.{component}", content["triggers"][component]):
            percents = [Fraction(row["percent"]) for row in table["rows"]]
            given = ", ".join(row["percent"] for row in table["rows"])
            fits = percents == sorted(set(percents)) and percents[-1] == 100
            yield from wrong(f"{path}.rows", given, "cumulative percentages, ascending, up to 100", fits)


def _steps(parameters: dict[str, Any]) -> list[int]:
    least, most, step = (parameters[f"capacity_{name}_mtpa"][-1]["value"] for name in ("min", "max", "step"))
    return list(range(least, most + 1, max(step, 1)))
