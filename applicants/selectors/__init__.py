"""Reading the applicant's side."""

from applicants.selectors.units import holder_of, holder_pans, unit_facts

__all__ = ["holder_of", "holder_pans", "unit_facts"]
