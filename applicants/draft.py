"""What may stand in an application: each field read from what was typed, or refused with what is allowed.

The ladder and the ceiling are the book's as on the day given. Figures are exact: a float is refused by name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from applicants.models import Application
from portal.common.refusals import WrongInput
from portal.common.words import group
from schemes.rules import Book, Refused
from schemes.rules.facts import fy_bounds, fy_of

CRORE = 10**7
TEXTS = {
    "unit_name": 120,
    "unit_district": 80,
    "unit_state": 60,
    "clearance_number": 60,
    "oxide_source": 300,
}
_WHOLE = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3})"


@dataclass(frozen=True)
class Terms:
    """The book a draft is read against, and the day."""

    book: Book
    on: dt.date


@dataclass(frozen=True)
class Investment:
    """Planned eligible investment of one head in one financial year, in whole rupees."""

    head: str
    fy: str
    amount: int


def decimal_of(raw: object, where: str, *, places: int = 2, unit: str) -> Decimal:
    """Return a figure above or equal to nought, of at most so many decimals. Raises WrongInput.

    Text may carry Indian or western grouping; ``unit`` names the unit in the refusal.
    """
    text = str(raw).strip()
    exact = not isinstance(raw, float | bool)
    shape = rf"{_WHOLE}(?:\.[0-9]{{1,{places}}})?" if places else _WHOLE
    if not exact or not re.fullmatch(shape, text, re.ASCII) or len(text) > 24:
        raise WrongInput(
            _("This is not a figure that can be taken."),
            where=where,
            given=repr(raw) if isinstance(raw, float) else text,
            expected=_(
                "a figure in %(unit)s, not negative, with at most %(places)d decimals, such as 2,100.00"
            )
            % {"unit": unit, "places": places},
            todo=_("Write it in digits."),
        )
    return Decimal(text.replace(",", ""))


def capacity_of(raw: object, terms: Terms) -> int:
    """Return a capacity on the ladder, in tonnes a year. Raises WrongInput with the ladder."""
    given = int(decimal_of(raw, "capacity_mtpa", places=0, unit=_("tonnes a year")))
    ladder = list(terms.book.ladder(terms.on))
    if given not in ladder:
        raise WrongInput(
            _("%(given)s t a year is not a capacity of the scheme.") % {"given": group(given, 0)},
            where="capacity_mtpa",
            given=given,
            expected=_("one of %(ladder)s t a year")
            % {"ladder": ", ".join(group(step, 0) for step in ladder)},
            todo=_("Choose a capacity on the ladder."),
        )
    return given


def rate_of(raw: object, terms: Terms, *, where: str = "quoted_rate") -> Decimal:
    """Return a rate in rupees a kilogram, above nought and not above the ceiling. Raises WrongInput with it."""
    given = decimal_of(raw, where, unit=_("rupees a kilogram"))
    ceiling = terms.book.fraction("rate_ceiling", terms.on)
    if not 0 < given <= ceiling:
        raise WrongInput(
            _("This rate is outside what the scheme allows."),
            where=where,
            given=f"₹ {group(given, 2)}",
            expected=_("more than ₹ 0 and at most ₹ %(ceiling)s a kilogram") % {"ceiling": group(ceiling, 2)},
            todo=_("Give a rate at or below the ceiling."),
        )
    return given


def _net_worth(raw: object, terms: Terms) -> Decimal:
    return decimal_of(raw, "net_worth_crore", unit=_("crore rupees"))


def _equity(raw: object, terms: Terms) -> Decimal:
    given = decimal_of(raw, "lead_equity_percent", unit=_("percent"))
    if given > 100:
        raise WrongInput(
            _("A share can't be above 100 %."),
            where="lead_equity_percent",
            given=given,
            expected=_("0 to 100"),
            todo=_("Give the lead member's share of the equity."),
        )
    return given


def _stages(raw: object, terms: Terms) -> list[str]:
    known = terms.book.names("stages", terms.on)
    given = [str(stage) for stage in raw] if isinstance(raw, list | tuple) else [str(raw)]
    unknown = [stage for stage in given if stage not in known]
    if unknown:
        raise WrongInput(
            _("There is no such stage in the scheme."),
            where="stages",
            given=", ".join(unknown),
            expected=", ".join(known),
        )
    return [stage for stage in known if stage in given]


def _clearance(raw: object, terms: Terms) -> str:
    if raw not in Application.Clearance.values:
        raise WrongInput(
            _("This is not an answer that can be taken."),
            where="clearance",
            given=raw,
            expected=", ".join(Application.Clearance.values),
        )
    return str(raw)


def _text(name: str) -> Callable[[object, Terms], str]:
    def read(raw: object, terms: Terms) -> str:
        text = " ".join(str(raw).split())
        if len(text) > TEXTS[name]:
            raise WrongInput(
                _("This is too long."),
                where=name,
                given=_("%(count)d characters") % {"count": len(text)},
                expected=_("at most %(count)d characters") % {"count": TEXTS[name]},
            )
        return text

    return read


FIELDS: dict[str, Callable[[object, Terms], object]] = {
    **{name: _text(name) for name in TEXTS},
    "capacity_mtpa": capacity_of,
    "quoted_rate": rate_of,
    "net_worth_crore": _net_worth,
    "lead_equity_percent": _equity,
    "stages": _stages,
    "clearance": _clearance,
}
EMPTY: dict[str, object] = {
    **dict.fromkeys((*TEXTS, "clearance"), ""),
    **dict.fromkeys(("capacity_mtpa", "quoted_rate", "net_worth_crore", "lead_equity_percent"), None),
    "stages": [],
}


def read_field(name: str, raw: object, terms: Terms) -> object:
    """Return the value of one field of an application; nothing typed is its empty value. Raises WrongInput."""
    if name not in FIELDS:
        raise WrongInput(
            _("An application has no such field."), where=name, given=name, expected=", ".join(FIELDS)
        )
    blank = raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())
    return EMPTY[name] if blank else FIELDS[name](raw, terms)


def investment_key(head: str, fy: str) -> str:
    """Return the name of one cell of the investment plan, as forms and refusals use it."""
    return f"investment_{head}_{fy}"


def investment_cell(key: str) -> tuple[str, str]:
    """Return the head and the year of a cell's name (``investment_key`` the other way round)."""
    head, _under, fy = key.removeprefix("investment_").rpartition("_")
    return head, fy


