"""Querysets without an order come in random order, so that code which leans on luck fails."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from pytest import MonkeyPatch


def _leans_on_luck(rows: QuerySet[Any]) -> bool:
    query = rows.query
    return not (rows.ordered or query.combinator or query.distinct or query.group_by is not None)


def shuffle_unordered(monkeypatch: MonkeyPatch) -> None:
    """Add a random order to every query that has none, just before it runs."""
    fetch, iterate = QuerySet._fetch_all, QuerySet._iterator

    def ordered(rows: QuerySet[Any]) -> None:
        if rows._result_cache is None and hasattr(rows.query, "add_ordering") and _leans_on_luck(rows):
            rows.query.add_ordering("?")

    def fetch_all(self: QuerySet[Any]) -> None:
        ordered(self)
        fetch(self)

    def iterator(self: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        ordered(self)
        return iterate(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_all)
    monkeypatch.setattr(QuerySet, "_iterator", iterator)
