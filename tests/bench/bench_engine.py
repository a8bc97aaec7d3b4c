"""Computations a second through a .jsonl file on one core, beside a loop that only parses and prints the same JSON."""

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from schemes import computefile
from schemes.rules import Book, counting, facts
from tests.schemes.rules.examples import BOOK, WHOLE, whole

CLAIMS = 20_000
LINES = 200_000
ROUNDS = 3


def claims() -> list[dict[str, Any]]:
    """Sales-linked claims that differ in every figure."""
    found = []
    for number in range(CLAIMS):
        claim = whole("sales_linked")
        claim["unit"]["capacity_mtpa"] = 600 + 100 * (number % 7)
        claim["year_to_date"]["sold_kg"] = f"{100_000 + 37 * number}.{number % 1000:03d}"
        claim["year_to_date"]["net_sales_turnover"] = f"{550_000_000 + 199_999 * number}.{number % 100:02d}"
        claim["entitled_before"] = str(1_000_003 * (number % 5000))
        found.append(claim)
    return found


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of the quickest of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def bare_loop(source: Path, answers: list[Any], out: io.StringIO) -> None:
    """Parse each line of facts and print the answer computed beforehand: what any engine has to do."""
    with source.open("rb") as lines:
        for line, answer in zip(lines, answers, strict=True):
            json.loads(line)
            out.write(json.dumps(answer) + "\n")


def computations() -> tuple[float, float]:
    """Computations a second of the engine, and of the bare loop."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "claims.jsonl"
        source.write_text("".join(json.dumps(claim) + "\n" for claim in claims()), encoding="utf-8")
        out = io.StringIO()
        status = computefile.run(str(source), None, out, sys.stderr)
        answers = [json.loads(line) for line in out.getvalue().splitlines()]
        if status or len(answers) != CLAIMS:
            raise RuntimeError(f"{len(answers)} answers, status {status}")
        engine = seconds(lambda: computefile.run(str(source), None, io.StringIO(), sys.stderr))
        floor = seconds(lambda: bare_loop(source, answers, io.StringIO()))
    return CLAIMS / engine, CLAIMS / floor


def register_lines(book: Book) -> float:
    """Lines of a register counted a second."""
    unit = facts.UnitFacts(
        date(2027, 1, 15), (facts.Phase(date(2028, 6, 1), WHOLE["sales_linked"]["unit"]["capacity_mtpa"]),)
    )
    around = counting.context(unit, ["ZZZCR0001R"], book)
    line = counting.Line(
        kind="INV",
        supplied_on=date(2029, 5, 2),
        cancelled=False,
        seller_gstin="07ZZZCR0001R1ZQ",
        buyer_gstin="21ZZZCR0002M1Z9",
        hsn="85051190",
        grams=1_000_000,
        taxable_paise=560_000_000,
        freight_paise=0,
        note_reason=None,
        related_party=False,
        price_paise=None,
        set_aside=False,
    )

    def work() -> None:
        for _ in range(LINES):
            counting.count_line(line, around)

    return LINES / seconds(work)


def figures() -> dict[str, Any]:
    """Rates a second; `floor` is the bare loop in the same run."""
    engine, floor = computations()
    return {
        "claims": CLAIMS,
        "computations_per_second": round(engine),
        "floor_parse_and_print_per_second": round(floor),
        "share_of_floor_percent": round(100 * engine / floor, 1),
        "register_lines_counted_per_second": round(register_lines(BOOK)),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(), indent=2) + "\n")
