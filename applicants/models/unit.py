"""The integrated unit: what ceilings, windows and duplicate checks hang on. Not a company, not a PAN."""

from django.db import models
from django.db.models import F, Q

from applicants.models.manufacturer import Manufacturer


class Unit(models.Model):
    """One integrated facility, oxide to magnet."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    district = models.CharField(max_length=80, blank=True)
    state_name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class UnitHolder(models.Model):
    """Which company holds the unit, from when until when; predecessors stay on record with their GSTINs."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="holders")
    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="holder_dates_in_order"
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="holder_one_now"),
        ]

    def __str__(self) -> str:
        return f"{self.manufacturer} holds {self.unit} since {self.since}"
