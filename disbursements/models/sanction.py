"""Sanction orders: numbered without gaps, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from applicants.models import Manufacturer, Unit
from disbursements.models.budget_round import RoundItem
from disbursements.models.tranche import Tranche
from portal.common.fields import RupeesField
from portal.common.models import StoredFile


class Sanction(models.Model):
    """One order. Every column but ``letter`` is fixed from the start; the letter is set once, by its job."""

    number = models.CharField(max_length=40, unique=True)  # SO/2030-31/0007: the register's number, per FY
    serial = models.PositiveIntegerField()
    fy = models.CharField(max_length=7)
    head = models.CharField(max_length=12)
    tranche = models.OneToOneField(Tranche, on_delete=models.PROTECT, related_name="sanction")
    round_item = models.OneToOneField(RoundItem, on_delete=models.PROTECT, related_name="sanction")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sanctions")
    payee = models.ForeignKey(Manufacturer, on_delete=models.PROTECT, related_name="sanctions")
    amount = RupeesField()
    balance_after = RupeesField()  # of the head's provision of the year
    specimen = models.BooleanField()  # the book had no authority on that day
    sanctioned_on = models.DateField()
    sanctioned_at = models.DateTimeField(auto_now_add=True)
    sanctioned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=32, unique=True)  # public verification
    letter = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="sanction")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["fy", "serial"], name="sanction_serial_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, balance_after__gte=0), name="sanction_amounts"),
        ]

    def __str__(self) -> str:
        return self.number
