"""Publishing scheme books: prepared by one officer, confirmed by another, immutable afterwards."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import yaml
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.clock import business_today, now
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from portal.common.workflow import advance, check
from schemes.bookfile import load_book_file, parse_yaml, shipped_books, validate
from schemes.impact import impact_of
from schemes.lifecycle import BOOK
from schemes.models import BookAuthority, BookVersion
from schemes.rules import Refused, canonical, digest

MOST_CHARACTERS = 200_000  # the shipped books have a tenth of it


def _add(code: str, content: dict[str, Any], **fields: Any) -> BookVersion:
    last = BookVersion.objects.filter(code=code).aggregate(last=Max("number"))["last"] or 0
    return BookVersion.objects.create(
        code=code,
        number=last + 1,
        content=canonical(content).decode(),
        sha256=digest(content),
        state="draft",
        **fields,
    )


@service
def deliver_shipped_books() -> list[BookVersion]:
    """Publish the books delivered with the portal that are not there yet. Returns the new versions."""
    made = []
    for code, path in shipped_books().items():
        content = load_book_file(path)
        if BookVersion.objects.filter(code=code, sha256=digest(content)).exists():
            continue
        version = _add(code, content, origin=BookVersion.Origin.SHIPPED)
        made.append(_publish(version, "deliver", None, None))
    return made


def _publish(version: BookVersion, action: str, by: User | None, seen: int | None) -> BookVersion:
    """Move to published with its time in one statement: the row is frozen from then on."""
    check(version, BOOK, action, by, seen)
    version.state, version.version = BOOK.by_action[action].target, version.version + 1
    version.published_at, version.state_since, version.state_since_day = now(), now(), business_today()
    version.confirmed_by = by
    version.save()
    record(version, action, by, {"code": version.code, "number": version.number, "sha256": version.sha256})
    return version


@constrained
@service
def prepare_version(*, by: User, code: str, content_text: str, reason: str) -> BookVersion:
    """Prepare a new version from YAML. Raises WrongInput naming the first faulty field; nothing is stored then."""
    if not by.has_role(Role.MHI_SO):
        raise NotAllowed(_("A section officer prepares a book."), expected=Role.MHI_SO)
    content = _read(content_text)
    faults = validate(content)
    if faults:
        raise _wrong(*faults[0])
    if content["code"] != code:
        raise _wrong("code", str(content["code"]), code)
    if BookVersion.objects.filter(code=code, sha256=digest(content)).exclude(state="dropped").exists():
        raise Refusal(_("There is a version with exactly this content already."), where="content")
    version = _add(code, content, origin=BookVersion.Origin.OFFICERS, prepared_by=by, reason=reason)
    record(version, "prepare", by, {"code": code, "number": version.number, "sha256": version.sha256})
    return version


def _read(content_text: str) -> dict[str, Any]:
    """Return the mapping in a book's text. Raises WrongInput."""
    if len(content_text) > MOST_CHARACTERS:
        raise _wrong("book", f"{len(content_text)} characters", f"at most {MOST_CHARACTERS}")
    try:
        return parse_yaml(content_text)
    except Refused as refused:
        raise _wrong(refused.field, refused.given, refused.expected) from refused


def _wrong(field: str, given: str, expected: str) -> WrongInput:
    return WrongInput(
        _("The field “%(field)s” of the book is not right.") % {"field": field},
        where="content",
        given=given,
        expected=expected,
        todo=_("Correct it in the text and send it again."),
    )


def _locked(version_id: int) -> BookVersion:
    found = BookVersion.objects.select_for_update().filter(pk=version_id).first()
    if found is None:
        raise NotFound(_("There is no such book version."))
    return found


@service
def publish_version(*, by: User, version_id: int, version: int | None, impact_sha256: str) -> BookVersion:
    """Confirm and publish a prepared version.

    ``impact_sha256`` is the digest of the claims and rupees the page showed; another one now is refused (Stale).
    """
    draft = _locked(version_id)
    check(draft, BOOK, "publish", by, version)
    if draft.prepared_by is not None and draft.prepared_by.person_id == by.person_id:
        raise NotAllowed(_("A book version is confirmed by another officer than the one who prepared it."))
    if impact_of(draft).sha256 != impact_sha256:
        raise Stale(
            _("The claims this version would move have changed since you looked."), todo=_("Look again.")
        )
    draft.impact_sha256 = impact_sha256
    return _publish(draft, "publish", by, version)


@service
def drop_version(*, by: User, version_id: int, version: int | None, note: str) -> BookVersion:
    """Drop a prepared version; it stays readable."""
    draft = _locked(version_id)
    advance(draft, BOOK, "drop", actor=by, version=version, changes={"note": note})
    return draft


@constrained
@service
def enter_authority(*, by: User, code: str, order_number: str, order_date: dt.date) -> BookAuthority:
    """Enter the order behind a book; a second officer confirms it."""
    if not by.has_role(Role.MHI_SO):
        raise NotAllowed(_("A section officer enters the order."), expected=Role.MHI_SO)
    if not BookVersion.objects.filter(code=code, state="published").exists():
        raise NotFound(_("There is no such book."), where="code", given=code)
    if BookAuthority.objects.filter(code=code, order_number=order_number).exists():
        raise Refusal(_("This order is entered already."), where="order_number", given=order_number)
    made = BookAuthority.objects.create(
        code=code, order_number=order_number, order_date=order_date, entered_by=by
    )
    record(made, "enter_authority", by, {"code": code, "order": order_number, "date": order_date.isoformat()})
    return made


@service
def confirm_authority(*, by: User, authority_id: int) -> BookAuthority:
    """Confirm an entered order. Raises NotAllowed for the person who entered it."""
    found = BookAuthority.objects.select_for_update().filter(pk=authority_id).first()
    if found is None:
        raise NotFound(_("There is no such order."))
    if not by.has_role(Role.MHI_DIRECTOR):
        raise NotAllowed(_("A director confirms the order."), expected=Role.MHI_DIRECTOR)
    if found.entered_by.person_id == by.person_id:
        raise NotAllowed(_("The order is confirmed by another officer than the one who entered it."))
    if found.confirmed_at is None:
        found.confirmed_by, found.confirmed_at = by, now()
        found.save(update_fields=["confirmed_by", "confirmed_at"])
        record(found, "confirm_authority", by, {"code": found.code, "order": found.order_number})
    return found


def content_of(version: BookVersion) -> dict[str, Any]:
    """Return the book's content as a mapping."""
    content: dict[str, Any] = json.loads(version.content)
    return content


def as_yaml(version: BookVersion) -> str:
    """Return a version's content as YAML an officer can edit."""
    return yaml.safe_dump(content_of(version), allow_unicode=True, sort_keys=False, width=110)
