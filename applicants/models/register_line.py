"""Lines of a sales register, as read and as counted (domain.md 10.0)."""

from django.db import models

from applicants.models.register import Register
from portal.common.fields import GramsField, MilliPaiseField, PaiseField


class RegisterLine(models.Model):
    """One document line. Figures as given are integers of grams and paise; ``treatment`` says how it was counted."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField()  # row of the file, the heading being row 1
    seller_gstin = models.CharField(max_length=15)
    document_type = models.CharField(max_length=3)
    document_no = models.CharField(max_length=16)
    line_no = models.PositiveIntegerField()
    document_date = models.DateField()
    status = models.CharField(max_length=10)
    supply_type = models.CharField(max_length=4)
    buyer_gstin = models.CharField(max_length=15, blank=True)
    buyer_name = models.CharField(max_length=120, blank=True)
    hsn = models.CharField(max_length=8)
    part_no = models.CharField(max_length=40, blank=True)
    grade = models.CharField(max_length=20, blank=True)
    grams = GramsField()
    taxable_paise = PaiseField()
    freight_paise = PaiseField(default=0)
    note_reason = models.CharField(max_length=8, blank=True)
    refers_to_no = models.CharField(max_length=400, blank=True)  # several are parted by "; "
    refers_to_dates = models.CharField(max_length=400, blank=True)  # in the same order, YYYY-MM-DD
    refers_to_date = models.DateField(null=True)  # of the first
    lot_no = models.CharField(max_length=40, blank=True)
    irn = models.CharField(max_length=64, blank=True)
    eway_bill_no = models.CharField(max_length=12, blank=True)
    place_of_supply = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    fx_rate = models.CharField(max_length=20, blank=True)  # rupees for one unit of the currency, as given
    shipping_bill_no = models.CharField(max_length=20, blank=True)
    shipping_bill_date = models.DateField(null=True)
    related_party = models.BooleanField(default=False)
    certified_price_paise = PaiseField(null=True)  # paise per kilogram
    set_aside = models.CharField(max_length=200, blank=True)
    supply_date = models.DateField()
    treatment = models.CharField(max_length=24)
    counted_grams = GramsField(default=0)
    counted_millipaise = MilliPaiseField(default=0)

    class Meta:
        ordering = ["register", "row"]
        constraints = [
            models.UniqueConstraint(fields=["register", "row"], name="line_row_once"),
            models.CheckConstraint(
                condition=models.Q(treatment="counted") | models.Q(counted_grams=0, counted_millipaise=0),
                name="line_uncounted_is_nothing",
            ),
        ]
        indexes = [models.Index(fields=["register", "treatment"], name="line_treatment")]

    def __str__(self) -> str:
        return f"{self.document_type} {self.document_no}/{self.line_no}"
