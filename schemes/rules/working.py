"""The working: ordered lines that say what, on what, how much, by which clause and how sure the figure is.

One object serves the page, the letter and the auditor. It is in English; pages translate a line by its `key`,
with `LABELS` for the label and `BASES` for the sentence the basis was made from.
"""

from typing import NamedTuple

from schemes.rules.book import Entry
from schemes.rules.money import Exact, shown_and_exact

WorkingLine = dict[str, str | None]


class Cite(NamedTuple):
    """Where a line comes from: a clause or source, and its tag."""

    clause: str
    tag: str


GIVEN = Cite("facts of the claim", "given")

LABELS: dict[str, str] = {
    # sales-linked incentive
    "days_counted": "Days of the year to date inside the incentive window",
    "allowed": "Quantity allowed by allotted and commissioned capacity (kg)",
    "sold": "Quantity sold, net of returns (kg)",
    "net_turnover": "Net sales turnover (Rs)",
    "quantity": "Quantity that earns (kg)",
    "by_rate": "A. Award rate on the quantity that earns (Rs)",
    "by_turnover": "B. Turnover ceiling on the quantity that earns (Rs)",
    "to_date": "Entitlement for the year to date (Rs)",
    "earlier_this_year": "Entitled by earlier claims of this year (Rs)",
    "this_claim": "This claim before the lifetime ceiling (Rs)",
    "lifetime_cap": "Lifetime ceiling of the unit (Rs)",
    "entitled_before": "Entitled by all claims before this one (Rs)",
    "lifetime_left": "D. Left of the lifetime ceiling (Rs)",
    "entitlement": "Entitlement (Rs)",
    "excess": "Excess of earlier claims, to be taken back (Rs)",
    # capital subsidy
    "assets_total": "Cost of all assets on the register (Rs)",
    "disallowed_head": "Not counted: heads that don't count (Rs)",
    "disallowed_before_start": "Not counted: incurred before investment counts (Rs)",
    "disallowed_after_claim": "Not counted: incurred after the claim date (Rs)",
    "second_hand_limit": "Limit for second-hand plant and machinery (Rs)",
    "disallowed_second_hand_limit": "Not counted: second-hand beyond its limit (Rs)",
    "eligible_investment": "Eligible investment (Rs)",
    "minimum_investment": "Minimum investment for the allotted capacity (Rs)",
    "subsidy_by_rate": "Percentage of the eligible investment (Rs)",
    "subsidy_cap": "Subsidy ceiling for the allotted capacity (Rs)",
    "subsidy_due": "Capital subsidy due in all (Rs)",
    # counting
    "lines_cancelled": "Lines not counted: cancelled",
    "lines_stock_transfer": "Lines not counted: transfer within the same PAN",
    "lines_not_eligible_product": "Lines not counted: product not eligible",
    "lines_outside_window": "Lines not counted: outside the incentive window",
    "lines_price_evidence_missing": "Lines not counted: related party without a certified price",
    "lines_set_aside": "Lines not counted: set aside or disallowed",
    "lines_counted": "Lines counted",
    "year_sold": "Quantity sold in the year (kg)",
    "year_turnover": "Net sales turnover of the year (Rs)",
    # tranche
    "tranche_entitlement": "Entitlement of the claim (Rs)",
    "tranche_due": "Due so far (Rs)",
    "tranche_raised": "Tranches raised so far (Rs)",
    "tranche_paid": "Paid and not recovered (Rs)",
    "tranche": "This tranche (Rs)",
    "withdraw": "Withdrawn from what is not yet paid (Rs)",
    "recover": "To be recovered from what was paid (Rs)",
    # budget round
    "round_available": "Available to the round (Rs)",
    "round_due": "Due in all (Rs)",
    "round_group": "Paid to a group of the same age (Rs)",
    "round_paid": "Paid in the round (Rs)",
    "round_deferred": "Deferred (Rs)",
    # recovery
    "principal": "Amount to be recovered (Rs)",
    "year_interest": "Interest for a whole year (Rs)",
    "days_interest": "Interest for the days left over (Rs)",
    "recovery_interest": "Interest (Rs)",
    "recovery_due": "Amount due with interest (Rs)",
    # selection
    "bids": "Bids received",
    "bids_refused": "Bids refused",
    "bids_accepted": "Bids allotted or held",
    "capacity_taken": "Capacity allotted or held (tonnes a year)",
    "lowest_rate": "Lowest accepted rate (Rs a kg)",
}

