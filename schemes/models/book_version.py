"""A scheme book as published: immutable, numbered, hashed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.common.models import Stateful


class BookVersion(Stateful):
    """One version of a book. ``content`` is canonical JSON (schemes.rules.canonical); ``sha256`` is over its bytes.

    States: see schemes.lifecycle.BOOK. A published row never changes, by trigger.
    """

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("Delivered with the portal")
        OFFICERS = "officers", _("Prepared by officers")

    code = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    reason = models.CharField(max_length=400, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    impact_sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="book_version_once"),
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True)
                | Q(confirmed_by__isnull=True)
                | ~Q(prepared_by=F("confirmed_by")),
                name="book_two_officers",
                violation_error_message="A book version is confirmed by another officer than the one who prepared it.",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="book_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(origin="shipped")
                | ~Q(state="published")
                | Q(prepared_by__isnull=False, confirmed_by__isnull=False),
                name="book_officers_named",
                violation_error_message="A book that was not delivered with the portal needs its two officers.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} version {self.number}"
