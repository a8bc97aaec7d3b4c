"""The demonstration's offices: their people, and papers that say that they are fictitious."""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.accounts.services.users import add_user, grant_role
from portal.common.pdf import render
from portal.demo.people import AGENCY, AUDIT, PASSWORD, PEOPLE, DemoPerson


def officer(role: Role) -> User:
    """Return the demonstration's person of a role, made if not there yet."""
    person = next(person for person in PEOPLE if person.role == role)
    return User.objects.filter(email=person.email).first() or _add(person)


def _add(person: DemoPerson) -> User:
    kinds = {AGENCY: Organisation.Kind.AGENCY, AUDIT: Organisation.Kind.AUDIT}
    office, _made = Organisation.objects.get_or_create(
        name=person.office, defaults={"kind": kinds.get(person.office, Organisation.Kind.OFFICE)}
    )
    user = add_user(
        email=person.email,
        password=PASSWORD,
        name=person.name,
        pan=person.pan,
        designation=person.designation,
        by=None,
    )
    grant_role(user=user, role=person.role, organisation=office, by=None)
    return user


def add_officers() -> None:
    """Make everybody of the table."""
    for person in PEOPLE:
        officer(person.role)


@cache
def _paper_bytes(title: str) -> bytes:
    html = (
        f'<html lang="en"><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>'
        "<p>A paper of the demonstration. Company, persons and figures are fictitious.</p></body></html>"
    )
    made = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    return render(html, title=title, attachments=[], identifier=title.encode(), created=made)


def paper(title: str) -> SimpleUploadedFile:
    """Return an upload of a one-page PDF with this title."""
    name = "".join(letter if letter.isalnum() else "-" for letter in title.lower())[:60]
    return SimpleUploadedFile(f"{name}.pdf", _paper_bytes(title), content_type="application/pdf")
