"""From an empty portal to a rupee paid and proved, by real pages, a real worker and a real scheduler."""

from __future__ import annotations

import pytest

from tests.journeys import applying, opening
from tests.journeys.papers import RIVAL, SATPURA
from tests.journeys.people import RIVAL_SIGNATORY, SIGNATORY
from tests.journeys.town import Town


def opened(town: Town) -> None:
    """November 2026: books, administrator, officers."""
    town.on(2026, 11, 20)
    opening.publish_books(town)
    opening.create_administrator(town)
    opening.add_officers(town)


def applied(town: Town) -> None:
    """December 2026: two companies register, one applies."""
    town.on(2026, 12, 1)
    applying.register(town, SATPURA, SIGNATORY)
    applying.register(town, RIVAL, RIVAL_SIGNATORY)
    applying.add_preparer(town)
    applying.draft(town)
    applying.submit(town)


STAGES = (opened, applied)


@pytest.mark.portal_env(DEMO="1")
@pytest.mark.xdist_group("journey")
def test_a_rupee_goes_all_the_way(town: Town) -> None:
    for stage in STAGES:
        stage(town)
