"""Reading applications: what is missing, what was submitted, what the rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from applicants.draft import CRORE, Terms, read_field
from applicants.models import Application, ApplicationDocument
from portal.common.clock import business_today
from portal.common.refusals import Refusal, WrongInput
from schemes import terms as scheme_terms
from schemes.rules import Book

Kind = ApplicationDocument.Kind
ALWAYS_NEEDED = (Kind.DPR, Kind.NET_WORTH, Kind.BOARD_RESOLUTION, Kind.EQUITY, Kind.TECHNOLOGY)
STEPS: dict[str, tuple[str, ...]] = {
    "unit": ("unit_name", "unit_district", "unit_state", "capacity_mtpa"),
    "technology": ("stages", "oxide_source"),
    "standing": ("net_worth_crore", "lead_equity_percent", "clearance", "clearance_number"),
    "investment": (),
    "rate": ("quoted_rate",),
    "documents": (),
}
OPTIONAL = frozenset({"clearance_number"})


@dataclass(frozen=True)
class Missing:
    """One thing without which an application can't be submitted, with the step and the field that mend it."""

    sentence: str
    step: str
    anchor: str


def book_in_force(code: str) -> Book:
    """Return the published book of a code. Raises Refusal where there is none."""
    version = scheme_terms.current_version(code)
    if version is None:
        raise Refusal(
            _("There is no scheme book in force under this code."),
            where="book_code",
            given=code,
            todo=_("Wait until a book is published."),
        )
    return scheme_terms.book_of(version)


def terms_of(application: Application) -> Terms:
    """Return the book and the day an application is read against: the day of submission, else today."""
    return Terms(book_in_force(application.book_code), application.submitted_day or business_today())


def newest_documents(application: Application) -> list[ApplicationDocument]:
    """Return the newest version of each document, in the order of the kinds."""
    newest: dict[str, ApplicationDocument] = {}
    for document in application.documents.select_related("file").order_by("kind", "number"):
        newest[document.kind] = document
    return [newest[kind] for kind in Kind.values if kind in newest]


def needed_kinds(application: Application) -> list[str]:
    """Return the kinds of documents this application needs."""
    clearance = application.clearance == Application.Clearance.RECORDED
    return [*ALWAYS_NEEDED, *([Kind.CLEARANCE] if clearance else [])]


def planned_investment(application: Application) -> int:
    """Return the planned eligible investment, in whole rupees, over all years and counted heads."""
    terms = terms_of(application)
    heads = terms.book.names("counted_heads", terms.on)
    lines = application.investment.filter(head__in=heads)
    return int(lines.aggregate(sum=Sum("amount"))["sum"] or 0)


def what_is_missing(application: Application) -> list[Missing]:
    """Return all that keeps a draft from being submitted, in the order of the steps."""
    found = [*_wrong(application), *_empty(application)]
    if not application.investment.exists():
        found.append(Missing(_("Give the investment plan, by head and year."), "investment", "investment"))
    there = {document.kind for document in newest_documents(application)}
    found += [
        Missing(_("Add the document: %(kind)s.") % {"kind": Kind(kind).label}, "documents", kind)
        for kind in needed_kinds(application)
        if kind not in there
    ]
    order = list(STEPS)
    return sorted(found, key=lambda item: order.index(item.step))


def _wrong(application: Application) -> list[Missing]:
    terms = terms_of(application)
    found = []
    for step, names in STEPS.items():
        for name in names:
            try:
                read_field(name, application.typed.get(name, getattr(application, name)), terms)
            except WrongInput as wrong:
                found.append(Missing(str(wrong), step, name))
    if application.typed.get("investment"):
        found.append(
            Missing(_("A figure of the investment plan can't be taken."), "investment", "investment")
        )
    return found


def _empty(application: Application) -> list[Missing]:
    sentences: dict[str, str] = {
        "unit_name": _("Name the unit."),
        "unit_district": _("Say in which district the unit will stand."),
        "unit_state": _("Say in which State the unit will stand."),
        "capacity_mtpa": _("Choose the capacity."),
        "stages": _("Tick the stages done inside the facility."),
        "oxide_source": _("Say where the oxide will come from."),
        "net_worth_crore": _("Give the net worth."),
        "lead_equity_percent": _("Give the lead member's share of the equity."),
        "clearance": _("Say whether a land-border clearance is needed."),
        "quoted_rate": _("Quote a rate."),
    }
    found = [
        Missing(sentence, step, name)
        for step, names in STEPS.items()
        for name in names
        if (sentence := sentences.get(name))
        and not getattr(application, name)
        and name not in application.typed
    ]
    if application.clearance == Application.Clearance.RECORDED and not application.clearance_number:
        found.append(Missing(_("Give the number of the clearance."), "standing", "clearance_number"))
    return found


def content_of(application: Application) -> dict[str, object]:
    """Return what an application says, as the object whose canonical JSON is hashed at submission."""
    maker = application.manufacturer
    names = [name for names in STEPS.values() for name in names]
    return {
        "schema": "repm.application/1",
        "scheme": application.book_code,
        "company": {
            "name": maker.legal_name,
            "pan": maker.pan,
            "cin": maker.cin or maker.llpin or maker.fcrn,
        },
        **{name: _plain(getattr(application, name)) for name in names},
        "investment": [
            {"head": line.head, "fy": line.fy, "rupees": line.amount}
            for line in application.investment.order_by("fy", "head")
        ],
        "documents": [
            {"kind": document.kind, "version": document.number, "sha256": document.file.sha256}
            for document in newest_documents(application)
        ],
    }


def _plain(value: object) -> object:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def crore_text(rupees: int) -> str:
    """Return whole rupees as crore with two decimals, rounded down, in the form the rules read."""
    return str((Decimal(rupees) / CRORE).quantize(Decimal("0.01"), rounding=ROUND_DOWN))


def eligibility_facts(application: Application) -> Mapping[str, object]:
    """Return the facts the eligibility findings are made from (schemes.rules.eligibility)."""
    return {
        "capacity_mtpa": application.capacity_mtpa,
        "quoted_rate": f"{application.quoted_rate:.2f}",
        "net_worth_crore": f"{application.net_worth_crore:.2f}",
        "lead_equity_percent": f"{application.lead_equity_percent:.2f}",
        "clearance": application.clearance,
        "investment_crore": crore_text(planned_investment(application)),
        "stages": list(application.stages),
    }


def rate_is_sealed(application: Application) -> bool:
    """Whether officers may not see the quoted rate yet: it is opened when the ranking is prepared."""
    return not application.entries.exists()
