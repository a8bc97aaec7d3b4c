"""Documents of an application, versioned: a newer one stands beside the older."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applicants.models.application import Application
from portal.common.models import StoredFile


class ApplicationDocument(models.Model):
    """One document as uploaded."""

    class Kind(models.TextChoices):
        DPR = "dpr", _("Detailed project report")
        NET_WORTH = "net_worth", _("Net worth certificate of the statutory auditor")
        BOARD_RESOLUTION = "board_resolution", _("Board resolution and signatory's authority")
        EQUITY = "equity", _("Shareholding of the lead member")
        TECHNOLOGY = "technology", _("Technology and plant, oxide to magnet")
        CLEARANCE = "clearance", _("Land-border clearance")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()  # version of this kind, from 1
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "number"], name="document_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} v{self.number}"
