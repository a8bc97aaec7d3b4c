"""Refusals inside forms: shown beside the field they speak of, with everything that was typed kept."""

from __future__ import annotations

from django.forms import BaseForm

from portal.common.refusals import Refusal


def sentence(refusal: Refusal) -> str:
    """Return a refusal as one text: what, given, expected, what to do."""
    parts = refusal.as_dict()
    given = f" ({parts['given']})" if parts["given"] else ""
    expected = f" {parts['expected']}." if parts["expected"] else ""
    return f"{parts['what']}{given}{expected} {parts['todo']}".strip()


def refuse(form: BaseForm, refusal: Refusal) -> None:
    """Add a refusal to the field it names, or to the form as a whole."""
    field = refusal.where if refusal.where in form.fields else None
    form.add_error(field, sentence(refusal))
