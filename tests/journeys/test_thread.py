"""From an empty portal to a rupee paid and proved, by real pages, a real worker and a real scheduler."""

from __future__ import annotations

import pytest

from tests.journeys import opening
from tests.journeys.town import Town


@pytest.mark.portal_env(DEMO="1")
@pytest.mark.xdist_group("journey")
def test_a_rupee_goes_all_the_way(town: Town) -> None:
    town.on(2026, 11, 20)
    opening.publish_books(town)
    opening.create_administrator(town)
    opening.add_officers(town)
