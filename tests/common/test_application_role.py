"""The application's role on PostgreSQL can work with the tables and can't undo the trail."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from portal.common import guards
from portal.common.application_role import grant
from portal.common.refusals import Refusal

ROLE = "portal_application"
FORBIDDEN = (
    "TRUNCATE common_event",
    "UPDATE common_event SET action = 'other'",
    "DELETE FROM disbursements_ledgerentry",
    "ALTER TABLE common_event DISABLE TRIGGER ALL",
    "DROP TRIGGER guard_common_event_update ON common_event",
    "SET session_replication_role = replica",
)


@pytest.fixture
def role(fresh_database: str) -> str:
    """Make the role with its rights in a database of the test's own."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {ROLE}")
        cursor.execute(f"CREATE ROLE {ROLE} LOGIN")
    grant(ROLE)
    return ROLE


def _as_role(statement: str) -> None:
    known = connection.settings_dict
    with psycopg.connect(
        host=known["HOST"], port=known["PORT"], user=ROLE, dbname=known["NAME"], autocommit=True
    ) as other:
        other.execute(statement)


def test_the_role_can_read_and_add_and_nothing_else_on_growing_tables(role: str) -> None:
    if not role:
        with pytest.raises(Refusal, match="PostgreSQL"):
            grant(ROLE)
        return
    _as_role("SELECT count(*) FROM common_event")
    _as_role("UPDATE common_counter SET last = last")
    for statement in FORBIDDEN:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _as_role(statement)
    growing = [guard.table for guard in guards.registered() if not guard.columns]
    for table in growing:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _as_role(f"DELETE FROM {table}")


def test_the_owner_is_no_application_role(role: str) -> None:
    if not role:
        return
    with pytest.raises(Refusal, match="another than the owner"):
        grant(connection.settings_dict["USER"])
