"""Budget rounds (domain.md 10.4): sanctions come only from a closed, approved round."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from disbursements.lifecycle import ROUND
from disbursements.models.tranche import Tranche
from portal.common.fields import RupeesField
from portal.common.models import Stateful


class BudgetRound(Stateful):
    """One round of one head in one year with its cut-off; ``result`` is the engine's object as canonical JSON."""

    number = models.CharField(max_length=30, unique=True)
    head = models.CharField(max_length=12)
    fy = models.CharField(max_length=7)
    cut_off = models.DateField()
    available = RupeesField()
    facts = models.TextField()
    result = models.TextField()
    result_sha256 = models.CharField(max_length=64)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[c for c, _l in ROUND.choices]), name="round_state"),
            models.CheckConstraint(condition=Q(available__gte=0), name="round_available_not_negative"),
            models.UniqueConstraint(fields=["head"], condition=Q(state="closed"), name="round_one_undecided"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(closed_by=F("approved_by")),
                name="round_two_officers",
                violation_error_message="A round is approved by another officer than the one who closed it.",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by__isnull=False), name="round_approved_named"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RoundItem(models.Model):
    """What one tranche gets in a round. Append-only."""

    round = models.ForeignKey(BudgetRound, on_delete=models.PROTECT, related_name="items")
    tranche = models.ForeignKey(Tranche, on_delete=models.PROTECT, related_name="round_items")
    position = models.PositiveIntegerField()
    due = RupeesField()
    deferred_from = models.CharField(max_length=7, blank=True)
    payable = RupeesField()
    deferred = RupeesField()

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "tranche"], name="round_item_once"),
            models.CheckConstraint(
                condition=Q(payable__gte=0, deferred__gte=0, due=F("payable") + F("deferred")),
                name="round_item_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tranche} in {self.round}"
