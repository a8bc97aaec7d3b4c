"""The event chain: every move of every thing, each entry bound to the one before it by a hash."""

from django.db import models


class Event(models.Model):
    """One entry of the chain. Append-only, by triggers; docs/event-chain.md gives the bytes that are hashed."""

    seq = models.BigIntegerField(primary_key=True)
    format_version = models.PositiveSmallIntegerField()
    business_date = models.DateField()
    recorded_at = models.CharField(max_length=32)
    actor = models.CharField(max_length=40)
    address = models.CharField(max_length=64, blank=True)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    changes = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "seq"], name="event_object"),
            models.Index(fields=["actor", "seq"], name="event_actor"),
            models.Index(fields=["business_date"], name="event_day"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.object_type} {self.object_id} {self.action}"


class ChainHead(models.Model):
    """Where the chain ends: the row every writer locks, so that two of them can't fork it."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="chain_head_one_row")]

    def __str__(self) -> str:
        return f"chain head at {self.seq}"
