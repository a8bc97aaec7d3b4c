"""Bodies people act for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A ministry wing, an agency, a company or an audit office."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("Government office")
        AGENCY = "agency", _("Project management agency")
        COMPANY = "company", _("Company")
        AUDIT = "audit", _("Audit office")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)

    def __str__(self) -> str:
        return self.name
