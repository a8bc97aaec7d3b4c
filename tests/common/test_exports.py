"""Reports as files: the same rows, totals and digest on paper, in CSV and in XLSX; nothing a spreadsheet would run."""

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable

import pytest
from python_calamine import CalamineWorkbook

from portal.common import exports
from portal.common.exports import Report, csv_chunks, csv_response, harmless, write_xlsx, xlsx_response
from portal.common.refusals import Refusal
from portal.common.tables import Column

AS_OF = dt.datetime(2030, 4, 5, 10, 30, tzinfo=dt.UTC)
ROWS = [
    {
        "number": "SO/2030-31/0001",
        "payee": "=HYPERLINK(1)",
        "on": dt.date(2030, 4, 1),
        "amount": 155_80_00_000,
    },
    {"number": "SO/2030-31/0002", "payee": 'Quoted "name", and ॐ', "on": None, "amount": 7},
]


def report(rows: Iterable[dict[str, object]] = ROWS) -> Report:
    """A small report."""
    columns = [
        Column("number", "Order"),
        Column("payee", "Payee"),
        Column("on", "Date", "date"),
        Column("amount", "Amount (Rs)", "money"),
    ]
    return Report(
        code="payments",
        title="Payments",
        columns=columns,
        rows=rows,
        summed=("amount",),
        filters={"Financial year": "2030-31"},
        as_of=AS_OF,
        scheme_date=dt.date(2030, 4, 5),
    )


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_has_rows_and_a_footer_that_can_be_checked_with_the_standard_library() -> None:
    read = rows_of(b"".join(csv_chunks(report())))
    assert read[0] == ["Order", "Payee", "Date", "Amount (Rs)"]
    data = read[1 : read.index([])]
    digest = hashlib.sha256()
    for row in data:
        digest.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    footer = dict(read[read.index([]) + 1 :])
    assert footer == {
        "Rows": "2",
        "Sum: Amount (Rs)": "1558000007",
        "Financial year": "2030-31",
        "As of": "2030-04-05T16:00:00+05:30",
        "Scheme date": "2030-04-05",
        "SHA-256 of the data rows": digest.hexdigest(),
    }


def test_xlsx_and_page_say_the_same_as_csv() -> None:
    out = io.BytesIO()
    totals = write_xlsx(report(), out)
    assert totals.sha256 == report().totals().sha256
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(0).to_python()
    assert sheet[1] == ["SO/2030-31/0001", "'=HYPERLINK(1)", "2030-04-01", 1_558_000_000.0]
    shown = {row[0]: row[1] for row in sheet if row[0]}
    assert (shown["Rows"], shown["Sum: Amount (Rs)"]) == (2.0, 1_558_000_007.0)
    assert shown["SHA-256 of the data rows"] == totals.sha256


@pytest.mark.parametrize("text", ["=1+1", "+91", "-3", "@cmd", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_a_plain_text_stays_as_it_is() -> None:
    assert harmless("Alpha - Beta") == "Alpha - Beta"


def test_another_figure_gives_another_digest() -> None:
    changed = [ROWS[0], {**ROWS[1], "amount": 8}]
    assert report(changed).totals().sha256 != report().totals().sha256


def test_no_rows_still_gives_a_whole_file() -> None:
    read = rows_of(b"".join(csv_chunks(report([]))))
    assert read[2][:2] == ["Rows", "0"]


def test_csv_is_streamed_in_bounded_parts() -> None:
    many = (dict(ROWS[1], amount=number) for number in range(5_000))
    parts = list(csv_chunks(report(many)))
    assert len(parts) == 11
    assert max(map(len, parts)) < 40_000


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "XLSX_ROWS", 22)
    with pytest.raises(Refusal, match="CSV"):
        write_xlsx(report([ROWS[1]] * 3), io.BytesIO())


def test_responses_are_downloads_nobody_may_keep() -> None:
    for response, ending in ((csv_response(report()), "csv"), (xlsx_response(report()), "xlsx")):
        assert response["Content-Disposition"] == f'attachment; filename="payments-2030-04-05.{ending}"'
        assert response["Cache-Control"] == "private, no-store"
        assert b"".join(response.streaming_content)
        response.close()
