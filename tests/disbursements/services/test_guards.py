"""Rows that only grow: the triggers stand on every registered table and stop each way around them."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from disbursements.models import Sanction
from portal.common import guards
from portal.common.guards import Guard
from tests import factories_money as money
from tests.factories import awarded_unit
from tests.factories_money import Officers

pytestmark = pytest.mark.django_db
GROWING = (
    "disbursements_approval",
    "disbursements_claimfunction",
    "disbursements_computation",
    "disbursements_ledgerentry",
    "disbursements_rounditem",
)


@pytest.fixture
def world(who: Officers) -> Sanction:
    """A paid sanction: every guarded table of the money side has a row."""
    made = awarded_unit()
    claim = money.verified(money.draft_claim(made), made, who)
    order = money.sanctioned(claim, who)
    money.paid(order, who)
    return order


def triggers() -> set[str]:
    """The names of the triggers in the database."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def refused(statement: str) -> bool:
    """Whether the database refuses a statement because a guarded table keeps its rows."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE waits for pending checks
            cursor.execute(statement)
    except DatabaseError as error:
        return "keeps its rows" in str(error)
    return False


def rows(table: str) -> int:
    """How many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("guard", guards.registered(), ids=lambda guard: guard.table)
def test_every_guard_has_its_triggers(guard: Guard) -> None:
    assert set(guards.trigger_names(guard, connection.vendor)) <= triggers()


def test_the_money_tables_are_guarded() -> None:
    guarded = {guard.table for guard in guards.registered() if not guard.columns}
    assert guarded >= set(GROWING)
    assert {guard.table for guard in guards.registered() if guard.columns} >= {
        "disbursements_payment",
        "disbursements_sanction",
    }


@pytest.mark.parametrize("table", GROWING)
def test_nothing_is_changed_or_taken_away(table: str, world: Sanction) -> None:
    before = rows(table)
    assert before
    assert refused(f'UPDATE "{table}" SET id = id + 1000')
    assert refused(f'DELETE FROM "{table}"')
    if connection.vendor == "sqlite":
        assert refused(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')
        assert refused(f'REPLACE INTO "{table}" SELECT * FROM "{table}" LIMIT 1')
    else:
        assert refused(f'TRUNCATE "{table}" CASCADE')
    assert rows(table) == before


def test_a_replacing_insert_under_another_key_is_stopped_too(world: Sanction) -> None:
    """A row that meets an older one in a unique column, not in the primary key, would take its place."""
    if connection.vendor != "sqlite":
        assert refused("TRUNCATE disbursements_ledgerentry")
        return
    columns = 'journal, credit_id, debit_id, amount, order_number, "on", at'
    assert refused(
        f"INSERT OR REPLACE INTO disbursements_ledgerentry (id, {columns})"
        f" SELECT id + 1000, {columns} FROM disbursements_ledgerentry LIMIT 1"
    )


@pytest.mark.parametrize(
    "change",
    [
        "amount = amount + 1",
        "payee_id = payee_id + 1",
        "number = 'SO/2030-31/9999'",
        "serial = 9",
        "token = 'x'",
        "sanctioned_on = '2030-01-01'",
    ],
)
def test_a_sanction_is_never_edited(change: str, world: Sanction) -> None:
    assert refused(f"UPDATE disbursements_sanction SET {change}")


def test_a_sanction_is_never_deleted_and_a_paid_payment_stays(world: Sanction) -> None:
    assert refused("DELETE FROM disbursements_sanction")
    assert refused("DELETE FROM disbursements_payment")
    for change in ("utr = 'OTHERUTR0000000001'", "amount = amount - 1", "value_date = '2030-05-09'"):
        assert refused(f"UPDATE disbursements_payment SET {change}")


def test_the_letter_may_still_be_set(world: Sanction) -> None:
    assert Sanction.objects.filter(pk=world.pk).update(letter=None) == 1
