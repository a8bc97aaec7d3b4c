"""Small pieces of the look that need Python: badges, widgets with their class, days left, page numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portal.common.clock import business_today
from portal.common.display import Display, read_display

register = template.Library()
DAYS_TO_HURRY = 7
TONES = ("neutral", "ok", "wait", "bad")
CONTROLS = (
    (forms.Select, "form-select"),
    ((forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple), ""),
    (forms.Widget, "form-control"),
)


@register.simple_tag
def badge(text: object, tone: str = "neutral") -> SafeString:
    """A state in words on a tint; the words carry it, the tone (neutral, ok, wait, bad) only helps."""
    if tone not in TONES:
        raise ValueError(f"badge tone: {tone!r} was given; expected one of {', '.join(TONES)}")
    return format_html('<span class="badge badge-{}">{}</span>', tone, text)


@register.simple_tag(takes_context=True)
def display(context: RequestContext) -> Display:
    """The reader's text size and contrast, normal where there is no request."""
    request = context.get("request")
    return read_display(request.COOKIES) if request else Display()


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The field's control with Bootstrap's class added to whatever classes it has."""
    base = next(name for kinds, name in CONTROLS if isinstance(field.field.widget, kinds))
    given = field.field.widget.attrs.get("class", "")
    classes = " ".join(filter(None, (given, base, "is-invalid" if field.errors and base else "")))
    return field.as_widget(attrs={"class": classes} if classes else None)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label stands behind the control."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def error_target(field: BoundField) -> str:
    """The id an error summary links to: the control, or the first choice of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    """The mapping's value for a key held in a variable, None when absent."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def due_badge(context: RequestContext, due: dt.date) -> SafeString:
    """The days left until `due` on the scheme's calendar: amber in the last week, red when over."""
    left = (due - (context.get("business_date") or business_today())).days
    if left < 0:
        return badge(ngettext("%(days)s day over", "%(days)s days over", -left) % {"days": -left}, "bad")
    if left == 0:
        return badge(gettext("due today"), "wait")
    text = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}
    return badge(text, "wait" if left <= DAYS_TO_HURRY else "neutral")


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """The page numbers to link, None where some are left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]
