"""Tables of the applicant's side."""

from applicants.models.application import Application
from applicants.models.application_document import ApplicationDocument
from applicants.models.asset_line import AssetLine
from applicants.models.award import Award
from applicants.models.counted_key import CountedKey
from applicants.models.finding import Finding
from applicants.models.gstin import Gstin
from applicants.models.investment import InvestmentLine
from applicants.models.manufacturer import Manufacturer
from applicants.models.phase import Phase
from applicants.models.register import Register
from applicants.models.register_line import RegisterLine
from applicants.models.register_problem import RegisterProblem
from applicants.models.selection import Selection, SelectionEntry
from applicants.models.unit import Unit, UnitHolder

__all__ = [
    "Application",
    "ApplicationDocument",
    "AssetLine",
    "Award",
    "CountedKey",
    "Finding",
    "Gstin",
    "InvestmentLine",
    "Manufacturer",
    "Phase",
    "Register",
    "RegisterLine",
    "RegisterProblem",
    "Selection",
    "SelectionEntry",
    "Unit",
    "UnitHolder",
]
