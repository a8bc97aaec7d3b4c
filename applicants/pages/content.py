"""An application's content as sections of facts: one builder for the company's, the officer's and the last check."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applicants.draft import investment_cell
from applicants.forms.steps import STEP_TITLES, crore_exact
from applicants.labels import head_label
from applicants.models import Application, ApplicationDocument
from applicants.pages.acting import Fact
from applicants.selectors.applications import newest_documents, planned_investment, terms_of
from portal.common.templatetags.portal_money import crore, grouped, inr
from portal.common.workflow import Text


@dataclass(frozen=True)
class Section:
    """One step's facts; ``change_url`` is empty where nothing can be changed."""

    code: str
    title: Text
    facts: list[Fact]
    change_url: str = ""


def sections(application: Application, *, changeable: bool, sealed: bool, audience: str) -> list[Section]:
    """Return the content step by step. ``sealed`` hides the quoted rate until the ranking is prepared."""
    builders = {
        "unit": _unit,
        "technology": _technology,
        "standing": _standing,
        "investment": _investment,
        "rate": _sealed if sealed else _rate,
    }
    made = []
    for code, builder in builders.items():
        url = reverse("manufacturer:application_step", args=[application.pk, code]) if changeable else ""
        made.append(Section(code, STEP_TITLES[code], builder(application), url))
    url = reverse("manufacturer:application_step", args=[application.pk, "documents"]) if changeable else ""
    made.append(Section("documents", STEP_TITLES["documents"], _documents(application, audience), url))
    return made


def _shown(application: Application, name: str, value: object) -> object:
    """What was typed and can't be taken is shown as typed."""
    typed = application.typed.get(name)
    return _("%(typed)s (can't be taken)") % {"typed": typed} if typed else value


def _unit(application: Application) -> list[Fact]:
    capacity = application.capacity_mtpa
    shown = _("%(capacity)s t a year") % {"capacity": grouped(capacity)} if capacity else ""
    return [
        Fact(_("Name of the unit"), application.unit_name),
        Fact(_("District"), application.unit_district),
        Fact(_("State"), application.unit_state),
        Fact(_("Capacity"), _shown(application, "capacity_mtpa", shown)),
    ]


def _technology(application: Application) -> list[Fact]:
    language = "hi" if get_language() == "hi" else "en"
    book = terms_of(application).book
    names = {stage["key"]: stage["name"][language] for stage in book.content["stages"]}
    stages = ", ".join(names.get(code, code) for code in application.stages)
    return [
        Fact(_("Stages inside the facility"), stages),
        Fact(_("Source of the oxide"), application.oxide_source),
    ]


def _standing(application: Application) -> list[Fact]:
    worth, share = application.net_worth_crore, application.lead_equity_percent
    facts = [
        Fact(
            _("Net worth"),
            _shown(
                application,
                "net_worth_crore",
                _("₹ %(worth)s crore") % {"worth": grouped(worth)} if worth is not None else "",
            ),
        ),
        Fact(
            _("Equity of the lead member"),
            _shown(
                application,
                "lead_equity_percent",
                _("%(share)s percent") % {"share": share} if share is not None else "",
            ),
        ),
        Fact(_("Land-border clearance"), application.get_clearance_display()),
    ]
    if application.clearance_number:
        facts.append(Fact(_("Number of the clearance"), application.clearance_number))
    return facts


def _investment(application: Application) -> list[Fact]:
    lines = application.investment.order_by("fy", "head")
    facts = [
        Fact(
            f"{head_label(line.head)}, {line.fy}",
            _("₹ %(crore)s crore") % {"crore": grouped(crore_exact(line.amount))},
        )
        for line in lines
    ]
    for key, typed in application.typed.get("investment", {}).items():
        head, fy = investment_cell(key)
        facts.append(Fact(f"{head_label(head)}, {fy}", _("%(typed)s (can't be taken)") % {"typed": typed}))
    if facts:
        facts.append(Fact(_("Counted investment, all years"), crore(planned_investment(application))))
    return facts


def _rate(application: Application) -> list[Fact]:
    rate = application.quoted_rate
    shown = _("%(rate)s a kilogram") % {"rate": inr(f"{rate:.2f}")} if rate is not None else ""
    return [Fact(_("Quoted rate"), _shown(application, "quoted_rate", shown))]


def _sealed(application: Application) -> list[Fact]:
    return [Fact(_("Quoted rate"), _("Sealed until the ranking is prepared"))]


def _documents(application: Application, audience: str) -> list[Fact]:
    labels = dict(ApplicationDocument.Kind.choices)
    return [
        Fact(labels[document.kind], document_link(document, audience))
        for document in newest_documents(application)
    ]


def document_link(document: ApplicationDocument, audience: str) -> SafeString:
    """Return the link to a document with its version, kind and size."""
    space = "manufacturer" if audience == "manufacturer" else "officer"
    url = reverse(f"{space}:application_document", args=[document.application_id, document.pk])
    kind = document.file.media_type.rsplit("/", 1)[-1].upper()
    size = _("version %(number)d, %(kind)s, %(size)d kB") % {
        "number": document.number,
        "kind": kind,
        "size": -(-document.file.size // 1024),
    }
    return format_html('<a href="{}">{}</a> <span class="soft">({})</span>', url, document.file.name, size)


def lines(texts: list[str]) -> SafeString:
    """Return texts one under the other."""
    return format_html_join("", "<span class='d-block'>{}</span>", ((text,) for text in texts))
