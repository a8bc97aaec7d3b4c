"""Payments: one per sanction, from bill to bank."""

from django.db import models
from django.db.models import Q

from disbursements.lifecycle import PAYMENT
from disbursements.models.sanction import Sanction
from portal.common.fields import RupeesField
from portal.common.models import Stateful


class Payment(Stateful):
    """The payment of one sanction. ``amount`` is the sanction's; the UTR is unique over all payments."""

    sanction = models.OneToOneField(Sanction, on_delete=models.PROTECT, related_name="payment")
    amount = RupeesField()
    bill_no = models.CharField(max_length=40, blank=True)
    bill_date = models.DateField(null=True)
    released_on = models.DateField(null=True)
    utr = models.CharField(max_length=22, unique=True, null=True)
    value_date = models.DateField(null=True)
    failure_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[c for c, _l in PAYMENT.choices]), name="payment_state"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(state="paid", utr__isnull=False, value_date__isnull=False)
                | (~Q(state="paid") & Q(utr__isnull=True, value_date__isnull=True)),
                name="payment_paid_whole",
                violation_error_message="A payment is paid with its UTR and value date, and not before.",
            ),
            models.CheckConstraint(
                condition=Q(state="sanctioned") | (~Q(bill_no="") & Q(bill_date__isnull=False)),
                name="payment_billed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sanctioned", "billed"]) | Q(released_on__isnull=False),
                name="payment_released_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"payment of {self.sanction}"
