"""Every fault of a scheme book's content, named by field, before it can be published or computed with."""

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from schemes.rules import Refused
from schemes.rules.book import LADDER_COLUMNS, UNITS
from schemes.rules.money import plain
from schemes.rules.reading import parse_date, shown

_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,4})?")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HSN = re.compile(r"[0-9]{8}")
TAGS = ("seed", "notified", "notified-press", "press", "inferred", "recall")
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


class Problem(NamedTuple):
    """One fault of a book: where, what stands there, what may stand there."""

    field: str
    given: str
    expected: str


def validate(content: Any) -> list[Problem]:
    """Every fault of a book's content, in the order of the file; an empty list means it can be published."""
    faults = list(_keys(content, "", TOP))
    if faults:
        return faults
    for check in (_about, _heads, _stages, _demand, _ladder, _triggers, _products, _parameters):
        faults += check(content)
    return faults or list(_agreement(content))


def _keys(value: Any, path: str, required: Iterable[str], optional: Iterable[str] = ()) -> Iterator[Problem]:
    """Faults of a mapping's keys; its values may be looked at where there are none."""
    needed, known = set(required), {*required, *optional}
    if not isinstance(value, dict):
        yield Problem(path or "book", shown(value), "a mapping with the keys " + ", ".join(sorted(needed)))
        return
    for key in sorted(needed - value.keys()):
        yield Problem(_at(path, key), "nothing", "this key")
    for key in sorted(value.keys() - known):
        yield Problem(_at(path, key), "an unknown key", "only the keys " + ", ".join(sorted(known)))


def _at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _wrong(path: str, value: Any, expected: str, fits: bool) -> Iterator[Problem]:
    if not fits:
        yield Problem(path, shown(value), expected)


def _match(path: str, value: Any, pattern: re.Pattern[str], expected: str) -> Iterator[Problem]:
    yield from _wrong(path, value, expected, isinstance(value, str) and bool(pattern.fullmatch(value)))


def _text(path: str, value: Any) -> Iterator[Problem]:
    yield from _wrong(path, value, "text, not blank", isinstance(value, str) and bool(value.strip()))


def _integer(path: str, value: Any, least: int = 0) -> Iterator[Problem]:
    yield from _wrong(path, value, f"an integer of at least {least}", type(value) is int and value >= least)


def _decimal(path: str, value: Any) -> Iterator[Problem]:
    yield from _match(path, value, _DECIMAL, 'a decimal as text, not negative, such as "752.5"')


def _day(path: str, value: Any) -> Iterator[Problem]:
    try:
        parse_date(value, path)
    except Refused as refused:
        yield Problem(path, refused.given, refused.expected)


def _one_of(path: str, value: Any, options: Iterable[str]) -> Iterator[Problem]:
    yield from _wrong(
        path, value, "one of " + ", ".join(options), isinstance(value, str) and value in options
    )


def _names(path: str, value: Any) -> Iterator[Problem]:
    """A text in both languages."""
    faults = list(_keys(value, path, ("en", "hi")))
    yield from faults
    if not faults:
        for language in ("en", "hi"):
            yield from _text(f"{path}.{language}", value[language])


def _tag(path: str, value: Any) -> Iterator[Problem]:
    fits = isinstance(value, str) and (value in TAGS or bool(re.fullmatch(r"analogous: \S.*", value)))
    yield from _wrong(path, value, "one of " + ", ".join(TAGS) + ", or analogous: and a scheme", fits)


def _authority(path: str, value: Any) -> Iterator[Problem]:
    """An order with number and date, or null."""
    if value is None:
        return
    faults = list(_keys(value, path, ("order", "date")))
    yield from faults
    if not faults:
        yield from _text(f"{path}.order", value["order"])
        yield from _day(f"{path}.date", value["date"])


def _sourced(path: str, value: dict[str, Any]) -> Iterator[Problem]:
    """Clause or source, authority and tag of a figure."""
    present = [key for key in ("clause", "source") if key in value]
    if not present:
        yield Problem(f"{path}.source", "nothing", "a source, or a clause")
    for key in present:
        yield from _text(f"{path}.{key}", value[key])
    if "authority" in value:
        yield from _authority(f"{path}.authority", value["authority"])
    yield from _tag(f"{path}.tag", value["tag"])


def _list(path: str, value: Any) -> list[tuple[str, Any]]:
    """Items with their paths; nothing for what is not a list, which `_filled` names."""
    return [(f"{path}[{place}]", item) for place, item in enumerate(value)] if isinstance(value, list) else []


def _filled(path: str, value: Any) -> Iterator[Problem]:
    yield from _wrong(path, value, "a list, not empty", isinstance(value, list) and bool(value))


