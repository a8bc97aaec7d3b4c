"""Ranking and allotment (domain.md 10.6): prepared by one officer, approved by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from applicants.models.application import Application
from portal.common.models import Stateful


class Selection(Stateful):
    """One comparative statement with its allotment. ``result`` is the engine's object as canonical JSON."""

    book_code = models.CharField(max_length=30)
    book_version = models.PositiveIntegerField()
    facts = models.TextField()
    result = models.TextField()
    result_sha256 = models.CharField(max_length=64)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_day = models.DateField(null=True)  # the scheme's date
    note = models.CharField(max_length=400, blank=True)  # why it was dropped

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(prepared_by=F("approved_by")),
                name="selection_two_officers",
                violation_error_message="An allotment is approved by another officer than the one who prepared it.",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by__isnull=False), name="selection_approved_named"
            ),
            models.UniqueConstraint(
                fields=["book_code"],
                condition=Q(state="prepared"),
                name="selection_one_prepared",
                violation_error_message="A ranking under this book waits for approval already.",
            ),
        ]

    def __str__(self) -> str:
        return f"selection {self.pk} under {self.book_code}"


class SelectionEntry(models.Model):
    """One bidder's place. ``oxide`` says whether the place carries the assured oxide."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="entries")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="entries")
    rank = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=12)
    award_rate = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    oxide = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["selection", "application"], name="entry_once")]

    def __str__(self) -> str:
        return f"L{self.rank} {self.outcome}"
