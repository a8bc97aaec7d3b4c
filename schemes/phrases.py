"""The phrases the engine puts into its sentences, for the catalogue: the engine is pure and can't mark them."""

from __future__ import annotations

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

PHRASES = frozenset(
    {
        _("A is the lesser"),
        _("A is the lesser, on the quantity allowed"),
        _("B is the lesser"),
        _("no day of the year to date lies in the incentive window"),
        _("nothing sold, net of returns"),
        _("the lesser of this claim and what is left of the ceiling"),
        _("earlier claims of the year"),
        _("the year to date"),
        _("the percentage of the eligible investment, down to the rupee"),
        _("the ceiling, since it is the lesser"),
        _("nothing: eligible investment is below the minimum, the claim is returned"),
        _("nothing: no phase was commissioned by the claim date"),
        _("what is due less entitled before, not below 0"),
        _("entitled before"),
        _("what is due"),
        _("not deferred"),
        _("not open"),
        _("no day"),
        _("the lowest accepted rate"),
        _("its own quote"),
        _("facts of the claim"),
        _("given"),
        _("seed"),
        _("notified"),
        _("notified-press"),
        _("press"),
        _("inferred"),
        _("recall"),
    }
)
_FORMS = (
    (re.compile(r"(?P<tonnes>[\d,.]+) t on (?P<days>\d+/\d+) days"), _("%(tonnes)s t on %(days)s days")),
    (re.compile(r"(?P<first>\d{4}-\d\d-\d\d) to (?P<last>\d{4}-\d\d-\d\d)"), _("%(first)s to %(last)s")),
    (re.compile(r"deferred from (?P<fy>\d{4}-\d\d)"), _("deferred from %(fy)s")),
    (re.compile(r"computation rule (?P<rule>[\d.]+)"), _("computation rule %(rule)s")),
)


def in_language(phrase: str) -> str:
    """Return an engine's phrase in the reader's language; what is no phrase of the engine's stays as it is."""
    if phrase in PHRASES:
        return gettext(phrase)
    for form, said in _FORMS:
        translated = gettext(said)
        for found in list(form.finditer(phrase)):
            phrase = phrase.replace(found[0], translated % found.groupdict(), 1)
    return phrase