def _unique(path: str, values: Iterable[Any]) -> Iterator[Problem]:
    seen: list[Any] = []
    for value in values:
        yield from _wrong(path, value, "every one once", value not in seen)
        seen.append(value)


def _about(content: dict[str, Any]) -> Iterator[Problem]:
    yield from _match("code", content["code"], _CODE, "small letters, digits and hyphens, such as repm-7350")
    yield from _names("title", content["title"])
    yield from _wrong(
        "fictitious", content["fictitious"], "true or false", type(content["fictitious"]) is bool
    )
    yield from _authority("authority", content["authority"])
    yield from _integer("years", content["years"], least=1)


def _heads(content: dict[str, Any]) -> Iterator[Problem]:
    yield from _filled("heads", content["heads"])
    codes = []
    for path, head in _list("heads", content["heads"]):
        faults = list(_keys(head, path, ("code", "name", "ceiling_crore", "source", "tag")))
        yield from faults
        if not faults:
            codes.append(head["code"])
            yield from _one_of(f"{path}.code", head["code"], HEADS)
            yield from _names(f"{path}.name", head["name"])
            yield from _decimal(f"{path}.ceiling_crore", head["ceiling_crore"])
            yield from _sourced(path, head)
    yield from _unique("heads", codes)
    for component in COMPONENTS:
        yield from _wrong("heads", ", ".join(map(str, codes)), f"a head {component}", component in codes)


def _stages(content: dict[str, Any]) -> Iterator[Problem]:
    yield from _filled("stages", content["stages"])
    for path, stage in _list("stages", content["stages"]):
        faults = list(_keys(stage, path, ("key", "name")))
        yield from faults
        if not faults:
            yield from _match(f"{path}.key", stage["key"], _KEY, "a key in small letters")
            yield from _names(f"{path}.name", stage["name"])


def _demand(content: dict[str, Any]) -> Iterator[Problem]:
    yield from _filled("demand", content["demand"])
    for path, figure in _list("demand", content["demand"]):
        faults = list(_keys(figure, path, ("year", "tonnes", "source", "tag")))
        yield from faults
        if not faults:
            yield from _integer(f"{path}.year", figure["year"], least=2000)
            yield from _integer(f"{path}.tonnes", figure["tonnes"])
            yield from _sourced(path, figure)


def _dated(path: str, tables: Any, row: Callable[[str, Any], Iterator[Problem]]) -> Iterator[Problem]:
    """Tables in force one after the other: each with a start, a source, an authority, a tag and rows."""
    yield from _filled(path, tables)
    starts = []
    for here, table in _list(path, tables):
        faults = list(_keys(table, here, ("from", "source", "authority", "tag", "rows")))
        yield from faults
        if not faults:
            starts.append(table["from"])
            yield from _day(f"{here}.from", table["from"])
            yield from _sourced(here, table)
            yield from _filled(f"{here}.rows", table["rows"])
            for place, item in _list(f"{here}.rows", table["rows"]):
                yield from row(place, item)
    yield from _ascending(path, starts)


def _ascending(path: str, starts: list[Any]) -> Iterator[Problem]:
    dates = [start for start in starts if isinstance(start, str)]
    for place, (earlier, later) in enumerate(pairwise(dates), 1):
        yield from _wrong(f"{path}[{place}].from", later, f"a date after {earlier}", earlier < later)


def _ladder(content: dict[str, Any]) -> Iterator[Problem]:
    yield from _dated("ladder", content["ladder"], _ladder_row)


def _ladder_row(path: str, row: Any) -> Iterator[Problem]:
    faults = list(_keys(row, path, ("capacity_mtpa", *LADDER_COLUMNS)))
    yield from faults
    if faults:
        return
    yield from _integer(f"{path}.capacity_mtpa", row["capacity_mtpa"], least=1)
    for column in LADDER_COLUMNS:
        here, cell = f"{path}.{column}", row[column]
        if not isinstance(cell, dict):
            yield from _decimal(here, cell)
            continue
        faults = list(_keys(cell, here, ("value", "source", "tag")))
        yield from faults or [*_decimal(f"{here}.value", cell["value"]), *_sourced(here, cell)]


def _triggers(content: dict[str, Any]) -> Iterator[Problem]:
    faults = list(_keys(content["triggers"], "triggers", COMPONENTS))
    yield from faults
    if not faults:
        for component in COMPONENTS:
            yield from _dated(f"triggers.{component}", content["triggers"][component], _trigger_row)


def _trigger_row(path: str, row: Any) -> Iterator[Problem]:
    faults = list(_keys(row, path, ("key", "percent", "name")))
    yield from faults
    if not faults:
        yield from _match(f"{path}.key", row["key"], _KEY, "a key in small letters")
        yield from _decimal(f"{path}.percent", row["percent"])
        yield from _names(f"{path}.name", row["name"])


