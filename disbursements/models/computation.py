"""Computation versions: facts in, result out, both as canonical JSON with their hashes. Append-only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.fields import RupeesField
from schemes.models import BookVersion


class Computation(models.Model):
    """One version. Re-performable: ``facts`` with ``book`` under ``engine`` give ``result`` again, byte for byte."""

    class Stage(models.TextChoices):
        INDICATIVE = "indicative", _("Indicative, on submission")
        VERIFIED = "verified", _("Verified")

    claim = models.ForeignKey("disbursements.Claim", on_delete=models.PROTECT, related_name="computations")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=10, choices=Stage.choices)
    book = models.ForeignKey(BookVersion, on_delete=models.PROTECT, related_name="computations")
    engine = models.CharField(max_length=20)
    facts = models.TextField()
    inputs_sha256 = models.CharField(max_length=64)  # over stage, book, facts and lowered
    result = models.TextField()
    result_sha256 = models.CharField(max_length=64)
    entitlement = RupeesField()  # the result's, less what was taken back
    lowered = RupeesField(default=0)  # taken back to book a later claim's excess (domain.md 10.1)
    excess = RupeesField()
    binding = models.CharField(max_length=20)
    made_on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["claim", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="computation_number_once"),
            models.UniqueConstraint(fields=["claim", "inputs_sha256"], name="computation_inputs_once"),
            models.CheckConstraint(
                condition=Q(entitlement__gte=0, excess__gte=0, lowered__gte=0),
                name="computation_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"computation {self.number} of {self.claim}"
