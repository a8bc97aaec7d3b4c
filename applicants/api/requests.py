"""What machines send. Shapes are checked here; whether a value can be taken is the services' word."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class StartRequest(serializers.Serializer[Any]):
    """The book to apply under."""

    book_code = serializers.CharField(max_length=30)


class CellRequest(serializers.Serializer[Any]):
    """One cell of the investment plan. ``amount`` is whole rupees, as an integer or text; never a float."""

    head = serializers.CharField(max_length=40)
    fy = serializers.CharField(max_length=7)
    amount = serializers.JSONField()


class DraftRequest(serializers.Serializer[Any]):
    """Fields of a draft by name; figures as text or integers. The first that can't be taken refuses the whole."""

    version = serializers.IntegerField()
    fields_ = serializers.DictField(child=serializers.JSONField(allow_null=True))
    investment = CellRequest(many=True, required=False)

    def get_fields(self) -> dict[str, Any]:
        """Call the field what it is called outside: the name `fields` is the serializer's own."""
        found = super().get_fields()
        found["fields"] = found.pop("fields_")
        return found


class VersionRequest(serializers.Serializer[Any]):
    """The version the sender saw."""

    version = serializers.IntegerField()


class NoteRequest(VersionRequest):
    """A move that says why."""

    note = serializers.CharField(max_length=400)


class ScreenRequest(VersionRequest):
    """An officer's finding."""

    responsive = serializers.BooleanField()
    note = serializers.CharField(max_length=400, required=False, default="")


class ClearanceRequest(VersionRequest):
    """A land-border clearance that came, with its paper."""

    clearance_number = serializers.CharField(max_length=60)
    file = serializers.FileField()


class DocumentRequest(serializers.Serializer[Any]):
    """One document of an application."""

    kind = serializers.CharField(max_length=20)
    file = serializers.FileField()


class PrepareAwardRequest(serializers.Serializer[Any]):
    """The award of an allotted application."""

    application = serializers.IntegerField()
    award_date = serializers.DateField()
    unit_name = serializers.CharField(max_length=120, required=False, default="")
    district = serializers.CharField(max_length=80, required=False, default="")
    state_name = serializers.CharField(max_length=60, required=False, default="")


class RecordAwardRequest(serializers.Serializer[Any]):
    """An award made on the procurement portal, with its papers."""

    manufacturer = serializers.IntegerField()
    book_code = serializers.CharField(max_length=30)
    tender_number = serializers.CharField(max_length=60)
    rank = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    capacity_mtpa = serializers.IntegerField()
    award_rate = serializers.CharField(max_length=20)
    award_date = serializers.DateField()
    oxide = serializers.BooleanField(required=False, default=False)
    unit_name = serializers.CharField(max_length=120)
    district = serializers.CharField(max_length=80)
    state_name = serializers.CharField(max_length=60)
    papers = serializers.FileField()


class PhaseRequest(serializers.Serializer[Any]):
    """A commissioned phase; the capacity is cumulative, tonnes a year."""

    commissioned_on = serializers.DateField()
    capacity_mtpa = serializers.IntegerField()
    certificate_number = serializers.CharField(max_length=60)
    certificate = serializers.FileField()