def _products(content: dict[str, Any]) -> Iterator[Problem]:
    yield from _dated("products", content["products"], _product_row)


def _product_row(path: str, row: Any) -> Iterator[Problem]:
    faults = list(_keys(row, path, ("hsn", "name")))
    yield from faults
    if not faults:
        yield from _match(f"{path}.hsn", row["hsn"], _HSN, "a tariff code of 8 digits, as text")
        yield from _names(f"{path}.name", row["name"])


def _parameters(content: dict[str, Any]) -> Iterator[Problem]:
    parameters = content["parameters"]
    if not isinstance(parameters, dict):
        yield Problem("parameters", shown(parameters), "a mapping of keys to dated entries")
        return
    for key in sorted(REQUIRED.keys() - parameters.keys()):
        yield Problem(f"parameters.{key}", "nothing", "dated entries of this parameter")
    for key, entries in parameters.items():
        path = f"parameters.{key}"
        yield from _match(path, key, _KEY, "a key in small letters")
        yield from _filled(path, entries)
        starts = []
        for here, entry in _list(path, entries):
            faults = list(_entry(here, key, entry))
            yield from faults
            if not faults:
                starts.append(entry["from"])
        yield from _ascending(path, starts)


def _entry(path: str, key: str, entry: Any) -> Iterator[Problem]:
    faults = list(_keys(entry, path, ("from", "value", "unit", "authority", "tag"), ("source", "clause")))
    yield from faults
    if faults:
        return
    yield from _day(f"{path}.from", entry["from"])
    yield from _sourced(path, entry)
    units = (REQUIRED[key],) if key in REQUIRED else tuple(UNITS)
    unit = list(_one_of(f"{path}.unit", entry["unit"], units))
    yield from unit or _value(f"{path}.value", key, entry["unit"], entry["value"])


def _value(path: str, key: str, unit: str, value: Any) -> Iterator[Problem]:
    """A value of the kind its unit asks for; null only where the scheme's text leaves the figure open."""
    if value is None and key in MAY_BE_OPEN:
        return
    if key in CHOICES:
        yield from _one_of(path, value, CHOICES[key])
    elif unit in DECIMAL_UNITS:
        yield from _decimal(path, value)
        if unit == "percent" and isinstance(value, str) and _DECIMAL.fullmatch(value):
            yield from _wrong(path, value, "a percentage up to 100", Fraction(value) <= 100)
    elif unit in INTEGER_UNITS:
        yield from _integer(path, value)
    elif unit == "date":
        yield from _day(path, value)
    elif unit == "flag":
        yield from _wrong(path, value, "true or false", type(value) is bool)
    elif unit == "names":
        yield from _filled(path, value)
        for here, name in _list(path, value):
            yield from _text(here, name)
        yield from _unique(path, value if isinstance(value, list) else ())
    else:
        yield from _text(path, value)


def _agreement(content: dict[str, Any]) -> Iterator[Problem]:
    """Figures that must fit together; looked at once every figure is well formed."""
    parameters = content["parameters"]
    outlay = parameters["scheme_outlay_crore"][-1]["value"]
    total = sum((Fraction(head["ceiling_crore"]) for head in content["heads"]), Fraction(0))
    yield from _wrong(
        "heads", f"{plain(total)} crore in all", f"the outlay, {outlay} crore", total == Fraction(outlay)
    )
    months = parameters["gestation_months"][-1]["value"] + parameters["incentive_months"][-1]["value"]
    yield from _wrong(
        "years",
        content["years"],
        f"gestation and incentive, {months} months",
        content["years"] * 12 == months,
    )
    steps = _steps(parameters)
    for path, table in _list("ladder", content["ladder"]):
        rows = [row["capacity_mtpa"] for row in table["rows"]]
        expected = "the capacities " + ", ".join(map(str, steps))
        yield from _wrong(f"{path}.rows", ", ".join(map(str, rows)), expected, rows == steps)
    for component in COMPONENTS:
        for path, table in _list(f"triggers.{component}", content["triggers"][component]):
            percents = [Fraction(row["percent"]) for row in table["rows"]]
            given = ", ".join(row["percent"] for row in table["rows"])
            fits = percents == sorted(set(percents)) and percents[-1] == 100
            yield from _wrong(f"{path}.rows", given, "cumulative percentages, ascending, up to 100", fits)


def _steps(parameters: dict[str, Any]) -> list[int]:
    least, most, step = (parameters[f"capacity_{name}_mtpa"][-1]["value"] for name in ("min", "max", "step"))
    return list(range(least, most + 1, max(step, 1)))
