"""Registers as uploaded: sales of a unit's financial year, or its assets to date. One row a version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.lifecycle import REGISTER
from applicants.models.unit import Unit
from portal.common.fields import GramsField, MilliPaiseField
from portal.common.models import Stateful, StoredFile


class Register(Stateful):
    """One version of a register. A corrected file is a new version; the old one stays readable.

    ``sold_grams`` and ``value_millipaise`` are sums over counted lines (sales); for assets ``value_millipaise`` is
    the counted cost. ``digest`` is the SHA-256 over the canonical lines in row order, which the event chain carries.
    """

    class Kind(models.TextChoices):
        SALES = "sales", _("Sales register")
        ASSETS = "assets", _("Asset register")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="registers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    fy = models.CharField(max_length=7, blank=True)  # sales only
    number = models.PositiveIntegerField()  # version of this kind (and year), from 1
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=2, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_good = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    sold_grams = GramsField(default=0)
    value_millipaise = MilliPaiseField(default=0)
    columns = models.JSONField(
        default=list
    )  # the heading as read, so that rows can be handed back as they came
    digest = models.CharField(max_length=64, blank=True)
    basis = models.CharField(
        max_length=64, blank=True
    )  # digest of window, holders and products counted under
    error = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[c for c, _l in REGISTER.choices]), name="register_state"
            ),
            models.UniqueConstraint(fields=["unit", "kind", "fy", "number"], name="register_version_once"),
            models.CheckConstraint(
                condition=Q(kind="sales") & ~Q(fy="") | Q(kind="assets", fy=""),
                name="register_sales_has_year",
            ),
            models.CheckConstraint(
                condition=Q(rows_read=models.F("rows_good") + models.F("rows_wrong")),
                name="register_rows_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.fy} v{self.number}".replace("  ", " ")
