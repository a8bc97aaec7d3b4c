"""Eligibility of an application: findings with what was given, what is required and the clause."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from schemes.rules.book import Book, Cell, Entry, LadderRow
from schemes.rules.money import plain
from schemes.rules.reading import Record
from schemes.rules.working import rule

KEYS = frozenset(
    {
        "capacity_mtpa",
        "quoted_rate",
        "net_worth_crore",
        "lead_equity_percent",
        "clearance",
        "investment_crore",
        "stages",
    }
)
CLEARANCES = ("not_needed", "recorded", "missing")
LABELS = {
    "capacity": "Capacity is on the ladder",
    "rate": "Quoted rate is not above the ceiling",
    "net_worth": "Net worth reaches the band of the capacity",
    "lead_member": "Lead member holds the share required",
    "clearance": "Land-border clearance is recorded or not needed",
    "investment": "Planned investment reaches the minimum of the capacity",
    "chain": "One integrated chain: oxide, metal, alloy, magnet",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. `holds` is True where the application meets it; `key` is stable, `label` English."""

    key: str
    label: str
    clause: str
    given: str
    required: str
    holds: bool
    tag: str


@dataclass(frozen=True, slots=True)
class Bid:
    """What selection looks at: tonnes a year, rupees a kilogram, crore rupees, percent."""

    capacity_mtpa: int
    quoted_rate: Fraction
    net_worth_crore: Fraction
    lead_equity_percent: Fraction


def read_bid(record: Record) -> Bid:
    """A bid's figures; only their form is checked here. A share above 100 % is refused."""
    return Bid(
        capacity_mtpa=record.integer("capacity_mtpa", most=10**6),
        quoted_rate=Fraction(record.money("quoted_rate"), 100),
        net_worth_crore=Fraction(record.money("net_worth_crore"), 100),
        lead_equity_percent=record.percent("lead_equity_percent", most=100),
    )


def bid_findings(bid: Bid, book: Book, on: date) -> list[Finding]:
    """The four checks whose failure refuses a bid (rule 10.6), in order."""
    row = book.ladder(on).get(bid.capacity_mtpa)
    ceiling, lead = book.entry("rate_ceiling", on), book.entry("lead_equity_percent", on)
    rate, share = book.fraction("rate_ceiling", on), book.fraction("lead_equity_percent", on)
    return [
        _capacity(bid.capacity_mtpa, book, on),
        _finding(
            "rate",
            ceiling,
            f"Rs {plain(bid.quoted_rate)} a kg",
            f"at most Rs {plain(rate)} a kg",
            bid.quoted_rate <= rate,
        ),
        _on_row("net_worth", row, lambda found: found.min_net_worth_crore, bid.net_worth_crore),
        _finding(
            "lead_member",
            lead,
            f"{plain(bid.lead_equity_percent)} %",
            f"at least {plain(share)} %",
            bid.lead_equity_percent >= share,
        ),
    ]


def findings(application_facts: Mapping[str, object], book: Book, on: date) -> list[Finding]:
    """Every check of an application by the book in force on a date.

    Facts: `capacity_mtpa` (integer), `quoted_rate`, `net_worth_crore`, `investment_crore`,
    `lead_equity_percent` (decimal texts), `clearance` (not_needed, recorded or missing) and `stages` (list of
    stage keys). A missing clearance does not refuse an application: its place is held.
    """
    record = Record(dict(application_facts), "", KEYS)
    bid = read_bid(record)
    row = book.ladder(on).get(bid.capacity_mtpa)
    investment = Fraction(record.money("investment_crore"), 100)
    return [
        *bid_findings(bid, book, on),
        _clearance(record.choice("clearance", CLEARANCES), book, on),
        _on_row("investment", row, lambda found: found.min_investment_crore, investment),
        _chain(record, book, on),
    ]


def _finding(key: str, entry: Entry, given: str, required: str, holds: bool) -> Finding:
    return Finding(key, LABELS[key], entry.source, given, required, holds, entry.tag)


def _capacity(capacity: int, book: Book, on: date) -> Finding:
    rows = book.ladder(on)
    required = "one of " + ", ".join(map(plain, rows)) + " t a year"
    return _finding(
        "capacity",
        book.entry("capacity_step_mtpa", on),
        f"{plain(capacity)} t a year",
        required,
        capacity in rows,
    )


def _on_row(key: str, row: LadderRow | None, column: Callable[[LadderRow], Cell], given: Fraction) -> Finding:
    """A figure against the ladder; off the ladder nothing can reach it."""
    shown = f"Rs {plain(given)} crore"
    if row is None:
        cite = rule("10.6")
        return Finding(
            key, LABELS[key], cite.clause, shown, "a capacity on the ladder", holds=False, tag=cite.tag
        )
    cell = column(row)
    required = f"at least Rs {plain(cell.crore)} crore for {plain(row.capacity_mtpa)} t a year"
    return Finding(key, LABELS[key], cell.source, shown, required, given >= cell.crore, cell.tag)


def _clearance(state: str, book: Book, on: date) -> Finding:
    required = "recorded, or not needed; until then the place is held"
    entry = book.entry("clearance_decision_days", on)
    return _finding("clearance", entry, state.replace("_", " "), required, state != "missing")


def _chain(record: Record, book: Book, on: date) -> Finding:
    entry = book.entry("stages", on)
    required = book.names("stages", on)
    given = record.items("stages")
    if any(not isinstance(stage, str) or stage not in required for stage in given):
        raise record.refuse("stages", "a list of the stages " + ", ".join(required))
    shown = ", ".join(stage for stage in required if stage in given) or "none"
    return _finding("chain", entry, shown, "all of " + ", ".join(required), set(required) <= set(given))
