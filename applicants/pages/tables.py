"""Tables that several pages of this side show."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from applicants.lifecycle import AWARD, PHASE
from applicants.models import Award, Phase
from portal.common.tables import Column, Empty, Table, build_table
from portal.common.workflow import Text


def phase_badge(phase: Phase, audience: str) -> tuple[Text, str]:
    """Return the words and tone of a phase's state for an audience."""
    state = PHASE.by_code[phase.state]
    return state.label_for(audience), state.tone


def award_badge(award: Award) -> tuple[Text, str]:
    """Return the words and tone of an award's state."""
    state = AWARD.by_code[award.state]
    return state.label, state.tone


def phase_table(request: HttpRequest, phases: QuerySet[Phase], audience: str) -> Table:
    """Return the phases of one unit, by date."""
    space = "manufacturer" if audience == "manufacturer" else "officer"
    name = "manufacturer:phase_certificate" if space == "manufacturer" else "officer:phase"
    return build_table(
        request,
        phases.order_by("commissioned_on", "pk"),
        caption=_("Commissioned phases"),
        columns=[
            Column("commissioned_on", _("Commissioned on"), kind="date"),
            Column("capacity_mtpa", _("Tonnes a year, cumulative"), kind="number"),
            Column(
                "certificate_number",
                _("Certificate"),
                kind="link",
                url=lambda phase: reverse(name, args=[phase.pk]),
            ),
            Column("state", _("State"), kind="badge", value=lambda phase: phase_badge(phase, audience)),
            Column("note", _("Note")),
        ],
        empty=Empty(
            _("No phase is reported yet."),
            _("The unit reports each phase when it is commissioned, with its certificate."),
        ),
    )