BASES: dict[str, str] = {
    "days_counted": "{first} to {last}, window {window}; the year has {year} days",
    "allowed": "the lesser of {allotted} t allotted and commissioned, x 1,000 kg, by the day: {parts}",
    "sold": "documents dated up to {last}",
    "net_turnover": "taxable value less freight, insurance and credit notes, up to {last}",
    "quantity": "the lesser of sold and allowed",
    "by_rate": "Rs {rate} a kg x {quantity} kg",
    "by_turnover": "{percent} % of Rs {turnover} x {quantity} kg / {sold} kg",
    "to_date": "{reason}, down to the rupee",
    "earlier_this_year": "claims of {fy} before this one, entitlements less excesses",
    "this_claim": "year to date less earlier claims, not below 0",
    "lifetime_cap": "ladder, {capacity} t, in force on the award date {on}",
    "entitled_before": "entitlements less excesses of the unit's claims before this one",
    "lifetime_left": "lifetime ceiling less entitled before, not below 0",
    "entitlement": "{what}",
    "excess": "{more} less {less}, where that is more than 0",
    "assets_total": "{count} lines, counted cost",
    "disallowed_head": "{count} lines; heads that count: {heads}",
    "disallowed_before_start": "{count} lines before {start}",
    "disallowed_after_claim": "{count} lines after {on}",
    "second_hand_limit": "{percent} % of Rs {base} of plant and machinery, down to the paisa",
    "disallowed_second_hand_limit": "second-hand Rs {total} in line order, less the limit",
    "eligible_investment": "cost of all assets less what is not counted",
    "minimum_investment": "ladder, {capacity} t, in force on the award date {on}",
    "subsidy_by_rate": "{percent} % of Rs {investment}",
    "subsidy_cap": "ladder, {capacity} t, in force on the award date {on}",
    "subsidy_due": "{reason}",
    "lines_cancelled": "{fy}, by supply date",
    "lines_stock_transfer": "{fy}, by supply date",
    "lines_not_eligible_product": "{fy}, by supply date",
    "lines_outside_window": "{fy}, by supply date",
    "lines_price_evidence_missing": "{fy}, by supply date",
    "lines_set_aside": "{fy}, by supply date",
    "lines_counted": "{fy}, by supply date",
    "year_sold": "{fy}, invoices and debit notes less returns and short supplies",
    "year_turnover": "{fy}, taxable value less freight and insurance, less credit notes",
    "tranche_entitlement": "latest computation of the claim",
    "tranche_due": "{percent} % of the entitlement, down to the rupee",
    "tranche_raised": "sanctioned, released, paid or deferred, less lapsed for good",
    "tranche_paid": "of the tranches raised",
    "tranche": "due so far less raised, where that is more than 0",
    "withdraw": "the fall of Rs {fall} in what is due, as far as unpaid tranches reach",
    "recover": "the rest of the fall",
    "round_available": "provision of the year less live sanctions, not above the head's balance",
    "round_due": "{count} items",
    "round_group": "{group}: {count} items, due Rs {due}, left before Rs {left}",
    "round_paid": "sum of the parts",
    "round_deferred": "due in all less paid",
    "principal": "paid on {paid_on}",
    "year_interest": "{first} to {last}, {percent} % a year on Rs {base}",
    "days_interest": "{first} to {last}, {days} days of 365, {percent} % a year on Rs {base}",
    "recovery_interest": "amount due less principal",
    "recovery_due": "recovered on {recovered_on}, half a rupee and more counts up",
    "bids": "judged by the ladder and the rate ceiling in force on {on}",
    "bids_refused": "capacity, rate, net worth or lead member's share",
    "bids_accepted": "lowest rates first, at most {units} units",
    "capacity_taken": "at most {total} t",
    "lowest_rate": "each gets {basis}",
}


def line(key: str, amount: Exact, cite: Cite, **values: object) -> WorkingLine:
    """One line of the working; `amount` is exact and shown with two decimals rounded down."""
    basis = BASES[key]
    shown, exact = shown_and_exact(amount)
    return {
        "key": key,
        "label": LABELS[key],
        "basis": basis.format_map(values) if values else basis,
        "amount": shown,
        "exact": exact,
        "clause": cite.clause,
        "tag": cite.tag,
    }


def rule(section: str) -> Cite:
    """A line that follows from a section of the computation rules (docs/computation.md)."""
    return Cite(f"computation rule {section}", "inferred")


def cited(entry: Entry) -> Cite:
    """A line that follows from a parameter of the book."""
    return Cite(entry.source, entry.tag)
