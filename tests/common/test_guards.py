"""What was decided can't be changed by SQL: every registered table has its triggers, and they refuse."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from portal.common import guards
from portal.common.events import record, service
from portal.common.models import Event, StoredFile
from schemes.services.books import deliver_shipped_books

SQLITE = connection.vendor == "sqlite"


def refused(sql: str, *params: object) -> str:
    """Run a statement that must not pass; return what the database said."""
    with pytest.raises(DatabaseError, match="keeps its rows") as error, transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
    return str(error.value)


@pytest.fixture
def stored(db: None) -> StoredFile:
    return StoredFile.objects.create(sha256="a" * 64, name="a.pdf", media_type="application/pdf", size=1)


@pytest.fixture
def event(stored: StoredFile) -> Event:
    service(lambda: record(stored, "keep", None))()
    return Event.objects.get()


def test_the_floor_guards_events_anchors_and_files() -> None:
    kept = {guard.table for guard in guards.registered() if not guard.columns}
    assert {"common_event", "common_anchor", "common_storedfile"} <= kept


@pytest.mark.django_db
def test_every_guarded_table_is_there_with_its_triggers_and_columns() -> None:
    with connection.cursor() as cursor:
        if SQLITE:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        present = {name for (name,) in cursor.fetchall()}
        for guard in guards.registered():
            assert set(guards.trigger_names(guard, connection.vendor)) <= present, guard.table
            columns = {
                column.name for column in connection.introspection.get_table_description(cursor, guard.table)
            }
            assert set(guard.columns) <= columns, guard.table


def test_an_event_is_neither_changed_nor_removed(event: Event) -> None:
    assert "update refused" in refused("UPDATE common_event SET actor = 'other' WHERE seq = %s", event.seq)
    assert "delete refused" in refused("DELETE FROM common_event")
    assert Event.objects.get().actor == "system"


def test_a_file_is_neither_changed_nor_removed(stored: StoredFile) -> None:
    refused("UPDATE common_storedfile SET sha256 = %s", "b" * 64)
    refused("DELETE FROM common_storedfile WHERE id = %s", stored.pk)
    stored.refresh_from_db()
    assert stored.sha256 == "a" * 64


# What walks past row triggers: on SQLite a replacing insert, with and without its connection's delete triggers
# (`recursive_triggers`); on PostgreSQL an emptied table.
PAST_ROWS = (
    [
        (f"PRAGMA recursive_triggers={recursive}", f"REPLACE INTO {table} SELECT * FROM {table}")
        for recursive in ("ON", "OFF")
        for table in ("common_event", "common_storedfile", "schemes_bookversion")
    ]
    if SQLITE
    else [
        ("SET CONSTRAINTS ALL IMMEDIATE", f"TRUNCATE {table} CASCADE")
        for table in ("common_event", "common_storedfile", "schemes_bookversion")
    ]
)


@pytest.mark.parametrize(("before", "wipe"), PAST_ROWS)
def test_rows_are_not_wiped_past_their_triggers(event: Event, before: str, wipe: str) -> None:
    book = deliver_shipped_books()[0]
    with connection.cursor() as cursor:
        cursor.execute(before)
    try:
        assert ("insert refused" if SQLITE else "truncate refused") in refused(wipe)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON" if SQLITE else "SET CONSTRAINTS ALL DEFERRED")
    book.refresh_from_db()
    assert book.state == "published"
    assert Event.objects.filter(seq=event.seq).exists()


def test_triggers_made_again_still_refuse(event: Event) -> None:
    guards.install()
    guards.install()
    refused("DELETE FROM common_event")
