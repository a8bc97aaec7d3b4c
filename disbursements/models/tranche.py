"""Tranches: what becomes due of a claim's entitlement when a trigger holds (domain.md 10.3)."""

from django.db import models
from django.db.models import Q

from disbursements.lifecycle import TRANCHE
from disbursements.models.claim import Claim
from disbursements.models.computation import Computation
from portal.common.fields import RupeesField
from portal.common.models import Stateful


class Tranche(Stateful):
    """One tranche, or the deferred rest of one (``parent``) after a budget round that ran short."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveIntegerField()
    trigger = models.CharField(max_length=20)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="tranches")
    amount = RupeesField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="rests")
    deferred_from = models.CharField(max_length=7, blank=True)
    made_on = models.DateField()

    class Meta:
        ordering = ["claim", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[c for c, _l in TRANCHE.choices]), name="tranche_state"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_amount_positive"),
            models.UniqueConstraint(fields=["claim", "number"], name="tranche_number_once"),
            models.CheckConstraint(
                condition=~Q(state="deferred") | ~Q(deferred_from=""), name="tranche_deferred_has_year"
            ),
        ]

    def __str__(self) -> str:
        return f"tranche {self.number} of {self.claim}"
