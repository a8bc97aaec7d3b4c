"""Reports on money: each one a list of columns over rows the reader may see; page, CSV and XLSX print the same."""

from disbursements.reports.filters import ReportFilter
from disbursements.reports.kinds import KINDS, Kind, build

__all__ = ["KINDS", "Kind", "ReportFilter", "build"]
