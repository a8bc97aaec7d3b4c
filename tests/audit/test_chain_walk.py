"""Walking the chain: it holds as written; each kind of tampering under the database's own guards is named."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from portal.common import anchors, guards
from portal.common.chain_walk import walk
from portal.common.models import ChainHead
from tests.common.test_anchors import happen

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> None:
    """Nine events: five under the first anchor, three under the second, one under none."""
    for times, anchored in ((5, True), (3, True), (1, False)):
        happen(times)
        if anchored:
            anchors.make_anchor()


def sql(statement: str) -> None:
    """Write as the owner of the database could: with the guards taken off."""
    with connection.cursor() as cursor:
        for guard in guards.registered():
            if guard.table in ("common_event", "common_anchor"):
                for name in guards.trigger_names(guard, connection.vendor):
                    on = "" if connection.vendor == "sqlite" else f' ON "{guard.table}"'
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        cursor.execute(statement)


@pytest.mark.usefixtures("chain")
def test_a_chain_as_written_holds() -> None:
    found = walk()
    assert (found.events, found.anchors, found.faults) == (9, 2, [])
    out = StringIO()
    call_command("verify_chain", stdout=out)
    assert out.getvalue() == "holds: 9 events, 2 anchors\n"


TAMPERINGS = {
    "changed": (
        "UPDATE common_event SET changes = '{}' WHERE seq = 3",
        ["event 3: its content is not what was hashed"],
    ),
    "removed": (
        "DELETE FROM common_event WHERE seq = 4",
        [
            "event 4: missing, event 5 comes next",
            "event 5: does not carry the hash of the event before it",
            "anchor 1: does not count its events",
            "anchor 1: its root is not that of its events",
        ],
    ),
    "cut tail": (
        "DELETE FROM common_event WHERE seq > 7",
        [
            "anchor 2: covers event 8, the chain ends before it",
            "anchor 2: does not count its events",
            "anchor 2: its root is not that of its events",
            "anchor 2: its head is not its last event",
            "head: stands at event 9, the chain ends at event 7",
        ],
    ),
    "cut after the last anchor": (
        "DELETE FROM common_event WHERE seq = 9",
        ["head: stands at event 9, the chain ends at event 8"],
    ),
    "anchor changed": (
        "UPDATE common_anchor SET statement = REPLACE(statement, '\"count\":5', '\"count\":4') WHERE number = 1",
        [
            "anchor 1: its digest is not that of its statement",
            "anchor 1: its signature does not hold",
            "anchor 1: does not count its events",
        ],
    ),
}


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize(("statement", "faults"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_is_named(statement: str, faults: list[str]) -> None:
    sql(statement)
    assert walk().faults == faults
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_chain", stdout=out)
    assert out.getvalue().splitlines() == faults


@pytest.mark.usefixtures("chain")
def test_a_tail_cut_with_its_head_shows_at_the_anchor() -> None:
    sql("DELETE FROM common_event WHERE seq > 7")
    last = walk().last
    ChainHead.objects.update(seq=7, hash=last)
    assert "anchor 2: covers event 8, the chain ends before it" in walk().faults


@pytest.mark.usefixtures("chain")
def test_two_events_changing_places_are_both_named() -> None:
    sql("UPDATE common_event SET seq = 100 WHERE seq = 2")
    sql("UPDATE common_event SET seq = 2 WHERE seq = 3")
    sql("UPDATE common_event SET seq = 3 WHERE seq = 100")
    faults = walk().faults
    assert "event 2: its content is not what was hashed" in faults
    assert "event 3: its content is not what was hashed" in faults


def test_an_empty_chain_holds() -> None:
    assert walk().faults == []
