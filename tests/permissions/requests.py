"""Asking one address as one person, leaving nothing behind, and saying what came of it."""

from __future__ import annotations

from typing import cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from portal.accounts.models import User
from tests.factories import PDF

OPEN, CLOSED, NO_METHOD, SIGN_IN = "open", "closed", "no method", "sign in"
# One form for every step, page and call: each takes what it knows.
FORM: dict[str, str] = {
    "version": "1",
    "confirmed": "1",
    "declared": "on",
    "responsive": "yes",
    "impact_sha256": "0" * 64,
    "note": "A note.",
    "text": "A text.",
    "reason": "A reason.",
    "clearance_number": "LB/1",
    "reconciled_on": "2030-05-10",
    "certificate_number": "SA/1",
    "diary_no": "IFD/1",
    "diary_date": "2030-05-10",
    "bill_no": "B/1",
    "bill_date": "2030-05-10",
    "utr": "SBINR52030051099999999",
    "value_date": "2030-05-10",
    "amount": "1",
    "head": "SLI",
    "fy": "2030-31",
    "cut_off": "2030-05-10",
    "order_number": "O/1",
    "order_date": "2030-05-10",
    "kind": "budget_estimate",
    "book_code": "repm-7350",
    "register": "1",
    "application": "1",
    "manufacturer": "1",
    "tender_number": "T/1",
    "capacity_mtpa": "900",
    "unit": "1",
    "award_rate": "2000.00",
    "award_date": "2030-05-10",
    "unit_name": "A unit",
    "district": "A place",
    "state_name": "Odisha",
    "commissioned_on": "2030-05-10",
}
OF_ITS_OWN = {"/api/v1/registers/": {"kind": "sales"}}
FILES = ("file", "papers", "certificate")


class _Undo(Exception):
    """Everything the request wrote goes back."""


class Visitor:
    """One person's client, signed in once; whatever a request writes is undone."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(raise_request_exception=True)
        if user is not None:
            self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def ask(self, method: str, path: str) -> HttpResponse:
        """Ask an address. A failure inside the portal raises."""
        cookies = self.client.cookies.copy()
        answers: list[HttpResponse] = []
        try:
            with transaction.atomic():
                answers.append(self._send(method, path))
                raise _Undo
        except _Undo:
            self.client.cookies = cookies  # a sign-out would otherwise outlast its own undoing
            return answers[0]

    def _send(self, method: str, path: str) -> HttpResponse:
        if method == "GET":
            return cast("HttpResponse", self.client.get(path))
        files = {name: SimpleUploadedFile("paper.pdf", PDF, content_type="application/pdf") for name in FILES}
        return cast("HttpResponse", self.client.post(path, {**FORM, **OF_ITS_OWN.get(path, {}), **files}))


def outcome(answer: HttpResponse) -> str:
    """Return what an answer means for who asked."""
    if answer.status_code in (301, 302, 303) and answer.headers["Location"].startswith("/account/login/"):
        return SIGN_IN
    if answer.status_code == 405:
        return NO_METHOD
    return CLOSED if answer.status_code in (401, 403, 404) else OPEN
