"""Queries to the company and its answers; the clock stands still in between."""

from django.conf import settings
from django.db import models


class ClaimQuery(models.Model):
    """One query. A claim has at most one unanswered."""

    claim = models.ForeignKey("disbursements.Claim", on_delete=models.PROTECT, related_name="queries")
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(answered_on__isnull=True), name="query_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True, answered_by__isnull=True, answer="")
                | (models.Q(answered_on__isnull=False, answered_by__isnull=False) & ~models.Q(answer="")),
                name="query_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"query on {self.claim}"
