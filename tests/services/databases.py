"""Copies of the migrated database, for tests whose threads, workers or servers commit for real.

Tables that only grow refuse to be emptied, so nothing here flushes: a template is kept as the
migrations left it, and each such test works on its own copy and throws it away.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from psycopg import sql

_numbers = itertools.count(1)


def _server() -> psycopg.Connection:
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"],
        port=known["PORT"],
        user=known["USER"],
        password=known["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    )


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
        return
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _copy(source: str, target: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(source, target)
        return
    with _server() as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source))
        )


@contextmanager
def template() -> Iterator[str]:
    """Keep the database as the migrations left it; yield the name of that copy."""
    source = str(connection.settings_dict["NAME"])
    name = f"{source}-template" if connection.vendor == "sqlite" else f"{source}_template"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    _drop(name)
    _copy(source, name)
    try:
        yield name
    finally:
        _drop(name)


@contextmanager
def copy_of(source: str) -> Iterator[str]:
    """Point Django at a fresh copy of `source` while the block lasts; yield the copy's address."""
    before = connection.settings_dict["NAME"]
    connections.close_all()
    name = (
        f"{before}-copy{next(_numbers)}"
        if connection.vendor == "sqlite"
        else f"{before}_copy{next(_numbers)}"
    )
    _copy(source, name)
    try:
        _point_at(name)
        yield address()
    finally:
        connections.close_all()
        _point_at(str(before))
        _drop(name)


def _point_at(name: str) -> None:
    # New threads make their connections from the same dictionary, so they follow.
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    ContentType.objects.clear_cache()


def address() -> str:
    """Return the connection's present database, as DATABASE_URL takes it."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
