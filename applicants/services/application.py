"""An application: started, drafted, submitted, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from applicants.draft import Investment, Terms, investment_key, read_field, read_investment
from applicants.lifecycle import APPLICATION
from applicants.models import Application, InvestmentLine, Manufacturer
from applicants.permissions import applications_visible_to, manufacturers_visible_to
from applicants.selectors.applications import book_in_force, content_of, terms_of, what_is_missing
from portal.accounts.models import User
from portal.accounts.roles import COMPANY
from portal.common.canonical import sha256_of
from portal.common.clock import business_today, now
from portal.common.events import record, service
from portal.common.numbering import next_number
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from portal.common.workflow import advance, check, last_word

OVER = ("withdrawn", "non_responsive", "refused")


@dataclass
class _Reading:
    """What was typed, read: values that can be taken, and what could not be, with its refusal."""

    values: dict[str, object] = field(default_factory=dict)
    wrong: dict[str, WrongInput] = field(default_factory=dict)
    raw: dict[str, object] = field(default_factory=dict)


def locked_application(by: User, application_id: int) -> Application:
    """Return the application, its row locked, if this person may see it. Raises NotFound."""
    seen = applications_visible_to(by).filter(pk=application_id).values("pk")
    found = Application.objects.select_for_update().filter(pk__in=seen).first()
    if found is None:
        raise NotFound(_("There is no such application."), where="application", given=application_id)
    return found


@service
def start_application(*, by: User, manufacturer: Manufacturer, book_code: str) -> Application:
    """Start a draft under a book. One live application a company and book; raises Refusal for a second."""
    own = manufacturers_visible_to(by).filter(pk=manufacturer.pk).exists()
    if not (own and by.has_role(*COMPANY)):
        raise NotAllowed(
            _("Only people of the company apply for it."), todo=_("Sign in as a person of the company.")
        )
    book_in_force(book_code)
    Manufacturer.objects.select_for_update().get(pk=manufacturer.pk)
    live = manufacturer.applications.filter(book_code=book_code).exclude(state__in=OVER).first()
    if live:
        raise Refusal(
            _("The company has a live application under this book: %(number)s.") % {"number": live},
            where="book_code",
            given=book_code,
            todo=_("Go on with that one, or withdraw it."),
        )
    application = Application.objects.create(
        manufacturer=manufacturer,
        book_code=book_code,
        started_by=by,
        state="draft",
        state_since_day=business_today(),
    )
    record(application, "start", by, {"book": book_code, "company": manufacturer.pk})
    return application


@service
def save_draft(
    *,
    by: User,
    application_id: int,
    version: int | None,
    fields: Mapping[str, object],
    investment: Sequence[Mapping[str, object]] | None = None,
    keep_wrong: bool = False,
    in_passing: bool = False,
) -> dict[str, WrongInput]:
    """Save what was typed into a draft; fields not named stay, ``investment`` (if given) replaces the plan.

    Without ``keep_wrong`` the first wrong value refuses the whole (WrongInput). With it, good values are kept, wrong
    ones are kept as typed, and each refusal comes back by field. ``in_passing`` (autosave) leaves the version alone,
    so that the open page can still be saved by its button. Raises Stale when somebody else saved in between.
    """
    application = _locked_draft(by, application_id, version)
    terms = terms_of(application)
    reading = _read(fields, terms)
    plan = _read_plan(investment, terms, reading) if investment is not None else None
    if reading.wrong and not keep_wrong:
        raise next(iter(reading.wrong.values()))
    _keep(application, reading, fields, plan)
    if not in_passing:
        application.version += 1
    application.save()
    named = sorted([*fields, *(["investment"] if investment is not None else [])])
    record(application, "save_draft", by, {"fields": named, "version": application.version})
    return reading.wrong


def _locked_draft(by: User, application_id: int, version: int | None) -> Application:
    application = locked_application(by, application_id)
    if not by.has_role(*COMPANY):
        raise NotAllowed(_("Only people of the company write in its application."))
    if application.state != "draft":
        raise Refusal(
            _("A submitted application is not changed.") + " " + last_word(application),
            where="state",
            given=application.state,
            expected="draft",
        )
    if version is not None and version != application.version:
        raise Stale(
            _("This draft changed while you were looking at it.") + " " + last_word(application),
            where="version",
            given=version,
            expected=application.version,
            todo=_("Look again, then type what is still missing."),
        )
    return application


def _read(fields: Mapping[str, object], terms: Terms) -> _Reading:
    reading = _Reading()
    for name, raw in fields.items():
        try:
            reading.values[name] = read_field(name, raw, terms)
        except WrongInput as wrong:
            reading.wrong[name], reading.raw[name] = wrong, _storable(raw)
    return reading


def _read_plan(
    investment: Sequence[Mapping[str, object]], terms: Terms, reading: _Reading
) -> tuple[list[Investment], dict[str, str]]:
    good: dict[tuple[str, str], Investment] = {}
    typed: dict[str, str] = {}
    for item in investment:
        key = investment_key(str(item.get("head")), str(item.get("fy")))
        try:
            line = read_investment(item, terms)
        except WrongInput as wrong:
            reading.wrong[key] = wrong
            typed[key] = str(item.get("crore") or item.get("amount") or "")
        else:
            if line and (line.head, line.fy) in good:
                reading.wrong[key] = WrongInput(
                    _("This head and year stand twice in the plan."),
                    where=key,
                    given=key,
                    expected=_("each one once"),
                )
            elif line:
                good[line.head, line.fy] = line
    return list(good.values()), typed


def _storable(raw: object) -> object:
    return [str(part) for part in raw] if isinstance(raw, list | tuple) else str(raw)[:400]


def _keep(
    application: Application,
    reading: _Reading,
    fields: Mapping[str, object],
    plan: tuple[list[Investment], dict[str, str]] | None,
) -> None:
    typed = {name: raw for name, raw in application.typed.items() if name not in fields}
    typed.update(reading.raw)
    for name, value in reading.values.items():
        setattr(application, name, value)
    if plan is not None:
        good, wrong = plan
        typed.pop("investment", None)
        if wrong:
            typed["investment"] = wrong
        application.investment.all().delete()
        InvestmentLine.objects.bulk_create(
            InvestmentLine(application=application, head=line.head, fy=line.fy, amount=line.amount)
            for line in good
        )
    application.typed = typed


@service
def submit_application(*, by: User, application_id: int, version: int | None) -> Application:
    """Submit: the signatory's act. Freezes the content under its number, time and SHA-256.

    Raises Refusal naming the first thing that is missing or wrong.
    """
    application = locked_application(by, application_id)
    check(application, APPLICATION, "submit", by, version)
    missing = what_is_missing(application)
    if missing:
        raise Refusal(
            _("The application can't be submitted yet: %(count)d things are missing or wrong.")
            % {"count": len(missing)},
            where=missing[0].anchor,
            given=missing[0].sentence,
            todo=missing[0].sentence,
        )
    application.number = f"REPM/APP/{next_number('application'):04d}"
    application.submitted_by, application.submitted_at = by, now()
    application.submitted_day = business_today()
    application.content_sha256 = sha256_of(content_of(application))
    application.save()
    changes = {"number": application.number, "content_sha256": application.content_sha256}
    advance(application, APPLICATION, "submit", actor=by, version=version, changes=changes)
    return application


@service
def withdraw_application(*, by: User, application_id: int, version: int | None, note: str) -> Application:
    """Withdraw a draft or an application not yet screened; the signatory says why."""
    application = locked_application(by, application_id)
    check(application, APPLICATION, "withdraw", by, version)
    application.note = required_note(note)
    application.save(update_fields=["note"])
    advance(
        application, APPLICATION, "withdraw", actor=by, version=version, changes={"note": application.note}
    )
    return application


def required_note(note: str) -> str:
    """Return a note that says something, at most 400 characters. Raises WrongInput."""
    text = note.strip()
    if not text or len(text) > 400:
        raise WrongInput(
            _("Say why, in a sentence or two."),
            where="note",
            given=_("%(count)d characters") % {"count": len(text)},
            expected=_("1 to 400 characters"),
        )
    return text
