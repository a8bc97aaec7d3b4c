"""Registers for machines: send a file, follow its reading, get its lines and the rows that came back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applicants.models import AssetLine, Register, RegisterLine, RegisterProblem, Unit
from applicants.permissions import registers_visible_to
from applicants.selectors.registers import counted_totals, reading_job
from applicants.services.register import discard_register, recount_register, upload_register
from portal.accounts.models import User

ACTIONS = {"discard": discard_register, "recount": recount_register}


class RegisterSerializer(serializers.ModelSerializer[Register]):
    """A register. Kilograms and rupees are decimal text; ``value`` keeps thousandths of a paisa."""

    unit_number = serializers.CharField(source="unit.number", read_only=True)
    file = serializers.CharField(source="file.name", read_only=True)
    file_sha256 = serializers.CharField(source="file.sha256", read_only=True)
    sold_kg = serializers.SerializerMethodField()
    value = serializers.SerializerMethodField(method_name="get_rupees")

    class Meta:
        model = Register
        fields = (
            *("id", "unit", "unit_number", "kind", "fy", "number", "state", "version", "uploaded_at", "file"),
            *(
                "file_sha256",
                "encoding",
                "delimiter",
                "rows_read",
                "rows_good",
                "rows_wrong",
                "sold_kg",
                "value",
            ),
            *("digest", "error"),
        )

    def get_sold_kg(self, register: Register) -> str:
        """Return the kilograms that count."""
        return format(Decimal(register.sold_grams).scaleb(-3), "f")

    def get_rupees(self, register: Register) -> str:
        """Return the rupees that count."""
        return format(Decimal(register.value_millipaise).scaleb(-5), "f")


class RegisterDetailSerializer(RegisterSerializer):
    """A register with how its lines count and how far its reading is."""

    lines_by_treatment = serializers.SerializerMethodField()
    reading = serializers.SerializerMethodField()

    class Meta:
        model = Register
        fields = (*RegisterSerializer.Meta.fields, "lines_by_treatment", "reading")

    def get_lines_by_treatment(self, register: Register) -> dict[str, int]:
        """Return how many lines got which treatment; empty for assets."""
        if register.kind != Register.Kind.SALES:
            return {}
        return counted_totals(register).lines_by_treatment

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_reading(self, register: Register) -> dict[str, object] | None:
        """Return the job that reads it, None once it is read."""
        job = reading_job(register)
        if job is None:
            return None
        return {"job": job.pk, "state": job.state, "done": job.progress_done, "total": job.progress_total}


class NewRegisterSerializer(serializers.Serializer[Any]):
    """A file sent as a register: ``fy`` for sales only."""

    unit = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Register.Kind.choices)
    fy = serializers.CharField(required=False, allow_blank=True, default="")
    file = serializers.FileField()


class VersionSerializer(serializers.Serializer[Any]):
    """The version the caller has seen; without it nobody else's change is noticed."""

    version = serializers.IntegerField(required=False, allow_null=True, default=None)


class LineSerializer(serializers.ModelSerializer[RegisterLine]):
    """A sales line: figures in grams, paise and thousandths of a paisa, exactly as kept."""

    class Meta:
        model = RegisterLine
        exclude = ("id", "register")


class AssetSerializer(serializers.ModelSerializer[AssetLine]):
    """An asset line: figures in paise."""

    class Meta:
        model = AssetLine
        exclude = ("id", "register")


class RowProblemSerializer(serializers.ModelSerializer[RegisterProblem]):
    """What is wrong in a row, or worth a look."""

    class Meta:
        model = RegisterProblem
        fields = ("row", "column", "given", "code", "arguments", "expected", "severity", "cells")


def _user(request: Request) -> User:
    """Return who asks; nobody gets here without signing in."""
    return cast(User, request.user)


def _visible(request: Request) -> QuerySet[Register]:
    return registers_visible_to(_user(request)).select_related("unit", "file").order_by("-pk")


def _find(request: Request, pk: int) -> Register:
    found = _visible(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class Registers(generics.ListAPIView[Register]):
    """Registers the user may see, newest first; a company sends one with POST."""

    serializer_class = RegisterSerializer
    parser_classes = (MultiPartParser, FormParser)

    def get_queryset(self) -> QuerySet[Register]:
        """Return the registers, narrowed by kind, year, state or unit."""
        asked = self.request.query_params
        given: dict[str, Any] = {name: asked[name] for name in ("kind", "fy", "state") if asked.get(name)}
        if asked.get("unit", "").isdecimal():
            # As a set of units: a number longer than the database's then names none, instead of failing.
            given["unit__in"] = Unit.objects.filter(pk=asked["unit"])
        return _visible(self.request).filter(**given)

    @extend_schema(parameters=[OpenApiParameter(name, str) for name in ("kind", "fy", "state", "unit")])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the registers the user may see."""
        return super().get(request, *args, **kwargs)

    @extend_schema(request=NewRegisterSerializer, responses={201: RegisterDetailSerializer})
    def post(self, request: Request) -> Response:
        """Send a register's file; it is read in the background."""
        asked = NewRegisterSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        register = upload_register(
            by=_user(request), unit_id=data["unit"], kind=data["kind"], fy=data["fy"], upload=data["file"]
        )
        return Response(RegisterDetailSerializer(_find(request, register.pk)).data, status=201)


class RegisterDetail(APIView):
    """One register."""

    @extend_schema(responses=RegisterDetailSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Return it; 404 for a stranger's."""
        return Response(RegisterDetailSerializer(_find(request, pk)).data)


class RegisterAction(APIView):
    """Discard a register, or have it counted again."""

    parser_classes = (JSONParser, FormParser, MultiPartParser)

    @extend_schema(request=VersionSerializer, responses=RegisterDetailSerializer)
    def post(self, request: Request, pk: int, action: str) -> Response:
        """Do it under the same permissions as the page's button."""
        asked = VersionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        _find(request, pk)
        ACTIONS[action](by=_user(request), register_id=pk, version=asked.validated_data["version"])
        return Response(RegisterDetailSerializer(_find(request, pk)).data)


class RegisterLines(generics.ListAPIView[Any]):
    """Lines of a register in row order, by `limit` and `offset`, of one treatment where it is named."""

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """Return what fits the register's kind."""
        if getattr(self, "swagger_fake_view", False) or self._register().kind == Register.Kind.SALES:
            return LineSerializer
        return AssetSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return the lines of a register the user may see."""
        if getattr(self, "swagger_fake_view", False):
            return RegisterLine.objects.none()
        register, treatment = self._register(), self.request.query_params.get("treatment")
        if register.kind == Register.Kind.ASSETS:
            return AssetLine.objects.filter(register=register).order_by("row")
        lines = RegisterLine.objects.filter(register=register).order_by("row")
        return lines.filter(treatment=treatment) if treatment else lines

    def _register(self) -> Register:
        if not hasattr(self, "_found"):
            self._found = _find(self.request, self.kwargs["pk"])
        return self._found

    @extend_schema(parameters=[OpenApiParameter("treatment", str)])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return the lines."""
        return super().get(request, *args, **kwargs)


class RegisterProblems(generics.ListAPIView[RegisterProblem]):
    """Rows of a register that came back, and warnings, in row order."""

    serializer_class = RowProblemSerializer

    def get_queryset(self) -> QuerySet[RegisterProblem]:
        """Return the problems of a register the user may see."""
        if getattr(self, "swagger_fake_view", False):
            return RegisterProblem.objects.none()
        register = _find(self.request, self.kwargs["pk"])
        return RegisterProblem.objects.filter(register=register).order_by("row", "pk")
