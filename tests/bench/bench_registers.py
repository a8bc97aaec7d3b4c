"""Rows of a sales register a second on one core: checked, counted, stored and digested.

Beside the floor: the same file read by csv alone and its cells put into a table of as many columns by one
executemany (or COPY), nothing checked, nothing counted.
"""

from __future__ import annotations

import csv
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.management import call_command
from django.db import connection, transaction

from applicants.registers.lines import SalesLine
from applicants.registers.template import SALES
from applicants.services.register import upload_register
from portal.common import jobs
from portal.common.models import Job
from tests import factories

SIZES = (10_000, 100_000)
COLUMNS = len(SalesLine._fields) + 1
_fresh = itertools.count(1)


def rows(gstin: str, buyer: str, count: int) -> Iterator[list[str]]:
    """Invoices that differ in number, day and figures; every twentieth is a return."""
    for number in range(1, count + 1):
        day, kg = (
            f"{number % 28 + 1:02d}-{number % 9 + 4:02d}-2029",
            100 + number % 900 if number % 20 else 50,
        )
        value = f"{kg * 5600 + number % 97}.{number % 100:02d}"
        note = number % 20 == 0
        kind, reason = ("CRN", "RETURN") if note else ("INV", "")
        before = number - 1
        refers = (f"A/{before}", f"{before % 28 + 1:02d}-{before % 9 + 4:02d}-2029") if note else ("", "")
        own = "31-03-2030" if note else day
        yield [
            *(
                gstin,
                kind,
                f"A/{number}",
                "1",
                own,
                "ACTIVE",
                "B2B",
                buyer,
                "Motors of Example",
                "21",
                "85051190",
            ),
            *("M-42", "N42SH", f"{kg}.500", "KGS", value, "1250.00", reason, *refers, "L-7", "", "", "N", ""),
            *("", "", "", ""),
        ]


def sales_file(made: factories.AwardedUnit, count: int, folder: Path) -> Path:
    """Write a register of so many rows."""
    target = folder / f"sales-{count}-{next(_fresh)}.csv"
    buyer = factories.gstin_of("ZZZCB0001B", "21")
    with target.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(SALES.columns)
        writer.writerows(rows(made.company.gstin, buyer, count))
    return target


def read_register(made: factories.AwardedUnit, source: Path, count: int) -> float:
    """Processor seconds from a file that was sent to a register that is read."""
    with source.open("rb") as file:
        upload = UploadedFile(file, source.name, size=source.stat().st_size)
        register = upload_register(
            by=made.preparer, unit_id=made.unit.pk, kind="sales", fy="2029-30", upload=upload
        )
    start = time.process_time()
    jobs.run_now(Job.objects.get(key=f"read_register:{register.pk}"))
    spent = time.process_time() - start
    register.refresh_from_db()
    if (register.state, register.rows_good) != ("ready", count):
        raise RuntimeError(f"{register.state} {register.rows_good} of {count}: {register.error}")
    return spent


def floor(source: Path) -> float:
    """Processor seconds of reading the cells and putting them into a table, nothing else."""
    names = [f"c{place}" for place in range(COLUMNS)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_floor (id INTEGER PRIMARY KEY, {', '.join(f'{n} TEXT' for n in names)})"
        )
    start = time.process_time()
    with source.open(newline="", encoding="utf-8") as lines:
        cells = csv.reader(lines)
        next(cells)
        filled = [[number, *row, *[""] * (COLUMNS - len(row))] for number, row in enumerate(cells)]
    with transaction.atomic(), connection.cursor() as cursor:
        _put(cursor, names, filled)
    spent = time.process_time() - start
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_floor")
    return spent


def _put(cursor: Any, names: list[str], filled: list[list[Any]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY bench_floor (id, {', '.join(names)}) FROM STDIN") as copy:
            for row in filled:
                copy.write_row(row)
        return
    gaps = ", ".join(["%s"] * (len(names) + 1))
    cursor.executemany(f"INSERT INTO bench_floor (id, {', '.join(names)}) VALUES ({gaps})", filled)


def figures() -> dict[str, int | float]:
    """Rows a second of both, for each size, and what share of the floor the reading keeps."""
    call_command("migrate", verbosity=0, interactive=False)
    made, found = factories.awarded_unit(), {}
    for count in SIZES:
        source = sales_file(made, count, settings.FILES_DIR)
        ours, bare = read_register(made, source, count), floor(source)
        source.unlink()
        found[f"rows_per_second_{count}"] = round(count / ours)
        found[f"floor_rows_per_second_{count}"] = round(count / bare)
        found[f"share_of_floor_{count}"] = round(bare / ours, 3)
    return found
