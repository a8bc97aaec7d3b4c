"""Append-only and frozen columns, enforced where the database can (design decision 7).

Each app registers its tables here in ``AppConfig.ready``; triggers are (re)made after every migration, because
SQLite's table remakes drop them. On SQLite a replacing insert is refused by a trigger of its own: the delete it
makes fires delete triggers only on connections that ask for it. What a database owner could still do, the event
chain detects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """What a table's rows may not do. Without ``columns``: no update, no delete, no replacing insert.

    With ``columns``: those columns never change, and the row can't be deleted, once ``when`` holds of the old row.
    """

    table: str
    columns: tuple[str, ...] = ()
    when: str = ""


_registered: dict[str, Guard] = {}


def append_only(*tables: str) -> None:
    """Register tables whose rows never change and never go."""
    for table in tables:
        _registered[table] = Guard(table)


def frozen(table: str, columns: Sequence[str], when: str) -> None:
    """Register columns that never change once ``when`` (SQL over OLD) holds; such a row can't be deleted either."""
    _registered[table] = Guard(table, tuple(columns), when)


def registered() -> list[Guard]:
    """Return every guard, by table name."""
    return [_registered[name] for name in sorted(_registered)]


def trigger_names(guard: Guard, vendor: str) -> list[str]:
    """Return the triggers a guarded table must have, so that a test can look for them."""
    kinds = ["update", "delete", "insert" if vendor == "sqlite" else "truncate"]
    return [f"guard_{guard.table}_{kind}" for kind in kinds]


def _changed(guard: Guard, vendor: str) -> str:
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in guard.columns)


def _sqlite(guard: Guard, key: str) -> list[str]:
    def trigger(kind: str, condition: str = "") -> list[str]:
        name = f"guard_{guard.table}_{kind}"
        when = f" WHEN {condition}" if condition else ""
        stop = f"SELECT RAISE(ABORT, '{guard.table} keeps its rows: {kind} refused')"
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f'CREATE TRIGGER {name} BEFORE {kind.upper()} ON "{guard.table}"{when} BEGIN {stop}; END',
        ]

    held = f" AND ({guard.when})" if guard.when else ""
    same = f'OLD."{key}" = NEW."{key}"{held}'
    replaced = f'EXISTS (SELECT 1 FROM "{guard.table}" AS OLD WHERE {same})'  # noqa: S608 - names of our own tables
    changed = f"({guard.when}) AND ({_changed(guard, 'sqlite')})" if guard.columns else ""
    return [*trigger("update", changed), *trigger("delete", guard.when), *trigger("insert", replaced)]


def _postgresql(guard: Guard) -> list[str]:
    function = f"guard_{guard.table}"
    condition = f"({guard.when}) AND ({_changed(guard, 'postgresql')})" if guard.columns else ""

    def trigger(kind: str, when: str, level: str = "ROW") -> list[str]:
        name = f"guard_{guard.table}_{kind}"
        clause = f" WHEN ({when})" if when else ""
        body = f"FOR EACH {level}{clause} EXECUTE FUNCTION {function}()"
        return [
            f'DROP TRIGGER IF EXISTS {name} ON "{guard.table}"',
            f'CREATE TRIGGER {name} BEFORE {kind.upper()} ON "{guard.table}" {body}',
        ]

    body = f"RAISE EXCEPTION '{guard.table} keeps its rows: % refused', lower(TG_OP) USING ERRCODE = 'check_violation'"
    made = [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$"
    ]
    made += trigger("update", condition) + trigger("delete", guard.when)
    return made + trigger("truncate", "", "STATEMENT")


def install(using: str = "default") -> None:
    """(Re)make the triggers of every registered table that exists. Idempotent; runs after each migration."""
    connection: BaseDatabaseWrapper = connections[using]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for guard in registered():
            if guard.table not in present:
                continue
            if connection.vendor == "sqlite":
                key = connection.introspection.get_primary_key_column(cursor, guard.table)
                statements = _sqlite(guard, str(key))
            else:
                statements = _postgresql(guard)
            for statement in statements:
                cursor.execute(statement)
