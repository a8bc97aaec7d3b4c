"""PDF/A-3: the same input gives the same bytes, attachments are inside, nothing foreign is fetched."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from portal.common import pdf, press

WHEN = dt.datetime(2031, 10, 12, 5, 12, 33, tzinfo=dt.UTC)
JSON = pdf.Attachment(
    "computation.json", b'{"entitlement": "1558000000"}', "The computation this order rests on"
)
LETTER = '<html lang="en"><title>x</title><p>₹&nbsp;1,55,80,00,000 <span lang="hi">रुपये</span></p></html>'


def make(html: str = LETTER, **changes: object) -> bytes:
    given: dict[str, object] = {
        "title": "Order 7",
        "attachments": [JSON],
        "identifier": b"0" * 16,
        "created": WHEN,
    }
    return pdf.render(html, **{**given, **changes})  # type: ignore[arg-type]


def letter(**context: object) -> str:
    given = {"number": "REPM/7", "date": dt.date(2031, 10, 12), "specimen": False, "demo": True}
    return render_to_string("letters/base.html", {**given, **context})


def test_the_same_input_gives_the_same_bytes_also_in_another_process() -> None:
    script = (
        "import datetime as dt, hashlib; from portal.common import pdf;"
        f"when = dt.datetime(2031, 10, 12, 5, 12, 33, tzinfo=dt.UTC); html = {LETTER!r};"
        f"files = [pdf.Attachment({JSON.name!r}, {JSON.content!r}, {JSON.description!r})];"
        "data = pdf.render(html, title='Order 7', attachments=files, identifier=b'0' * 16, created=when);"
        "print(hashlib.sha256(data).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert make() == make()
    assert hashlib.sha256(make()).hexdigest() == elsewhere.stdout.strip()


def test_another_identifier_or_moment_is_another_file() -> None:
    assert make(identifier=b"1" * 16) != make()
    assert make(created=WHEN + dt.timedelta(seconds=1)) != make()


def test_it_is_pdf_a_3_with_title_dates_and_attachment() -> None:
    reader = PdfReader(io.BytesIO(make()))
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in xmp or "<pdfaid:part>3</pdfaid:part>" in xmp
    assert reader.metadata is not None
    assert reader.metadata.title == "Order 7"
    assert reader.metadata.creation_date == WHEN
    assert reader.attachments["computation.json"] == [JSON.content]
    assert reader.trailer["/Root"]["/AF"][0].get_object()["/AFRelationship"] == "/Data"


def test_every_font_is_one_of_ours_and_inside() -> None:
    reader = PdfReader(io.BytesIO(make()))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]  # type: ignore[index]
    names = {str(font["/BaseFont"]) for font in fonts}
    assert len(names) == 3
    assert all("Letter" in name or "Noto" in name for name in names)


def test_rendering_a_letter_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    weasyprint = logging.getLogger("weasyprint")
    before, weasyprint.propagate = weasyprint.propagate, True
    try:
        with caplog.at_level(logging.WARNING, logger="weasyprint"):
            make(letter(specimen=True))
    finally:
        weasyprint.propagate = before
    assert caplog.messages == []


def test_a_specimen_says_so_on_the_page_and_a_real_order_does_not() -> None:
    assert "SPECIMEN" in letter(specimen=True)
    assert "SPECIMEN" not in letter(specimen=False)


def test_pages_are_numbered_and_repeat_the_letters_number() -> None:
    html = letter().replace("</body>", '<div class="annexure"><h1>Annexure</h1></div></body>')
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(make(html))).pages]
    assert len(pages) == 2
    assert "Page 1 / 2" in pages[0]
    assert "Page 2 / 2" in pages[1]
    assert "REPM/7" in pages[1]


@pytest.mark.parametrize(
    "address", ["http://example.invalid/x.png", "file:///etc/passwd", "../settings/base.py", "fonts/none.png"]
)
def test_a_foreign_address_stops_the_rendering(address: str) -> None:
    with pytest.raises(pdf.ForeignFile, match="expected a file below portal/static"):
        make(f'<p><img src="{address}" alt=""></p>')


def test_our_own_static_file_is_read() -> None:
    assert Path(press.STATIC / "icon.svg").is_file()
    assert make('<p><img src="icon.svg" alt=""></p>') != make("<p></p>")


def test_a_naive_moment_and_an_empty_identifier_are_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        make(created=WHEN.replace(tzinfo=None))
    with pytest.raises(ValueError, match="identifier: nothing was given"):
        make(identifier=b"")