def read_investment(item: Mapping[str, object], terms: Terms) -> Investment | None:
    """Return one cell of the plan: ``amount`` in whole rupees, or ``crore``. None for an empty cell or nought.

    Raises WrongInput naming the cell.
    """
    head, fy = str(item.get("head")), str(item.get("fy"))
    where = investment_key(head, fy)
    heads = terms.book.names("asset_heads", terms.on)
    if head not in heads:
        raise WrongInput(_("There is no such head."), where=where, given=head, expected=", ".join(heads))
    try:
        fy_bounds(fy)
    except Refused as refused:
        raise WrongInput(
            _("This is not a financial year."), where=where, given=fy, expected=refused.expected
        ) from refused
    if str(item.get("crore") or "").strip() or isinstance(item.get("crore"), float):
        amount = int(decimal_of(item["crore"], where, places=7, unit=_("crore rupees")) * CRORE)
    elif item.get("amount") not in (None, ""):
        amount = int(decimal_of(item["amount"], where, places=0, unit=_("whole rupees")))
    else:
        amount = 0
    return Investment(head, fy, amount) if amount else None


def plan_years(terms: Terms) -> Sequence[str]:
    """Return the financial years an investment plan may name: from the scheme's first to four after today's."""
    first = terms.book.day("investment_start", terms.on).year
    last = int(fy_of(terms.on)[:4]) + 4
    return [fy_of(dt.date(year, 4, 1)) for year in range(first, last + 1)]
