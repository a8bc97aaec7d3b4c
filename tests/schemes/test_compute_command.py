"""`manage.py compute`: one object in, one object out; wrong input is one line and status 2."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from schemes import computefile
from schemes.bookfile import shipped_books
from schemes.rules import compute, digest
from tests.schemes.rules.examples import BOOK, WHOLE, changed, facts


def run(file: Path | str, book: Path | None = None, stdin: bytes = b"") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = computefile.run(str(file), str(book) if book else None, out, err, io.BytesIO(stdin))
    return status, out.getvalue(), err.getvalue()


def written(path: Path, *objects: Any) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in objects), encoding="utf-8")
    return path


@pytest.mark.parametrize("claim", sorted(WHOLE))
def test_each_kind_answers_as_the_engine_does(tmp_path: Path, claim: str) -> None:
    status, out, err = run(written(tmp_path / "facts.json", WHOLE[claim]))
    answer = json.loads(out)
    assert (status, err, out.count("\n")) == (0, "", 1)
    assert answer == compute(WHOLE[claim], BOOK)
    sha256 = answer.pop("sha256")
    assert sha256 == digest(answer)


def test_standard_input() -> None:
    text = json.dumps(WHOLE["tranche"]).encode()
    assert run("-", stdin=text)[:2] == run("-", stdin=b"\xef\xbb\xbf" + text)[:2]
    assert json.loads(run("-", stdin=text)[1])["tranche"] == "850"


def test_a_book_by_version(tmp_path: Path) -> None:
    named = {**WHOLE["tranche"], "book": {"code": "zz-whatif", "version": 1}}
    del named["scheme"]
    answer = json.loads(run(written(tmp_path / "facts.json", named))[1])
    assert answer["book"]["code"] == "zz-whatif"


def test_a_book_from_a_file(tmp_path: Path) -> None:
    text = shipped_books()["repm-7350"].read_text(encoding="utf-8")
    book = tmp_path / "mine.yaml"
    book.write_text(
        text.replace('value: "40", unit: percent', 'value: "10", unit: percent'), encoding="utf-8"
    )
    status, out, _ = run(written(tmp_path / "facts.json", WHOLE["sales_linked"]), book)
    answer = json.loads(out)
    assert (status, answer["binding"], answer["entitlement"]) == (0, "turnover", "246821917")
    assert answer["book"]["sha256"] != BOOK.sha256


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"claim": 1.5}', "claim: given 1.5; expected an integer"),
        (b'{"claim": "tranche", "claim": "tranche"}', "claim: given the key twice; expected every key once"),
        (b"\xff", "facts: given bytes that are not UTF-8; expected JSON in UTF-8"),
        (b"{}", "scheme: given nothing; expected the code of a scheme book"),
        (b"[]", "facts: given []; expected a JSON object"),
        (b'{"scheme": "repm"}', "scheme: given repm; expected one of repm-7280, repm-7350, zz-whatif"),
        (b'{"book": {"code": "repm", "version": 1}}', "book.code: given repm; expected one of repm-7280"),
        (b'{"scheme": "repm-7350"}', "claim: given nothing; expected one of counting"),
        (b'{"scheme": "../books/repm-7350"}', "scheme: given ../books/repm-7350; expected one of"),
        (b'{"scheme": "repm-7350", "claim": "\\ud800\\n"}', 'claim: given "\\ud800\\n"; expected one of'),
    ],
)
def test_wrong_input_is_one_line_and_status_2(content: bytes, message: str) -> None:
    status, out, err = run("-", stdin=content)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(message)


def test_a_file_or_book_that_is_not_there(tmp_path: Path) -> None:
    for name in ("none.json", "none.jsonl"):
        status, out, err = run(tmp_path / name)
        assert (status, out) == (2, "")
        assert (
            err
            == f"FILE: given {tmp_path / name}; expected a file that can be read (No such file or directory)\n"
        )
    status, out, err = run("-", tmp_path / "none.yaml")
    assert (status, out) == (2, "")
    assert err.startswith(f"book: given {tmp_path / 'none.yaml'}; expected a file that can be read")


def test_a_scheme_other_than_the_book_given(tmp_path: Path) -> None:
    status, _, err = run(written(tmp_path / "f.json", WHOLE["tranche"]), shipped_books()["repm-7280"])
    assert (status, err) == (2, "scheme: given repm-7350; expected the book to compute with, repm-7280\n")


def test_lines_are_answered_in_order_and_wrong_ones_in_their_place(tmp_path: Path) -> None:
    path = written(
        tmp_path / "many.jsonl", WHOLE["tranche"], changed("tranche", ("percent",), 8.5), WHOLE["recovery"]
    )
    path.write_text(path.read_text(encoding="utf-8") + "\n{\n", encoding="utf-8")
    status, out, err = run(path)
    answers = [json.loads(line) for line in out.splitlines()]
    assert (status, err, len(answers)) == (2, "", 5)
    assert answers[0] == compute(WHOLE["tranche"], BOOK)
    assert answers[1] == {
        "schema": "repm.error/1",
        "line": 2,
        "field": "percent",
        "given": "8.5",
        "expected": "an integer, or an amount written as text; a number with a decimal point or exponent is never read",
    }
    assert answers[2]["due"] == "38028637"
    assert [(answer["line"], answer["field"]) for answer in answers[3:]] == [(4, "facts"), (5, "facts")]


def test_many_lines_all_right(tmp_path: Path) -> None:
    many = [facts("tranche", entitlement=str(n), percent="100", raised="0", paid="0") for n in range(1201)]
    status, out, _ = run(written(tmp_path / "many.jsonl", *many))
    assert status == 0
    assert [json.loads(line)["tranche"] for line in out.splitlines()] == [str(n) for n in range(1201)]


def test_an_empty_file_of_lines(tmp_path: Path) -> None:
    assert run(written(tmp_path / "none.jsonl")) == (0, "", "")


def test_the_command_exits_with_the_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("compute", str(written(tmp_path / "f.json", WHOLE["tranche"])))
    assert json.loads(capsys.readouterr().out)["tranche"] == "850"
    with pytest.raises(SystemExit) as exit_:
        call_command("compute", str(written(tmp_path / "f.json", {})))
    assert exit_.value.code == 2
    assert capsys.readouterr().err.startswith("scheme: given nothing")


def test_the_command_line_needs_no_database(tmp_path: Path) -> None:
    file = written(tmp_path / "many.jsonl", WHOLE["tranche"], {})
    var = tmp_path / "var"
    done = subprocess.run(
        [sys.executable, Path(settings.BASE_DIR) / "manage.py", "compute", file],
        capture_output=True,
        check=False,
        env={
            "PORTAL_VAR": str(var),
            "DATABASE_URL": f"sqlite:///{tmp_path}/none/there.sqlite3",
            "PATH": "/usr/bin",
        },
        text=True,
    )
    assert (done.returncode, done.stderr) == (2, "")
    assert [json.loads(line).get("tranche") for line in done.stdout.splitlines()] == ["850", None]
