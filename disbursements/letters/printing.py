"""From a letter to html, and from html to the bytes that are kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_default_timezone
from django.utils.translation import override

from disbursements.letters.letter import Letter
from portal.common import pdf
from portal.common.canonical import canonical_text
from schemes.templatetags.working import working_label

TEMPLATE = "letters/sanction.html"


def qr_code(address: str) -> SafeString:
    """Return the address as a QR code, an SVG."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, border=2, dark="#16213a"))


def _line(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the working with its label in Hindi, empty while nobody has translated it."""
    with override("en"):
        english = working_label(line)
    with override("hi"):
        hindi = working_label(line)
    return {**line, "hindi": hindi if hindi != english else ""}


def render_letter(letter: Letter) -> str:
    """Return the letter as html: Hindi text, English text, annexures. The same letter gives the same html."""
    working = [_line(line) for line in letter.computation["working"]]
    context = {
        "letter": letter,
        "number": letter.number,
        "date": letter.date,
        "specimen": letter.specimen,
        "demo": letter.demo,
        "working": working,
        "binding": letter.computation["binding"],
        "qr_code": qr_code(letter.verify_url),
    }
    with override("en"):
        return render_to_string(TEMPLATE, context)


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as PDF/A-3 with facts and computation attached; rendered again, the same bytes."""
    html = render_letter(letter)
    return pdf.render(
        html,
        title=f"{letter.number} - {letter.payee.name}",
        attachments=[
            pdf.Attachment(
                name="computation.json",
                content=canonical_text(letter.computation).encode(),
                description=f"Computation {letter.annexure_id}, the object the working is printed from",
            ),
            pdf.Attachment(
                name="facts.json",
                content=canonical_text(letter.facts).encode(),
                description="The facts it was computed on",
                relationship="Source",
            ),
        ],
        identifier=hashlib.sha256(html.encode()).digest()[:16],
        created=dt.datetime.combine(letter.date, dt.time(), tzinfo=get_default_timezone()),
    )
