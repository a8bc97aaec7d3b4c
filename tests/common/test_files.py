"""Files: what the bytes are decides, nothing refused is kept, and a name never leads anywhere."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.common.files import open_file, path_of, plain_name, serve, sniff, store_bytes, store_upload
from portal.common.models import StoredFile
from portal.common.refusals import WrongInput

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
CSV = "unit,kg\nA,1\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


def keep(content: bytes, name: str = "paper.pdf", *kinds: str, limit: int = 0) -> StoredFile:
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # past the framework's own cleaning, which other callers may not have
    return store_upload(upload, kinds=kinds or ("pdf",), actor=None, limit=limit)


def kept() -> list[Path]:
    return [path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()]


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "kg")
    return out.getvalue()


def test_a_file_lies_under_its_hash_once() -> None:
    first, second = keep(PDF, "a.pdf"), keep(PDF, "b.pdf")
    assert first.sha256 == second.sha256
    assert (first.name, second.name, first.size, first.media_type) == (
        "a.pdf",
        "b.pdf",
        len(PDF),
        "application/pdf",
    )
    (path,) = kept()
    assert path == path_of(first.sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    with open_file(second) as content:
        assert content.read() == PDF


@pytest.mark.parametrize(
    ("content", "name", "kinds", "said"),
    [
        (b"", "empty.pdf", ("pdf",), "empty (0 bytes)"),
        (b"", "empty.csv", ("csv",), "empty (0 bytes)"),
        (PNG, "renamed.pdf", ("pdf",), "not a file of the kind"),
        (PNG, "renamed.csv", ("csv", "xlsx"), "not a file of the kind"),
        (PDF, "renamed.csv", ("csv",), "not a file of the kind"),
        (b"a,b\n1,\x00\n", "nul.csv", ("csv",), "not a file of the kind"),
        (b"a" * 5000 + b"\x7fELF", "text.pdf", ("pdf",), "not a file of the kind"),
        (b"\x7fELF" + bytes(100), "program.csv", ("csv",), "not a file of the kind"),
        (b"<script>alert(1)</script>", "page.html", ("pdf", "image", "csv"), "not a file of the kind"),
    ],
)
def test_what_it_is_not_is_refused_and_nothing_stays(
    content: bytes, name: str, kinds: tuple[str, ...], said: str
) -> None:
    with pytest.raises(WrongInput) as refused:
        keep(content, name, *kinds)
    assert said in str(refused.value)
    assert name in str(refused.value)
    assert refused.value.as_dict()["todo"]
    assert kept() == []
    assert not StoredFile.objects.exists()


def test_a_refused_copy_leaves_the_kept_one_alone() -> None:
    first = keep(PDF)
    with pytest.raises(WrongInput):
        keep(PDF, "paper.csv", "csv")
    assert kept() == [path_of(first.sha256)]


def test_one_byte_too_many_is_too_large_and_nothing_stays() -> None:
    limit = 1024 * 1024
    whole = PDF + bytes(limit - len(PDF))
    assert keep(whole, limit=limit).size == limit
    before = kept()
    with pytest.raises(WrongInput, match="too large") as refused:
        keep(whole + b"\x00", limit=limit)
    assert refused.value.as_dict()["expected"] == "at most 1 MB"
    assert kept() == before


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (CSV.encode(), "a.csv", "text/csv"),
        (CSV.encode("utf-8-sig"), "A.CSV", "text/csv"),
        (CSV.encode("utf-16"), "a.csv", "text/csv"),
        (b"\xfe\xff" + CSV.encode("utf-16-be"), "a.txt", "text/csv"),
        ("Größe,kg\n".encode("cp1252"), "a.csv", "text/csv"),
        (b"a", "a.csv", "text/csv"),
        (b"{}", "a.json", "application/json"),
        (b"hello", "a.exe", "text/plain"),
        (PNG, "a.pdf", "image/png"),
        (b"\x00\x01\x02", "a.csv", ""),
    ],
)
def test_the_bytes_decide_and_the_suffix_only_among_texts(content: bytes, name: str, media_type: str) -> None:
    assert sniff(content, name) == media_type


def test_spreadsheets_are_known_whichever_part_comes_first() -> None:
    made = spreadsheet()
    assert keep(made, "a.xlsx", "xlsx").size == len(made)
    parts = zipfile.ZipFile(io.BytesIO(made))
    for first in ("_rels/.rels", "docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml"):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
            for name in [first, *(name for name in parts.namelist() if name != first)]:
                again.writestr(name, parts.read(name))
        assert sniff(out.getvalue()[:4096], "a.xlsx").endswith("spreadsheetml.sheet"), first


def test_a_plain_archive_is_no_spreadsheet() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(WrongInput):
        keep(out.getvalue(), "a.xlsx", "xlsx")


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/etc/passwd", "passwd"),
        ("C:\\papers\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("..", "file"),
        ("", "file"),
        ("\u0000\n", "file"),
        ("संयंत्र.pdf", "संयंत्र.pdf"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_name_leads_nowhere(given: str, kept_as: str) -> None:
    assert plain_name(given) == kept_as
    stored = keep(PDF, given)
    assert stored.name == kept_as
    assert serve(stored).headers["Content-Disposition"].startswith("attachment")


def test_a_long_name_keeps_its_kind() -> None:
    assert keep(CSV.encode(), "x" * 400 + ".csv", "csv").media_type == "text/csv"


def test_an_answer_is_not_sniffed_again_nor_kept_by_others() -> None:
    answer = serve(keep(PDF, 'a "quoted" name.pdf'))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content) == PDF


def test_what_the_portal_made_is_kept_even_when_empty() -> None:
    assert store_bytes(b"", name="none.csv", media_type="text/csv").size == 0
    made = store_bytes(b"a,b\n", name="a.csv", media_type="text/csv")
    assert path_of(made.sha256).read_bytes() == b"a,b\n"
