"""Documents of an application: sniffed, kept, versioned."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils.translation import gettext as _

from applicants.models import ApplicationDocument
from applicants.services.application import locked_application
from portal.accounts.models import User
from portal.accounts.roles import COMPANY
from portal.common.events import record, service
from portal.common.files import store_upload
from portal.common.refusals import NotAllowed, Refusal, WrongInput
from portal.common.workflow import last_word

DOCUMENT_KINDS = ("pdf", "image")


@service
def add_document(
    *, by: User, application_id: int, kind: str, upload: UploadedFile[Any]
) -> ApplicationDocument:
    """Add a document to a draft (PDF or picture); a second one of a kind is its next version.

    Raises WrongInput for another sort of file, an empty one, or an unknown kind.
    """
    application = locked_application(by, application_id)
    if not by.has_role(*COMPANY):
        raise NotAllowed(_("Only people of the company add its documents."))
    if application.state != "draft":
        raise Refusal(
            _("A submitted application is not changed.") + " " + last_word(application),
            where="state",
            given=application.state,
            expected="draft",
        )
    if kind not in ApplicationDocument.Kind.values:
        raise WrongInput(
            _("There is no such kind of document."),
            where="kind",
            given=kind,
            expected=", ".join(ApplicationDocument.Kind.values),
        )
    stored = store_upload(upload, kinds=DOCUMENT_KINDS, actor=by)
    last = application.documents.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    document = ApplicationDocument.objects.create(
        application=application, kind=kind, file=stored, number=last + 1
    )
    record(
        application,
        "add_document",
        by,
        {"kind": kind, "number": document.number, "sha256": stored.sha256, "size": stored.size},
    )
    return document
