"""A company that applies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation


class Manufacturer(models.Model):
    """A company, one-to-one with the organisation its people act for."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Indian company")
        LLP = "llp", _("Limited liability partnership")
        FOREIGN = "foreign", _("Foreign company")

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="manufacturer")
    legal_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMPANY)
    pan = models.CharField(max_length=10, unique=True)
    cin = models.CharField(max_length=21, blank=True)
    llpin = models.CharField(max_length=9, blank=True)
    fcrn = models.CharField(max_length=6, blank=True)
    address = models.CharField(max_length=300, blank=True)
    state_name = models.CharField(max_length=60, blank=True)
    pin_code = models.CharField(max_length=6, blank=True)
    vendor_code = models.CharField(max_length=20, blank=True)  # the payee's code in the payment system
    fictitious = models.BooleanField(default=False)
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(kind="company") & ~models.Q(cin="")
                    | models.Q(kind="llp") & ~models.Q(llpin="")
                    | models.Q(kind="foreign") & ~models.Q(fcrn="")
                ),
                name="manufacturer_has_registry_number",
                violation_error_message="A company needs its CIN, an LLP its LLPIN, a foreign company its FCRN.",
            )
        ]

    def __str__(self) -> str:
        return self.legal_name
