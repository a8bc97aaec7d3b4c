"""Anchors: the signed summary of a stretch of the event chain, made daily and whenever a proof needs one."""

from django.db import models
from django.db.models import F, Q


class Anchor(models.Model):
    """One anchor over the events ``first_seq`` to ``last_seq``. Append-only; docs/event-chain.md gives the bytes.

    ``statement`` is the canonical JSON that is signed; ``sha256`` is over its bytes and stands in the next anchor.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    day = models.DateField()  # real, in the portal's time zone
    first_seq = models.BigIntegerField(unique=True)
    last_seq = models.BigIntegerField(unique=True)
    statement = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_seq__gt=0, last_seq__gte=F("first_seq")), name="anchor_covers_events"
            )
        ]
        indexes = [models.Index(fields=["day"], name="anchor_day")]

    def __str__(self) -> str:
        return f"anchor {self.number}: events {self.first_seq} to {self.last_seq}"
