"""Tax registrations of a company, dated."""

from django.db import models
from django.db.models import F, Q

from applicants.models.manufacturer import Manufacturer


class Gstin(models.Model):
    """One GSTIN of a company's PAN, valid for its dates."""

    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="gstins")
    number = models.CharField(max_length=15, unique=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="gstin_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.number
