"""An application for a capacity, with the rate it quotes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.lifecycle import APPLICATION
from applicants.models.manufacturer import Manufacturer
from portal.common.models import Stateful, StoredFile


class Application(Stateful):
    """An application. Empty fields are a draft's; submission checks that all are there."""

    class Clearance(models.TextChoices):
        NOT_NEEDED = "not_needed", _("No owner from a land-border country")
        MISSING = "missing", _("Needed, not yet given")
        RECORDED = "recorded", _("Given")

    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="applications")
    book_code = models.CharField(max_length=30)
    number = models.CharField(max_length=30, unique=True, null=True)
    unit_name = models.CharField(max_length=120, blank=True)
    unit_district = models.CharField(max_length=80, blank=True)
    unit_state = models.CharField(max_length=60, blank=True)
    capacity_mtpa = models.PositiveIntegerField(null=True, blank=True)
    quoted_rate = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    net_worth_crore = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    lead_equity_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    clearance = models.CharField(max_length=12, choices=Clearance.choices, blank=True)
    clearance_number = models.CharField(max_length=60, blank=True)
    stages = models.JSONField(default=list, blank=True)  # codes of the book's stages done inside the facility
    oxide_source = models.CharField(max_length=300, blank=True)
    # What was typed into a draft and could not be taken, by field; shown again beside its message.
    typed = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    submitted_day = models.DateField(null=True)  # the scheme's date
    note = models.CharField(max_length=400, blank=True)  # why it was withdrawn or found not responsive
    content_sha256 = models.CharField(max_length=64, blank=True)  # canonical JSON of what was submitted

    # A clearance that came after submission, entered by an officer; what was submitted stays as it was.
    cleared_number = models.CharField(max_length=60, blank=True)
    cleared_paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[c for c, _l in APPLICATION.choices]), name="application_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, submitted_day__isnull=False, number__isnull=False),
                name="application_submitted_whole",
                violation_error_message="A submitted application has its number and time.",
            ),
            models.CheckConstraint(
                condition=Q(cleared_number="", cleared_paper__isnull=True, cleared_by__isnull=True)
                | ~Q(cleared_number="") & Q(cleared_paper__isnull=False, cleared_by__isnull=False),
                name="application_clearance_whole",
                violation_error_message="A clearance has its number, its paper and the officer who entered it.",
            ),
            models.CheckConstraint(
                condition=Q(quoted_rate__isnull=True) | Q(quoted_rate__gt=0), name="application_rate_positive"
            ),
            models.UniqueConstraint(
                fields=["manufacturer", "book_code"],
                condition=~Q(state__in=["withdrawn", "non_responsive", "refused"]),
                name="application_one_live",
                violation_error_message="The company has a live application under this book already.",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"
