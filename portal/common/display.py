"""How a reader wants pages shown: text size and contrast, kept in two cookies.

Cookies rather than script storage, so that the choice holds without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXT_SIZES = ("normal", "large", "largest")
CONTRASTS = ("normal", "high")
CHOICES = {"text_size": TEXT_SIZES, "contrast": CONTRASTS}
SIZE_LABELS: dict[str, str | Promise] = {"normal": _("normal"), "large": _("large"), "largest": _("largest")}


@dataclass(frozen=True)
class Display:
    """The reader's choice; anything unknown in the cookies counts as normal."""

    text_size: str = "normal"
    contrast: str = "normal"

    @property
    def next_text_size(self) -> str:
        """The size the one text size button changes to, round and round."""
        return TEXT_SIZES[(TEXT_SIZES.index(self.text_size) + 1) % len(TEXT_SIZES)]

    @property
    def text_size_label(self) -> str | Promise:
        """The present size in words."""
        return SIZE_LABELS[self.text_size]

    @property
    def next_text_size_label(self) -> str | Promise:
        """The next size in words."""
        return SIZE_LABELS[self.next_text_size]

    @property
    def next_contrast(self) -> str:
        """The contrast the one contrast button changes to."""
        return "normal" if self.contrast == "high" else "high"


def read_display(cookies: Mapping[str, str]) -> Display:
    """The choice held in the request's cookies."""
    chosen = {name: cookies.get(name, "") for name in CHOICES}
    return Display(**{name: value for name, value in chosen.items() if value in CHOICES[name]})
