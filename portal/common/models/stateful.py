"""What every thing with a lifecycle has in common."""

from django.db import models


class Stateful(models.Model):
    """A thing whose ``state`` only ``portal.common.workflow.advance`` moves. ``version`` is the optimistic lock."""

    state = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=1)
    state_since = models.DateTimeField(auto_now_add=True)
    state_since_day = models.DateField(null=True, blank=True)  # the scheme's date of the last move

    class Meta:
        abstract = True
