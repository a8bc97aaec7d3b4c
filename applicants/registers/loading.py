"""Loading a register in chunks, under the fence of its job.

The lines of a register that is still `uploaded` are a staging version: an attempt first clears what an earlier one
left, then loads chunk by chunk, each chunk's transaction checking that the attempt still holds the job. Totals, the
digest and the state come in the job's final transaction. So a killed attempt leaves nothing that counts, and one
that was overtaken writes nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models, transaction

from applicants.models import AssetLine as AssetRow
from applicants.models import Register, RegisterLine, RegisterProblem
from applicants.registers import problems
from applicants.registers.around import around_of
from applicants.registers.asset_rows import AssetRows
from applicants.registers.crosscheck import cross_problems
from applicants.registers.lines import TABLES, Digest
from applicants.registers.reading import Row, Source, open_source
from applicants.registers.sales_rows import SalesRows
from applicants.registers.template import TEMPLATES
from portal.common.files import path_of
from portal.common.jobs import Report, Superseded
from portal.common.models.job import Job

CHUNK = 5_000
T = TypeVar("T")
READERS: dict[str, type[SalesRows] | type[AssetRows]] = {"sales": SalesRows, "assets": AssetRows}


@dataclass
class Loaded:
    """What one attempt loaded: sums, digest, and how the file was written."""

    encoding: str = ""
    delimiter: str = ""
    columns: list[str] = field(default_factory=list)
    good: int = 0
    wrong: int = 0
    warnings: int = 0
    grams: int = 0
    millipaise: int = 0
    basis: str = ""
    digest: Digest = field(default_factory=Digest, repr=False)


def load(register: Register, job: Job, report: Report) -> Loaded:
    """Read the register's file into its lines and problems. Raises Unreadable, Refusal, Superseded."""
    clear(register, job)
    around = around_of(register)
    source = open_source(path_of(register.file.sha256), TEMPLATES[register.kind])
    loaded = Loaded(source.encoding, source.delimiter, source.headings, basis=around.basis)
    _note_unknown_columns(register, job, source, loaded)
    reader = READERS[register.kind](around, source.placing)
    for chunk in chunks(source.rows, CHUNK):
        _load_chunk(register, job, reader, chunk, loaded)
        done = loaded.good + loaded.wrong
        report(done, max(source.expected_rows, done), "")
    del reader  # a million document numbers, no longer needed
    if register.kind == Register.Kind.SALES:
        _put_problems(register, job, cross_problems(register), loaded)
    return loaded


def clear(register: Register, job: Job) -> None:
    """Remove what an earlier attempt left of a register that is not yet read."""
    with transaction.atomic():
        hold(job)
        remove_lines(register)


def remove_lines(register: Register) -> None:
    """Remove all lines and problems of a register, inside the caller's transaction."""
    for model in (RegisterLine, AssetRow, RegisterProblem):
        model.objects.filter(register=register).delete()


def hold(job: Job) -> None:
    """Lock the job's row and check that this attempt still holds it. Raises Superseded."""
    mine = Job.objects.select_for_update().filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)
    if not mine.exists():
        raise Superseded(job.pk)


def chunks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Part what is iterated into lists of at most ``size``."""
    while part := list(islice(rows, size)):
        yield part


def _load_chunk(
    register: Register, job: Job, reader: SalesRows | AssetRows, chunk: list[Row], loaded: Loaded
) -> None:
    lines: list[Any] = []
    found: list[problems.Problem] = []
    for row, cells in chunk:
        line, troubles = reader.read(row, cells)
        if line is not None:
            lines.append(line)
        if troubles:
            if line is None:
                troubles[0] = troubles[0]._replace(cells=tuple(cells))
            found += troubles
    model, fields = TABLES[register.kind]
    with transaction.atomic():
        hold(job)
        put(model, register, fields, lines)
        put_problems(register, found)
    _add_up(loaded, register.kind, lines, len(chunk), found)


def _add_up(
    loaded: Loaded, kind: str, lines: Sequence[Any], rows: int, found: Sequence[problems.Problem]
) -> None:
    loaded.good += len(lines)
    loaded.wrong += rows - len(lines)
    loaded.warnings += sum(problem.severity == problems.WARNING for problem in found)
    loaded.digest.add(lines)
    if kind == Register.Kind.SALES:
        loaded.grams += sum(line.counted_grams for line in lines)
        loaded.millipaise += sum(line.counted_millipaise for line in lines)
    else:
        loaded.millipaise += 1000 * sum(line.counted_paise for line in lines)


def _note_unknown_columns(register: Register, job: Job, source: Source, loaded: Loaded) -> None:
    found = [
        problems.Problem(1, heading, heading, "column_unknown", {}, problems.WARNING)
        for heading in source.placing.unknown
    ]
    _put_problems(register, job, found, loaded)


def _put_problems(register: Register, job: Job, found: Iterable[problems.Problem], loaded: Loaded) -> None:
    for part in chunks(iter(found), CHUNK):
        with transaction.atomic():
            hold(job)
            put_problems(register, part)
        loaded.warnings += len(part)


def put_problems(register: Register, found: Iterable[problems.Problem]) -> None:
    """Insert problems of a register."""
    put(RegisterProblem, register, problems.STORED, [problems.stored(problem) for problem in found])


def put(
    model: type[models.Model], register: Register, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows of a register in bulk, values as the database takes them: COPY on PostgreSQL, else one statement."""
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} (register_id, {names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((register.pk, *row))
            return
        gaps = ", ".join(["%s"] * len(columns))
        # The register's number stands in the statement: a million rows need not carry it one by one.
        insert = f"INSERT INTO {table} (register_id, {names}) VALUES ({int(register.pk)}, {gaps})"  # noqa: S608
        cursor.executemany(insert, rows)
