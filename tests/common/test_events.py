"""The event chain: what is linked, what is hashed, and that neither a refusal nor a race bends it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Organisation
from portal.common import events
from portal.common.actor import from_address
from portal.common.chain import FIELDS, GENESIS, hash_of
from portal.common.models import ChainHead, Event
from portal.common.refusals import Refusal


@events.service
def found(name: str, *, refuse: bool = False) -> Organisation:
    made = Organisation.objects.create(name=name, kind="office")
    events.record(made, "found", None, {"name": name})
    if refuse:
        raise Refusal("Not this one.")
    return made


@events.service
def found_two(first: str, second: str) -> None:
    found(first)
    with contextlib.suppress(Refusal):
        found(second, refuse=True)
    found("last")


def names() -> list[str]:
    return [json.loads(event.changes)["name"] for event in Event.objects.order_by("seq")]


def assert_whole() -> None:
    """Every event follows the one before it and its hash is its own."""
    previous, seq = GENESIS, 0
    for event in Event.objects.order_by("seq"):
        assert (event.seq, event.previous_hash) == (seq + 1, previous)
        values = {name: getattr(event, name) for name in FIELDS}
        assert hash_of({**values, "business_date": event.business_date.isoformat()}) == event.hash
        previous, seq = event.hash, event.seq
    head = ChainHead.objects.get()
    assert (head.seq, head.hash) == (seq, previous)


@pytest.mark.django_db
def test_events_of_one_and_of_several_services_make_one_chain() -> None:
    found("a")
    found_two("b", "c")
    assert names() == ["a", "b", "last"]
    assert_whole()


@pytest.mark.django_db
def test_the_hash_is_over_the_documented_bytes() -> None:
    with from_address("192.0.2.7"):
        found("वर्मा é")  # a decomposed letter enters the chain composed
    event = Event.objects.get()
    row = [
        1,
        1,
        event.business_date.isoformat(),
        event.recorded_at,
        "system",
        "192.0.2.7",
        "accounts.organisation",
        event.object_id,
        "found",
        '{"name":"वर्मा é"}',
        "0" * 64,
    ]
    written = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
    assert hashlib.sha256(written).hexdigest() == event.hash
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00", event.recorded_at)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_bears_on_the_hash(name: str) -> None:
    values: dict[str, object] = {field: field for field in FIELDS}
    assert hash_of(values) != hash_of({**values, name: "another"})


@pytest.mark.django_db
def test_a_refused_service_leaves_neither_row_nor_event() -> None:
    with pytest.raises(Refusal):
        found("a", refuse=True)
    assert not Organisation.objects.exists()
    assert not Event.objects.exists()
    found("b")
    assert names() == ["b"]
    assert_whole()


@pytest.mark.django_db
def test_a_nested_refusal_that_was_caught_leaves_nothing_of_its_own() -> None:
    found_two("kept", "refused")
    assert names() == ["kept", "last"]
    assert list(Organisation.objects.order_by("pk").values_list("name", flat=True)) == ["kept", "last"]


@pytest.mark.django_db
def test_a_nested_refusal_that_was_not_caught_leaves_nothing_at_all() -> None:
    @events.service
    def outer() -> None:
        found("first")
        found("second", refuse=True)

    with pytest.raises(Refusal):
        outer()
    assert not Event.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_recording_outside_a_service_is_an_error() -> None:
    made = Organisation.objects.create(name="a", kind="office")
    with pytest.raises(RuntimeError, match="found on a was recorded outside a service"):
        events.record(made, "found", None)


@pytest.mark.django_db
def test_a_float_never_enters_the_chain() -> None:
    @events.service
    def careless() -> None:
        made = Organisation.objects.create(name="a", kind="office")
        events.record(made, "found", None, {"amount": 0.1})

    with pytest.raises(TypeError, match=r"A float \(0\.1\)"):
        careless()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_the_chain_is_written_last() -> None:
    with CaptureQueriesContext(connection) as captured:
        found_two("a", "b")
    writes = [
        query["sql"] for query in captured if query["sql"].split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE")
    ]
    tables = [re.search(r'"(\w+)"', sql)[1] for sql in writes]  # type: ignore[index]
    assert tables == [*["accounts_organisation"] * 3, "common_event", "common_chainhead"]


@pytest.mark.django_db
def test_a_service_without_events_leaves_the_chain_alone() -> None:
    @events.service
    def look() -> int:
        return Organisation.objects.count()

    with CaptureQueriesContext(connection) as captured:
        look()
    assert not [query for query in captured if "common_chainhead" in query["sql"]]


def at_once(work: Callable[[int], None], threads: int) -> int:
    """Run the work in threads that start together; return how many came to its end."""
    gate, ended = threading.Barrier(threads), []

    def run(number: int) -> None:
        try:
            gate.wait()
            work(number)
            ended.append(number)
        finally:
            connection.close()

    started = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return len(ended)


def test_writers_at_once_make_one_chain(fresh_database: str) -> None:
    def work(number: int) -> None:
        for turn in range(5):
            found(f"{number}-{turn}")
            found_two(f"{number}-{turn}b", "refused")

    assert at_once(work, 6) == 6
    assert Event.objects.count() == 6 * 5 * 3
    assert_whole()
