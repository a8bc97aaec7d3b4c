"""The job that reads a register: rows checked and counted in chunks, the state set once at the end."""

from __future__ import annotations

from applicants.lifecycle import REGISTER
from applicants.models import Register
from applicants.registers.loading import Loaded, load, remove_lines
from applicants.registers.unreadable import Unreadable, sentence
from portal.common import jobs
from portal.common.jobs import Finish, Report
from portal.common.models.job import Job
from portal.common.workflow import advance

READ = "read_register"


def read_register(job: Job, report: Report) -> Finish:
    """Read the register the job names; one that is read already stays as it is."""
    register = Register.objects.select_related("unit", "file").get(pk=int(job.object_id))
    if register.state != "uploaded":
        return lambda: {"register": register.pk, "state": register.state}
    try:
        loaded = load(register, job, report)
    except Unreadable as wrong:
        error = sentence(wrong)
        return lambda: _refuse(register.pk, error)
    return lambda: _accept(register.pk, loaded)


def _refuse(register_id: int, error: str) -> dict[str, object]:
    register = Register.objects.select_for_update().get(pk=register_id)
    if register.state != "uploaded":
        return {"register": register_id, "state": register.state}
    remove_lines(register)
    register.error = error
    register.rows_read = register.rows_good = register.rows_wrong = 0
    register.save(update_fields=["error", "rows_read", "rows_good", "rows_wrong"])
    advance(register, REGISTER, "fail", actor=None, changes={"error": error})
    return {"register": register_id, "error": error}


def _accept(register_id: int, loaded: Loaded) -> dict[str, object]:
    register = Register.objects.select_for_update().get(pk=register_id)
    if register.state != "uploaded":
        return {"register": register_id, "state": register.state}
    register.encoding, register.delimiter, register.columns = (
        loaded.encoding,
        loaded.delimiter,
        loaded.columns,
    )
    register.rows_good, register.rows_wrong = loaded.good, loaded.wrong
    register.rows_read = loaded.good + loaded.wrong
    register.sold_grams, register.value_millipaise = loaded.grams, loaded.millipaise
    register.digest, register.basis, register.error = loaded.digest.hexdigest, loaded.basis, ""
    register.save()
    changes = {"rows": register.rows_read, "wrong": register.rows_wrong, "digest": register.digest}
    advance(register, REGISTER, "read", actor=None, changes=changes)
    _replace_earlier(register)
    return {"register": register_id, "good": loaded.good, "wrong": loaded.wrong, "digest": register.digest}


def _replace_earlier(register: Register) -> None:
    """Earlier versions that no claim holds are replaced by this one."""
    same = Register.objects.filter(unit=register.unit, kind=register.kind, fy=register.fy)
    for earlier in (
        same.filter(number__lt=register.number, state="ready").select_for_update().order_by("number")
    ):
        advance(earlier, REGISTER, "replace", actor=None, changes={"by": register.pk})


jobs.register(READ, read_register)
