"""Selection (rule 10.6): ranking, allotment, the rate each gets, and who carries the oxide entitlement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

from schemes.rules.book import Book
from schemes.rules.eligibility import CLEARANCES, Bid, bid_findings, read_bid
from schemes.rules.money import fixed, plain
from schemes.rules.reading import Record
from schemes.rules.working import GIVEN, WorkingLine, cited, line, rule

KEYS = frozenset({"bids"})
_BID = frozenset(
    {
        "id",
        "capacity_mtpa",
        "quoted_rate",
        "net_worth_crore",
        "lead_equity_percent",
        "submitted_at",
        "clearance",
    }
)
INDIA = timezone(timedelta(hours=5, minutes=30))
ACCEPTED = ("allotted", "held")
RULE = rule("10.6")


@dataclass(frozen=True, slots=True)
class Bidder:
    """One bid of the tender; `submitted_at` is its last submission."""

    id: str
    bid: Bid
    submitted_at: datetime
    clearance: str

    @property
    def order(self) -> tuple[Fraction, int, datetime]:
        """Rate ascending, then capacity descending, then the earlier submission."""
        return (self.bid.quoted_rate, -self.bid.capacity_mtpa, self.submitted_at)


@dataclass(frozen=True, slots=True)
class Place:
    """A bidder's outcome; `reason` is a stable word where the outcome is not a plain allotment."""

    bidder: Bidder
    rank: int | None
    outcome: str
    reason: str | None


def select(bidders: Sequence[Bidder], book: Book, on: date) -> list[Place]:
    """The ranking by the book in force on a date; refused bids last, in the order given.

    Bids alike in rate, capacity and moment keep the order given.
    """
    refused: list[Place] = []
    ranked: list[Bidder] = []
    for bidder in bidders:
        failed = next(
            (finding.key for finding in bid_findings(bidder.bid, book, on) if not finding.holds), None
        )
        if failed is None:
            ranked.append(bidder)
        else:
            refused.append(Place(bidder, None, "refused", failed))
    ranked.sort(key=lambda bidder: bidder.order)
    return _take(ranked, book.integer("units_max", on), book.integer("capacity_total_mtpa", on)) + refused


def _take(ranked: Sequence[Bidder], units: int, tonnes: int) -> list[Place]:
    """In order while units and tonnes last; from the first that does not fit on, all wait."""
    places: list[Place] = []
    full: str | None = None
    taken = 0
    for rank, bidder in enumerate(ranked, 1):
        if full is None and rank > units:
            full = "units"
        elif full is None and taken + bidder.bid.capacity_mtpa > tonnes:
            full = "capacity"
        if full is not None:
            places.append(Place(bidder, rank, "wait_list", full))
            continue
        taken += bidder.bid.capacity_mtpa
        held = bidder.clearance == "missing"
        places.append(Place(bidder, rank, "held" if held else "allotted", "clearance" if held else None))
    return places


def compute(record: Record, book: Book) -> dict[str, object]:
    """The ranking with each one's rate and oxide entitlement, and the working.

    The ladder and the ceiling are those in force in India on the day of the last submission of the tender.
    """
    bidders = _read(record)
    if not bidders:
        raise record.refuse("bids", "at least one bid")
    on = max(bidder.submitted_at for bidder in bidders).astimezone(INDIA).date()
    places = select(bidders, book, on)
    accepted = [place for place in places if place.outcome in ACCEPTED]
    lowest = accepted[0].bidder.bid.quoted_rate if accepted else None
    matched = book.text("rate_basis", on) == "L1_MATCHED"
    with_oxide = accepted[: book.integer("oxide_bidders", on)]
    return {
        "ranking": [
            {
                "id": place.bidder.id,
                "rank": place.rank,
                "outcome": place.outcome,
                "award_rate": _award_rate(place, lowest if matched else None),
                "oxide": place in with_oxide,
                "reason": place.reason,
            }
            for place in places
        ],
        "working": _working(places, accepted, book, on),
    }


def _award_rate(place: Place, matched: Fraction | None) -> str | None:
    if place.outcome not in ACCEPTED:
        return None
    rate = place.bidder.bid.quoted_rate if matched is None else matched
    return fixed(int(rate * 100), 2)


def _working(places: Sequence[Place], accepted: Sequence[Place], book: Book, on: date) -> list[WorkingLine]:
    basis, units, total = (
        book.entry("rate_basis", on),
        book.entry("units_max", on),
        book.entry("capacity_total_mtpa", on),
    )
    refused = sum(place.outcome == "refused" for place in places)
    taken = sum(place.bidder.bid.capacity_mtpa for place in accepted)
    lines = [
        line("bids", len(places), GIVEN, on=on),
        line("bids_refused", refused, RULE),
        line("bids_accepted", len(accepted), cited(units), units=units.value),
        line("capacity_taken", taken, cited(total), total=plain(book.integer("capacity_total_mtpa", on))),
    ]
    if accepted:
        lowest = accepted[0].bidder.bid.quoted_rate
        each = "the lowest accepted rate" if basis.value == "L1_MATCHED" else "its own quote"
        lines.append(line("lowest_rate", lowest, cited(basis), basis=each))
    return lines


def _read(record: Record) -> list[Bidder]:
    bidders: list[Bidder] = []
    for item in record.records("bids", _BID):
        name = item.text("id")
        if any(name == other.id for other in bidders):
            raise item.refuse("id", "an id that no bid before it has")
        bidders.append(
            Bidder(name, read_bid(item), item.instant("submitted_at"), item.choice("clearance", CLEARANCES))
        )
    return bidders
