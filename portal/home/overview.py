"""Figures of the whole scheme that more than one home shows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.common.charts import BarChart
from portal.common.clock import business_today
from portal.home.charts import output_chart
from portal.home.scheme_output import capacity, sold_by_year
from schemes.terms import book_of, current_version

DEFAULT_BOOK = "repm-7350"


def output_of(code: str = DEFAULT_BOOK) -> BarChart | None:
    """Return capacity and output beside the book's figures; None before the book is published."""
    version = current_version(code)
    if version is None:
        return None
    book, today = book_of(version), business_today()
    demand = [
        (_("Demand, %(year)s") % {"year": row["year"]}, int(row["tonnes"])) for row in book.content["demand"]
    ]
    return output_chart(capacity(), sold_by_year(), book.integer("capacity_total_mtpa", today), demand)
