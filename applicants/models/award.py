"""An award: allotted capacity, rate and the day the scheme's clock starts."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applicants.lifecycle import AWARD
from applicants.models.application import Application
from applicants.models.manufacturer import Manufacturer
from applicants.models.unit import Unit
from portal.common.models import Stateful, StoredFile


class Award(Stateful):
    """One award. Made here from an approved selection, or recorded from the tender portal with its papers."""

    class Origin(models.TextChoices):
        PORTAL = "portal", _("Selected in this portal")
        RECORDED = "recorded", _("Tender on the central procurement portal, recorded here")

    number = models.CharField(max_length=30, unique=True, null=True)
    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="awards")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="awards")
    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, null=True, related_name="award"
    )  # made at issue
    unit_name = models.CharField(max_length=120)
    district = models.CharField(max_length=80, blank=True)
    state_name = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    book_code = models.CharField(max_length=30)
    capacity_mtpa = models.PositiveIntegerField()
    award_rate = models.DecimalField(max_digits=9, decimal_places=2)
    award_date = models.DateField()
    window_to = models.DateField(null=True, blank=True)
    rank = models.PositiveIntegerField(null=True)
    oxide = models.BooleanField(default=False)
    tender_number = models.CharField(max_length=60, blank=True)
    papers = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    letter = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=400, blank=True)  # why it was dropped
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    issued_day = models.DateField(null=True)  # the scheme's date

    class Meta:
        ordering = ["award_date", "rank", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[c for c, _l in AWARD.choices]), name="award_state"),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(prepared_by=F("issued_by")),
                name="award_two_officers",
                violation_error_message="An award is issued by another officer than the one who prepared it.",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(issued_by__isnull=False, number__isnull=False, unit__isnull=False),
                name="award_issued_whole",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(state="dropped"),
                name="award_one_an_application",
                violation_error_message="An award for this application is prepared or issued already.",
            ),
            models.CheckConstraint(
                condition=Q(origin="portal", application__isnull=False)
                | Q(origin="recorded", papers__isnull=False),
                name="award_has_ground",
                violation_error_message="An award rests on an application, or on the papers of the tender.",
            ),
            models.CheckConstraint(
                condition=Q(award_rate__gt=0, capacity_mtpa__gt=0), name="award_figures_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"award in preparation {self.pk}"
