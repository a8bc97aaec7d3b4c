"""The reports there are, by the code that stands in their address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from disbursements.reports.filters import ReportFilter
from disbursements.reports.payments import payments_register
from disbursements.reports.sanctions import sanction_register
from disbursements.reports.utilisation import utilisation
from portal.accounts.models import User
from portal.common.exports import Report
from portal.common.tables import Text


@dataclass(frozen=True)
class Kind:
    """One report: what it is called, what it answers, who builds it."""

    code: str
    title: Text
    answers: Text
    build: Callable[[User, ReportFilter], Report]


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "payments",
            _("Payments register"),
            _("Every payment from bill to bank, with its UTR and date."),
            payments_register,
        ),
        Kind(
            "sanctions",
            _("Sanction register"),
            _("Every order in the order of its number, with what was left of the provision."),
            sanction_register,
        ),
        Kind(
            "utilisation",
            _("Utilisation by head and year"),
            _("What was voted, bound, released, paid and left; each figure a sum of ledger rows."),
            utilisation,
        ),
    )
}


def build(code: str, user: User, chosen: ReportFilter) -> Report:
    """Return the report of a code for a user under valid filters. Raises KeyError for a code there is none of."""
    return KINDS[code].build(user, chosen)
