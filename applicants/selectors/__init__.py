"""Reading the applicant's side."""

from applicants.selectors.registers import asset_facts, counted_totals, counting_facts
from applicants.selectors.units import holder_of, holder_pans, unit_facts

__all__ = [
    "asset_facts",
    "counted_totals",
    "counting_facts",
    "holder_of",
    "holder_pans",
    "unit_facts",
]
