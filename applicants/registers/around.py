"""What a unit's lines are checked and counted against: its year, GSTINs, window, holders and products."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _

from applicants.models import Award, Gstin, Register, Unit
from applicants.selectors.units import confirmed_phases, holder_pans
from portal.common.canonical import sha256_of
from portal.common.refusals import Refusal
from schemes import terms
from schemes.rules import Book, Refused, counting, facts

Period = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True)
class Around:
    """The surroundings of one register. ``band`` is the plausible price in paise a kilogram, None where there is none.

    ``sellers`` are the GSTINs of every past and present holder with the dates they were in force. ``basis`` is the
    digest of what the counting hangs on, so that a register counted under other facts can be told.
    """

    fy: str
    first: dt.date
    last: dt.date
    sellers: Mapping[str, Period]
    context: counting.Context
    band: tuple[int, int] | None
    heads: tuple[str, ...]
    basis: str
    products_on: Callable[[dt.date], frozenset[str]] = field(repr=False)


def book_of_unit(unit: Unit) -> Book:
    """Return the book in force for a unit. Raises Refusal where the unit has no award or the book isn't published."""
    award = Award.objects.filter(unit=unit).first()
    version = terms.current_version(award.book_code) if award else None
    if version is None:
        raise Refusal(
            _("The unit has no award under a scheme book in force."),
            where="unit",
            given=unit.number,
            todo=_("A register can be counted once the award is issued."),
        )
    return terms.book_of(version)


def around_of(register: Register) -> Around:
    """Return the surroundings of a register as they are now. Raises Refusal as ``book_of_unit``."""
    unit, book = register.unit, book_of_unit(register.unit)
    first, last = facts.fy_bounds(register.fy) if register.fy else (dt.date.min, dt.date.max)
    pans = holder_pans(unit)
    context = counting.context(_unit_facts(unit), pans, book)
    products_on = _remembered(context.products_on)
    basis = _basis(register, context, pans)
    band = _band(book, last) if register.fy else None
    heads = () if register.fy else book.names("asset_heads", unit.award.award_date)
    return Around(register.fy, first, last, _sellers(unit), context, band, heads, basis, products_on)


def basis_of(register: Register) -> str:
    """Return the digest of what this register would be counted under now; nothing hangs on it for assets."""
    return around_of(register).basis


def _unit_facts(unit: Unit) -> facts.UnitFacts:
    phases = tuple(
        facts.Phase(phase.commissioned_on, phase.capacity_mtpa) for phase in confirmed_phases(unit)
    )
    return facts.UnitFacts(unit.award.award_date, phases, unit.award.window_to)


def _remembered(products_on: Callable[[dt.date], frozenset[str]]) -> Callable[[dt.date], frozenset[str]]:
    return lru_cache(maxsize=4096)(products_on)


def _basis(register: Register, context: counting.Context, pans: list[str]) -> str:
    if not register.fy:
        return sha256_of({"kind": "assets"})
    last, window = facts.fy_bounds(register.fy)[1], context.window
    return sha256_of(
        {
            "window": [window.first.isoformat(), window.last.isoformat()] if window else None,
            "holders": pans,
            "products": sorted(context.products_on(last)),
        }
    )


def _band(book: Book, on: dt.date) -> tuple[int, int] | None:
    try:
        return int(book.fraction("price_band_low", on) * 100), int(book.fraction("price_band_high", on) * 100)
    except Refused:
        return None  # a book without a band: no warning


def _sellers(unit: Unit) -> dict[str, Period]:
    rows = Gstin.objects.filter(manufacturer__holdings__unit=unit).order_by("number")
    return {row.number: (row.valid_from, row.valid_to) for row in rows}
