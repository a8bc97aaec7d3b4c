"""Registers: taking files, reading them again, discarding them, and holding their lines for a claim."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet, Value
from django.utils.translation import gettext as _

from applicants.lifecycle import REGISTER
from applicants.models import CountedKey, Manufacturer, Register, Unit, UnitHolder
from applicants.permissions import registers_visible_to, units_visible_to
from applicants.registers.around import basis_of
from applicants.registers.keys import asset_keys, first_taken, own_keys, sales_keys, versions_of
from portal.accounts.models import User
from portal.accounts.roles import COMPANY
from portal.common import jobs
from portal.common.events import record, service
from portal.common.files import store_upload
from portal.common.models.job import Job
from portal.common.refusals import NotAllowed, NotFound, Refusal, WrongInput
from portal.common.workflow import advance
from schemes.rules import Refused, facts

KINDS_OF_FILE = ("csv", "xlsx", "zip")  # some programs' workbooks look like any other archive from outside
READ = "read_register"


@service
def upload_register(*, by: User, unit_id: int, kind: str, fy: str, upload: UploadedFile[bytes]) -> Register:
    """Take a register's file as the next version and ask for it to be read.

    ``fy`` is a financial year such as 2029-30 for sales, empty for assets. The same file sent twice while the first
    is still waiting is one register. Raises NotFound for a unit that isn't the user's, WrongInput otherwise.
    """
    unit = _unit_of(by, unit_id)
    _check_kind_and_year(kind, fy)
    stored = store_upload(upload, kinds=KINDS_OF_FILE, actor=by, limit=settings.UPLOAD_MAX_BYTES)
    versions = Register.objects.filter(unit=unit, kind=kind, fy=fy)
    waiting = versions.filter(state="uploaded", file__sha256=stored.sha256).order_by("-number").first()
    if waiting is not None:
        return waiting
    register = Register.objects.create(
        state="uploaded",
        unit=unit,
        kind=kind,
        fy=fy,
        number=(versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        file=stored,
        uploaded_by=by,
    )
    facts_of_it = {
        "unit": unit.number,
        "kind": kind,
        "fy": fy,
        "number": register.number,
        "file": stored.sha256,
    }
    record(register, "upload", by, facts_of_it)
    jobs.ask(READ, register.pk, key=f"{READ}:{register.pk}", requested_by=by.pseudonym)
    return register


def _unit_of(by: User, unit_id: int) -> Unit:
    if not by.has_role(*COMPANY):
        raise NotAllowed(
            _("Registers are sent by the company's own people."), given="upload", expected=", ".join(COMPANY)
        )
    unit = units_visible_to(by).select_for_update(of=("self",)).filter(pk=unit_id).first()
    if unit is None:
        raise NotFound(_("There is no such unit among yours."), where="unit", given=unit_id)
    return unit


def _check_kind_and_year(kind: str, fy: str) -> None:
    if kind not in Register.Kind.values:
        raise WrongInput(
            _("There is no such register."),
            where="kind",
            given=kind,
            expected=", ".join(Register.Kind.values),
        )
    if kind == Register.Kind.ASSETS:
        if fy:
            raise WrongInput(
                _("An asset register runs over all years."), where="fy", given=fy, expected=_("no year")
            )
        return
    try:
        facts.fy_bounds(fy)
    except Refused as refused:
        raise WrongInput(
            _("This is not a financial year."), where="fy", given=fy, expected=refused.expected
        ) from None


@service
def discard_register(*, by: User, register_id: int, version: int | None) -> Register:
    """Discard a version that no claim holds; its file and lines stay on record. Raises NotFound, Refusal."""
    register = _register_of(by, register_id)
    advance(register, REGISTER, "discard", actor=by, version=version)
    return register


@service
def recount_register(*, by: User, register_id: int, version: int | None) -> Register:
    """Read a version again: after its facts changed (phase, window, holder), or after its reading broke off.

    Raises NotFound, Refusal.
    """
    register = _register_of(by, register_id)
    broken = (
        Job.objects.filter(kind=READ, object_id=str(register.pk), state=Job.State.FAILED)
        .order_by("-pk")
        .first()
    )
    if register.state == "uploaded" and broken is not None:
        jobs.retry(broken)
        record(register, "read_again", by, {"job": broken.pk})
        return register
    advance(register, REGISTER, "recount", actor=by, version=version)
    key = f"{READ}:{register.pk}:{register.version}"
    jobs.ask(READ, register.pk, key=key, requested_by=by.pseudonym)
    return register


def _register_of(by: User, register_id: int) -> Register:
    register = registers_visible_to(by).select_for_update(of=("self",)).filter(pk=register_id).first()
    if register is None:
        raise NotFound(_("There is no such register among yours."), where="register", given=register_id)
    return register


@service
def lock_register(*, register: Register, by: User) -> Register:
    """Put a register into a claim: from now on no one discards or reads it anew.

    Raises Refusal when it isn't read, or was counted under facts that have changed since.
    """
    locked = Register.objects.select_for_update(of=("self",)).select_related("unit").get(pk=register.pk)
    if locked.state == "ready" and locked.basis != basis_of(locked):
        raise Refusal(
            _("%(register)s was counted before the unit's commissioning, holder or products changed.")
            % {"register": locked},
            where="register",
            given=locked.basis[:12],
            expected=_("lines counted under the facts as they are now"),
            todo=_("Open the register and choose “Count again”, then claim."),
        )
    advance(locked, REGISTER, "lock", actor=by, changes={"digest": locked.digest})
    register.refresh_from_db()
    return locked


@service
def free_register(*, register: Register, by: User) -> Register:
    """Free a register from a claim that was rejected or withdrawn; an older version than the newest is replaced."""
    freed = Register.objects.select_for_update().get(pk=register.pk)
    advance(freed, REGISTER, "release", actor=by)
    if versions_of(freed).filter(number__gt=freed.number, state__in=["ready", "locked"]).exists():
        advance(freed, REGISTER, "replace", actor=None)
    register.refresh_from_db()
    return freed


@service
def mark_counted(register: Register) -> int:
    """Hold every counted line of the register, so that no other claim counts it. Returns how many lines it holds.

    A later version of the same register takes over the keys of the earlier ones. Raises Refusal naming the first
    line that another register holds.
    """
    try:
        with transaction.atomic():
            if register.kind == Register.Kind.SALES:
                return _hold_sales(register)
            return _hold_assets(register)
    except IntegrityError:  # another claim took a line between our look and our writing
        _refuse_taken(register)
        raise


@service
def free_counted(register: Register) -> None:
    """Let go of the register's lines; those an earlier version in a claim had before go back to it."""
    CountedKey.objects.filter(register=register).delete()
    for earlier in versions_of(register).filter(state="locked").exclude(pk=register.pk).order_by("-number"):
        held = own_keys(register).values_list("key", flat=True)
        if earlier.kind == Register.Kind.SALES:
            _insert_keys(earlier, sales_keys(earlier).exclude(key__in=held))
        else:
            _put_asset_keys(earlier, exclude=frozenset(held))


