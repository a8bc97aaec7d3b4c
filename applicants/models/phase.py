"""Commissioned phases of a unit: cumulative capacity from a day on, confirmed by an officer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from applicants.models.unit import Unit
from portal.common.models import Stateful, StoredFile


class Phase(Stateful):
    """One phase. ``capacity_mtpa`` is cumulative, in tonnes a year."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="phases")
    commissioned_on = models.DateField()
    capacity_mtpa = models.PositiveIntegerField()
    certificate = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    certificate_number = models.CharField(max_length=60)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["commissioned_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "commissioned_on"], condition=~Q(state="rejected"), name="phase_once_a_day"
            ),
            models.CheckConstraint(condition=Q(capacity_mtpa__gt=0), name="phase_capacity_positive"),
            models.CheckConstraint(
                condition=Q(state="reported") | Q(confirmed_by__isnull=False), name="phase_decided_by_officer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity_mtpa} t from {self.commissioned_on}"
