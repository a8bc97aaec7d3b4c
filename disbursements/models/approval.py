"""Decisions on the file: numbered, permanent."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from disbursements.models.claim import Claim
from disbursements.models.tranche import Tranche


class Approval(models.Model):
    """One decision on a claim or one of its tranches: step, actor, decision, note, time. Append-only."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, null=True, related_name="decisions")
    note_no = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    diary_no = models.CharField(max_length=40, blank=True)
    diary_date = models.DateField(null=True)
    on = models.DateField()  # the scheme's date
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim", "note_no"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "note_no"], name="note_number_once"),
            models.CheckConstraint(
                condition=~Q(action="concur") | (~Q(diary_no="") & Q(diary_date__isnull=False)),
                name="concurrence_has_diary_number",
                violation_error_message="A concurrence carries its diary number and date.",
            ),
        ]

    def __str__(self) -> str:
        return f"note {self.note_no} on {self.claim}: {self.action}"
