"""The press: WeasyPrint with its fonts and the letters' stylesheet, set up once per process.

Apart from `portal.common.pdf`, which loads it with the first document: WeasyPrint takes over a second to import,
and most processes never print.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.common.document import Attachment, ForeignFile

STATIC = Path(__file__).resolve().parent.parent / "static"
LETTER_CSS = STATIC / "css" / "letter.css"
VARIANT = "pdf/a-3b"
# Pango's font map is shared by the process, so one document is laid out at a time.
_one_at_a_time = Lock()


class _Barred(FatalURLFetchingError):
    """ForeignFile on its way through WeasyPrint, which goes on after any ordinary exception."""


class StaticOnly(URLFetcher):
    """Reads files below portal/static and data: addresses, and nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file's content. Stops the rendering for any other address or a file that isn't there."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not path.is_relative_to(STATIC) or not path.is_file():
            raise _Barred(f"{url} was asked for; expected a file below portal/static that exists")
        return super().fetch(url, headers)


@dataclass(frozen=True)
class _Press:
    fonts: FontConfiguration
    style: CSS
    fetcher: StaticOnly


@cache
def _press() -> _Press:
    fonts, fetcher = FontConfiguration(), StaticOnly(allowed_protocols=("file", "data"))
    style = CSS(filename=LETTER_CSS, font_config=fonts, url_fetcher=fetcher)
    return _Press(fonts, style, fetcher)


def print_document(
    html: str, *, title: str, attachments: list[Attachment], identifier: bytes, moment: datetime
) -> bytes:
    """Print one document, one at a time; `moment` is aware and without microseconds. Raises ForeignFile."""
    with _one_at_a_time:
        press = _press()
        source = HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=press.fetcher)
        options = {
            "stylesheets": [press.style],
            "pdf_variant": VARIANT,
            "pdf_identifier": identifier,
            "pdf_tags": True,
            "attachments": [_embed(attachment, moment) for attachment in attachments],
        }
        try:
            document = source.render(font_config=press.fonts, **options)
        except _Barred as barred:
            raise ForeignFile(str(barred)) from barred
        document.metadata.title = title
        document.metadata.created = document.metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        return document.write_pdf(**options)


def _embed(attachment: Attachment, moment: datetime) -> EmbeddedFile:
    # An embedded file can be written once only, so each rendering makes its own.
    return EmbeddedFile(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )
