"""Eligibility findings of a screening: clause, given, required, holds."""

from django.conf import settings
from django.db import models

from applicants.models.application import Application


class Finding(models.Model):
    """One finding as the rules made it on the screening's day, with the officer's remark."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="findings")
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    clause = models.CharField(max_length=240)
    given = models.CharField(max_length=240)
    required = models.CharField(max_length=240)
    holds = models.BooleanField()
    tag = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=400, blank=True)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.label}: {'holds' if self.holds else 'does not hold'}"
