"""Lines of an asset register (capital subsidy), as read and as counted (domain.md 10.0)."""

from django.db import models

from applicants.models.register import Register
from portal.common.fields import PaiseField


class AssetLine(models.Model):
    """One asset invoice line, in paise. ``counted_paise`` = max(0, min(paid, gross - what returns)):
    what returns is recoverable tax, refundable duty and credit notes."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="assets")
    row = models.PositiveIntegerField()
    asset_no = models.CharField(max_length=40)
    head = models.CharField(max_length=40)
    description = models.CharField(max_length=200, blank=True)
    supplier = models.CharField(max_length=120)
    supplier_gstin = models.CharField(max_length=15, blank=True)
    invoice_no = models.CharField(max_length=40)
    line_no = models.PositiveIntegerField()
    invoice_date = models.DateField()
    bill_of_entry = models.CharField(max_length=40, blank=True)
    gross_paise = PaiseField()
    gst_paise = PaiseField(default=0)
    recoverable_tax_paise = PaiseField(default=0)
    refundable_duty_paise = PaiseField(default=0)
    credit_notes_paise = PaiseField(default=0)
    paid_paise = PaiseField()
    payment_reference = models.CharField(max_length=60, blank=True)
    incurred_on = models.DateField()
    capitalised_on = models.DateField(null=True)
    put_to_use_on = models.DateField(null=True)
    condition = models.CharField(max_length=12)
    related_vendor = models.BooleanField(default=False)
    counted_paise = PaiseField()

    class Meta:
        ordering = ["register", "row"]
        constraints = [
            models.UniqueConstraint(fields=["register", "row"], name="asset_row_once"),
            models.CheckConstraint(
                condition=models.Q(counted_paise__gte=0), name="asset_counted_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_no} {self.description}"
