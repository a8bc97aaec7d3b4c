"""Counters for registers whose numbers may have no gaps: taken inside the transaction that uses the number."""

from django.db import models


class Counter(models.Model):
    """The last number given out in one series (for instance sanctions of one financial year)."""

    series = models.CharField(max_length=60, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
