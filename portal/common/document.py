"""What a printed document is made of, for those who ask for one and for the press."""

from __future__ import annotations

from dataclasses import dataclass


class ForeignFile(Exception):
    """A document asked for a file that isn't one of the portal's static files. Nothing is rendered."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship` is PDF/A-3's: Source, Data, Alternative, Supplement."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"
