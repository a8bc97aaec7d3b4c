"""The applicant's API: what a page can do, under the same permissions and through the same services."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from applicants.api import requests, serializers
from applicants.models import Application, Award, Phase, Selection, SelectionEntry, Unit
from applicants.permissions import (
    applications_visible_to,
    awards_visible_to,
    manufacturers_visible_to,
    phases_visible_to,
    selections_visible_to,
    units_visible_to,
)
from applicants.selectors import unit_facts
from applicants.selectors.applications import rate_is_sealed
from applicants.services.application import (
    save_draft,
    start_application,
    submit_application,
    withdraw_application,
)
from applicants.services.award import drop_award, issue_award, prepare_award, record_award
from applicants.services.documents import add_document
from applicants.services.phase import confirm_phase, reject_phase, report_phase
from applicants.services.screening import screen
from applicants.services.selection import (
    approve_selection,
    drop_selection,
    prepare_selection,
    record_clearance,
)
from portal.accounts.models import User
from portal.accounts.roles import COMPANY

CREATED = status.HTTP_201_CREATED


class Things(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Any]):
    """Lists and single things among those the reader sees; a stranger's id is a 404."""

    @property
    def reader(self) -> User:
        """The signed-in person. Raises NotAuthenticated where there is none."""
        user = self.request.user
        if not isinstance(user, User):
            raise NotAuthenticated
        return user

    def asked(self, shape: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """Return what was sent, its shape checked."""
        given = shape(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def answer(self, pk: int, code: int = 200) -> Response:
        """Return the thing as it stands now."""
        thing = self.get_queryset().get(pk=pk)
        return Response(self.get_serializer(thing).data, status=code)


class Applications(Things):
    """Applications: one's own for a company, what was submitted for officers and auditors."""

    serializer_class = serializers.ApplicationSerializer
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet[Application]:
        """Return the applications the reader sees, each marked whether its rate is opened."""
        opened = Exists(SelectionEntry.objects.filter(application=OuterRef("pk")))
        rows = applications_visible_to(self.reader).annotate(opened=opened)
        return rows.select_related("manufacturer").prefetch_related("investment").order_by("-pk")

    @extend_schema(request=requests.StartRequest, responses={201: serializers.ApplicationSerializer})
    def create(self, request: Request) -> Response:
        """Start a draft."""
        given = self.asked(requests.StartRequest)
        maker = manufacturers_visible_to(self.reader).first()
        if maker is None or not self.reader.has_role(*COMPANY):
            raise PermissionDenied
        made = start_application(by=self.reader, manufacturer=maker, book_code=given["book_code"])
        return self.answer(made.pk, CREATED)

    @extend_schema(request=requests.DraftRequest)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Save fields of a draft; nothing is saved when one of them can't be taken."""
        found = self.get_object()
        given = self.asked(requests.DraftRequest)
        save_draft(
            by=self.reader,
            application_id=found.pk,
            version=given["version"],
            fields=given["fields"],
            investment=given.get("investment"),
        )
        return self.answer(found.pk)

    @extend_schema(request=requests.DocumentRequest)
    @action(detail=True, methods=["post"])
    def documents(self, request: Request, pk: str) -> Response:
        """Add a document to a draft."""
        found, given = self.get_object(), self.asked(requests.DocumentRequest)
        add_document(by=self.reader, application_id=found.pk, kind=given["kind"], upload=given["file"])
        return self.answer(found.pk, CREATED)

    @extend_schema(responses=serializers.FindingSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def findings(self, request: Request, pk: str) -> Response:
        """The findings of the screening; a sealed rate is left out of what was given."""
        found = self.get_object()
        rows = list(serializers.FindingSerializer(found.findings.order_by("pk"), many=True).data)
        if rate_is_sealed(found):
            rows = [{**row, "given": ""} if row["key"] == "rate" else row for row in rows]
        return Response(rows)

    @extend_schema(request=requests.VersionRequest)
    @action(detail=True, methods=["post"], url_path="actions/submit")
    def submit(self, request: Request, pk: str) -> Response:
        """Submit; the signatory's act."""
        found, given = self.get_object(), self.asked(requests.VersionRequest)
        submit_application(by=self.reader, application_id=found.pk, version=given["version"])
        return self.answer(found.pk)

    @extend_schema(request=requests.NoteRequest)
    @action(detail=True, methods=["post"], url_path="actions/withdraw")
    def withdraw(self, request: Request, pk: str) -> Response:
        """Withdraw, saying why."""
        found, given = self.get_object(), self.asked(requests.NoteRequest)
        withdraw_application(by=self.reader, application_id=found.pk, **given)
        return self.answer(found.pk)

    @extend_schema(request=requests.ScreenRequest)
    @action(detail=True, methods=["post"], url_path="actions/screen")
    def screen(self, request: Request, pk: str) -> Response:
        """Find an application responsive or not."""
        found, given = self.get_object(), self.asked(requests.ScreenRequest)
        screen(by=self.reader, application_id=found.pk, **given)
        return self.answer(found.pk)

    @extend_schema(request=requests.ClearanceRequest)
    @action(detail=True, methods=["post"], url_path="actions/clearance")
    def clearance(self, request: Request, pk: str) -> Response:
        """Record the clearance of a held application."""
        found, given = self.get_object(), self.asked(requests.ClearanceRequest)
        upload = given.pop("file")
        record_clearance(by=self.reader, application_id=found.pk, upload=upload, **given)
        return self.answer(found.pk)


class Selections(Things):
    """Rankings, for officers and auditors."""

    serializer_class = serializers.SelectionSerializer
    queryset = Selection.objects.none()

    def get_queryset(self) -> QuerySet[Selection]:
        """Return the rankings the reader sees."""
        rows = selections_visible_to(self.reader)
        return rows.prefetch_related("entries__application").order_by("-pk")

    @extend_schema(request=requests.StartRequest, responses={201: serializers.SelectionSerializer})
    def create(self, request: Request) -> Response:
        """Prepare the ranking of every responsive application under a book."""
        made = prepare_selection(by=self.reader, **self.asked(requests.StartRequest))
        return self.answer(made.pk, CREATED)

    @extend_schema(request=requests.VersionRequest)
    @action(detail=True, methods=["post"], url_path="actions/approve")
    def approve(self, request: Request, pk: str) -> Response:
        """Approve the allotment."""
        found, given = self.get_object(), self.asked(requests.VersionRequest)
        approve_selection(by=self.reader, selection_id=found.pk, **given)
        return self.answer(found.pk)

    @extend_schema(request=requests.NoteRequest)
    @action(detail=True, methods=["post"], url_path="actions/drop")
    def drop(self, request: Request, pk: str) -> Response:
        """Drop a prepared ranking, saying why."""
        found, given = self.get_object(), self.asked(requests.NoteRequest)
        drop_selection(by=self.reader, selection_id=found.pk, **given)
        return self.answer(found.pk)


class Awards(Things):
    """Awards: the issued ones of one's own for a company, all for officers and auditors."""

    serializer_class = serializers.AwardSerializer
    queryset = Award.objects.none()

    def get_queryset(self) -> QuerySet[Award]:
        """Return the awards the reader sees."""
        return awards_visible_to(self.reader).select_related("manufacturer", "letter").order_by("-pk")

    @extend_schema(request=requests.PrepareAwardRequest, responses={201: serializers.AwardSerializer})
    def create(self, request: Request) -> Response:
        """Prepare the award of an allotted application."""
        given = self.asked(requests.PrepareAwardRequest)
        made = prepare_award(by=self.reader, application_id=given.pop("application"), **given)
        return self.answer(made.pk, CREATED)

    @extend_schema(request=requests.RecordAwardRequest, responses={201: serializers.AwardSerializer})
    @action(detail=False, methods=["post"])
    def record(self, request: Request) -> Response:
        """Record an award made on the procurement portal."""
        given = self.asked(requests.RecordAwardRequest)
        made = record_award(by=self.reader, manufacturer_id=given.pop("manufacturer"), **given)
        return self.answer(made.pk, CREATED)

    @extend_schema(request=requests.VersionRequest)
    @action(detail=True, methods=["post"], url_path="actions/issue")
    def issue(self, request: Request, pk: str) -> Response:
        """Issue the letter of award."""
        found, given = self.get_object(), self.asked(requests.VersionRequest)
        issue_award(by=self.reader, award_id=found.pk, **given)
        return self.answer(found.pk)

    @extend_schema(request=requests.NoteRequest)
    @action(detail=True, methods=["post"], url_path="actions/drop")
    def drop(self, request: Request, pk: str) -> Response:
        """Drop a prepared award, saying why."""
        found, given = self.get_object(), self.asked(requests.NoteRequest)
        drop_award(by=self.reader, award_id=found.pk, **given)
        return self.answer(found.pk)


class Units(Things):
    """Units: those held now for a company, all for officers and auditors."""

    serializer_class = serializers.UnitSerializer
    queryset = Unit.objects.none()

    def get_queryset(self) -> QuerySet[Unit]:
        """Return the units the reader sees."""
        rows = units_visible_to(self.reader).filter(award__state="issued")
        return rows.select_related("award").order_by("-pk")

    @extend_schema(responses={200: dict})
    @action(detail=True, methods=["get"])
    def facts(self, request: Request, pk: str) -> Response:
        """The unit's facts as the engine takes them."""
        return Response(unit_facts(self.get_object()))

    @extend_schema(request=requests.PhaseRequest, responses={201: serializers.PhaseSerializer})
    @action(detail=True, methods=["post"])
    def phases(self, request: Request, pk: str) -> Response:
        """Report a commissioned phase."""
        found, given = self.get_object(), self.asked(requests.PhaseRequest)
        made = report_phase(by=self.reader, unit_id=found.pk, **given)
        shown = serializers.PhaseSerializer(made, context=self.get_serializer_context())
        return Response(shown.data, status=CREATED)


class Phases(Things):
    """Commissioned phases of the units the reader sees."""

    serializer_class = serializers.PhaseSerializer
    queryset = Phase.objects.none()

    def get_queryset(self) -> QuerySet[Phase]:
        """Return the phases the reader sees."""
        return phases_visible_to(self.reader).order_by("-pk")

    @extend_schema(request=requests.VersionRequest)
    @action(detail=True, methods=["post"], url_path="actions/confirm")
    def confirm(self, request: Request, pk: str) -> Response:
        """Confirm a phase."""
        found, given = self.get_object(), self.asked(requests.VersionRequest)
        confirm_phase(by=self.reader, phase_id=found.pk, **given)
        return self.answer(found.pk)

    @extend_schema(request=requests.NoteRequest)
    @action(detail=True, methods=["post"], url_path="actions/reject")
    def reject(self, request: Request, pk: str) -> Response:
        """Don't confirm a phase, saying why."""
        found, given = self.get_object(), self.asked(requests.NoteRequest)
        reject_phase(by=self.reader, phase_id=found.pk, **given)
        return self.answer(found.pk)
