"""The order that gives a book its authority, entered by one officer and confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class BookAuthority(models.Model):
    """Order number and date of a book. Until it is confirmed, letters under the book carry the word specimen."""

    code = models.CharField(max_length=30)
    order_number = models.CharField(max_length=80)
    order_date = models.DateField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(entered_by=F("confirmed_by")),
                name="authority_two_officers",
                violation_error_message="The order is confirmed by another officer than the one who entered it.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="authority_confirmed_whole",
            ),
            models.UniqueConstraint(fields=["code", "order_number"], name="authority_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.order_number}"
