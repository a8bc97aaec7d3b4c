"""Tables of the scheme books."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.common.tables import Column, Empty, Table, build_table
from schemes.impact import Impact
from schemes.lifecycle import BOOK
from schemes.models import BookVersion
from schemes.selectors import Difference, Figure


def _address(version: BookVersion) -> str:
    if version.state == "draft":
        return reverse("book_publish", args=[version.pk])
    return reverse("book", args=[version.code, version.number])


def version_table(request: HttpRequest, versions: QuerySet[BookVersion]) -> Table:
    """Return every version of every book."""
    return build_table(
        request,
        versions,
        caption=_("All versions"),
        columns=[
            Column(
                "code",
                _("Book"),
                kind="link",
                url=_address,
                value=str,
                sortable=True,
                order_by=("code", "number"),
            ),
            Column(
                "state",
                _("State"),
                kind="badge",
                value=lambda row: (BOOK.by_code[row.state].label, BOOK.by_code[row.state].tone),
            ),
            Column("published_at", _("Published"), kind="moment", sortable=True),
            Column(
                "prepared_by", _("Prepared by"), value=lambda row: row.prepared_by or row.get_origin_display()
            ),
            Column("confirmed_by", _("Confirmed by"), value=lambda row: row.confirmed_by or ""),
            Column("sha256", _("SHA-256"), value=lambda row: row.sha256[:16]),
        ],
    )


def figure_table(rows: list[Figure]) -> Table:
    """Return each figure with source, authority and tag."""
    return Table(
        columns=[
            Column("key", _("Figure")),
            Column("value", _("Value")),
            Column("unit", _("Unit")),
            Column("start", _("From")),
            Column("source", _("Clause or source")),
            Column("authority", _("Authority")),
            Column("tag", _("Tag")),
        ],
        rows=rows,
        caption=_("Every figure of this version"),
    )


def difference_table(rows: list[Difference]) -> Table:
    """Return what differs between two versions."""
    return Table(
        columns=[
            Column("section", _("Part")),
            Column("key", _("Figure")),
            Column("start", _("From")),
            Column("old", _("Before")),
            Column("new", _("After")),
        ],
        rows=rows,
        caption=_("What differs"),
        empty=Empty(_("The two versions say the same.")),
    )


def impact_table(impact: Impact) -> Table:
    """Return the claims and rupees a draft would move."""
    return Table(
        columns=[
            Column("claim", _("Claim")),
            Column("unit", _("Unit")),
            Column("old", _("Entitlement now"), kind="money"),
            Column("new", _("Under this version"), kind="money"),
            Column("difference", _("Difference"), kind="money"),
        ],
        rows=impact.rows,
        caption=_("Claims this version would move"),
        total={"claim": _("All"), "difference": impact.total},
        empty=Empty(_("No claim would move by a rupee.")),
    )
