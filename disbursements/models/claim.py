"""A claim: sales-linked incentive of a year to date, or capital subsidy on the assets to date."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applicants.models import Manufacturer, Register, Unit
from disbursements.lifecycle import CLAIM, LIVE_CLAIM
from portal.common.models import Stateful


class Claim(Stateful):
    """One claim. ``current`` is the latest computation version; a computation is a version, never a state."""

    class Component(models.TextChoices):
        SLI = "SLI", _("Sales-linked incentive")
        CS = "CS", _("Capital subsidy")

    number = models.CharField(max_length=30, unique=True, null=True)
    component = models.CharField(max_length=3, choices=Component.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="claims")
    manufacturer = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="claims")
    book_code = models.CharField(max_length=30)
    fy = models.CharField(max_length=7, blank=True)  # SLI
    period_end = models.DateField(null=True)  # SLI
    claimed_on = models.DateField(null=True)  # CS: the day of submission
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="claims")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_day = models.DateField(null=True)  # the scheme's date
    current = models.OneToOneField(
        "disbursements.Computation", on_delete=models.PROTECT, null=True, related_name="current_of"
    )
    reconciled_on = models.DateField(null=True)
    reconciliation_number = models.CharField(max_length=60, blank=True)  # the statutory auditor's certificate

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[c for c, _l in CLAIM.choices]), name="claim_state"),
            models.CheckConstraint(
                condition=Q(component="SLI", period_end__isnull=False) & ~Q(fy="")
                | Q(component="CS", fy="", period_end=None),
                name="claim_period_fits_component",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(number__isnull=False, submitted_at__isnull=False, submitted_day__isnull=False),
                name="claim_submitted_whole",
                violation_error_message="A submitted claim has its number and time.",
            ),
            models.UniqueConstraint(
                fields=["unit", "fy", "period_end"],
                condition=Q(component="SLI", state__in=LIVE_CLAIM),
                name="claim_one_per_period",
                violation_error_message="There is a claim for this unit and period already.",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(
                    component="CS", state__in=["draft", "submitted", "desk_check", "query", "checked"]
                ),
                name="claim_one_open_subsidy",
                violation_error_message="The unit has an open capital subsidy claim already.",
            ),
            models.UniqueConstraint(
                fields=["register"], condition=Q(state__in=LIVE_CLAIM), name="claim_register_once"
            ),
            models.CheckConstraint(
                condition=Q(reconciled_on__isnull=True, reconciliation_number="")
                | (Q(reconciled_on__isnull=False) & ~Q(reconciliation_number="")),
                name="claim_reconciled_whole",
            ),
        ]
        indexes = [models.Index(fields=["state", "component"], name="claim_state_component")]

    def __str__(self) -> str:
        return self.number or f"draft claim {self.pk}"
