"""What a person is told when the database itself refuses a row: the broken constraint's own message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext as _

from portal.common.refusals import Refusal

P = ParamSpec("P")
R = TypeVar("R")

_CHECK = re.compile(r"CHECK constraint failed: (\w+)")
_UNIQUE_INDEX = re.compile(r"UNIQUE constraint failed: index '(\w+)'")
_UNIQUE_COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")


def _all() -> Iterator[tuple[type[models.Model], BaseConstraint]]:
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            yield model, constraint


def broken_name(error: IntegrityError) -> str:
    """Return the name of the constraint a database error tells of, empty where it can't be known.

    PostgreSQL names it. SQLite names checks, but for a unique constraint only the columns, so those are looked up.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    text = str(error)
    for shape in (_CHECK, _UNIQUE_INDEX):
        if found := shape.search(text):
            return found[1]
    columns = _UNIQUE_COLUMNS.search(text)
    return _unique_on({part.strip() for part in columns[1].split(",")}) if columns else ""


def _unique_on(columns: set[str]) -> str:
    for model, constraint in _all():
        if isinstance(constraint, models.UniqueConstraint) and columns == _columns(model, constraint.fields):
            return constraint.name
    return ""


def _columns(model: type[models.Model], names: Iterable[str]) -> set[str]:
    """The columns of fields, as SQLite writes them in an error."""
    by_name = {field.name: field.column for field in model._meta.concrete_fields}
    return {f"{model._meta.db_table}.{by_name[name]}" for name in names}


def refusal_of(error: IntegrityError) -> Refusal | None:
    """Return the refusal with the broken constraint's message; None for an error of no named constraint."""
    name = broken_name(error)
    for model, constraint in _all():
        if constraint.name == name:
            own = constraint.violation_error_message != BaseConstraint.default_violation_error_message
            what = (
                _(str(constraint.violation_error_message))
                if own
                else _("This would break a rule of the %(thing)s.") % {"thing": model._meta.verbose_name}
            )
            return Refusal(what, where=name, todo=_("Look again: it may have been done already."))
    return None


def constrained(function: Callable[P, R]) -> Callable[P, R]:
    """Make a service answer a broken named constraint with a refusal; other database errors pass."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except IntegrityError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            raise refusal from error

    return call