def _hold_sales(register: Register) -> int:
    _refuse_taken(register)
    lines = sales_keys(register)
    own_keys(register).filter(key__in=lines.values("key")).delete()
    return _insert_keys(register, lines)


def _insert_keys(register: Register, lines: QuerySet[Any]) -> int:
    """Insert the keys of these lines in one statement: they never pass through this process."""
    chosen = lines.annotate(holder=Value(register.unit_id), holding=Value(register.pk)).order_by()
    sql, params = chosen.values_list("key", "holder", "holding", "row").query.sql_with_params()
    table = connection.ops.quote_name(CountedKey._meta.db_table)
    row = connection.ops.quote_name("row")
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (key, unit_id, register_id, {row}) {sql}", params)
        return int(cursor.rowcount)


def _hold_assets(register: Register) -> int:
    _refuse_taken(register)
    keys = [key for key, _row in asset_keys(register)]
    for start in range(0, len(keys), 500):
        own_keys(register).filter(key__in=keys[start : start + 500]).delete()
    return _put_asset_keys(register)


def _put_asset_keys(register: Register, exclude: Set[str] = frozenset()) -> int:
    rows = [
        CountedKey(key=key, unit_id=register.unit_id, register=register, row=row)
        for key, row in asset_keys(register)
        if key not in exclude
    ]
    return len(CountedKey.objects.bulk_create(rows, batch_size=500))


def _refuse_taken(register: Register) -> None:
    taken = first_taken(register)
    if taken is None:
        return
    what, row, holder = taken
    raise Refusal(
        _("%(what)s is already counted %(where)s.") % {"what": what, "where": _where(register, holder)},
        where=f"row {row}",
        given=what,
        expected=_("a document line that no other claim counts"),
        todo=_("Take the row out, or withdraw the other claim."),
    )


def _where(register: Register, holder: Register) -> str:
    """Where a taken line stands; another company learns only that it is taken."""
    mine = Manufacturer.objects.filter(holdings__unit=register.unit_id, holdings__until__isnull=True)
    if UnitHolder.objects.filter(unit=holder.unit_id, until__isnull=True, manufacturer__in=mine).exists():
        return _("in %(register)s of %(unit)s, which a claim holds") % {
            "register": holder,
            "unit": holder.unit,
        }
    return _("in a claim of another unit")
