"""HTML to PDF/A-3: the same input gives the same bytes, so that a stored digest can be checked by anyone.

One font configuration and one parsed stylesheet per process (755 ms a letter becomes 165 ms). Nothing is fetched
but the portal's own static files: a letter that would lack a picture or a font is refused, not sent without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint import Attachment as EmbeddedFile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent / "static"
LETTER_CSS = STATIC / "css" / "letter.css"
VARIANT = "pdf/a-3b"
# Pango's font map is shared by the process, so one document is laid out at a time.
_one_at_a_time = Lock()


class ForeignFile(Exception):
    """A document asked for a file that isn't one of the portal's static files. Nothing is rendered."""


class _Barred(FatalURLFetchingError):
    """ForeignFile on its way through WeasyPrint, which goes on after any ordinary exception."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship` is PDF/A-3's: Source, Data, Alternative, Supplement."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


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


def render(
    html: str, *, title: str, attachments: list[Attachment], identifier: bytes, created: datetime
) -> bytes:
    """The document as PDF/A-3 bytes.

    `identifier` and `created` (aware) go into the file instead of chance and the clock; with the same ones, the
    same html and the same attachments the bytes are equal. Addresses in `html` are relative to portal/static.
    Raises ValueError for a naive `created` or an empty `identifier`, ForeignFile for a foreign address.
    """
    if created.tzinfo is None:
        raise ValueError(f"created: {created} has no time zone; expected an aware moment")
    if not identifier:
        raise ValueError(
            "identifier: nothing was given; expected bytes that name this document, such as its digest"
        )
    moment = created.astimezone(UTC).replace(microsecond=0)
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
