"""Budget provision: dated entries with order numbers (domain.md 10.4), entered and confirmed by two officers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from disbursements.lifecycle import PROVISION
from portal.common.fields import RupeesField
from portal.common.models import Stateful


class Provision(Stateful):
    """One entry for one head and financial year. A revised estimate is a ceiling, the others add or take away."""

    class Kind(models.TextChoices):
        VOTE_ON_ACCOUNT = "vote_on_account", _("Vote on account")
        BUDGET_ESTIMATE = "budget_estimate", _("Budget estimate, further to the vote on account")
        SUPPLEMENTARY = "supplementary", _("Supplementary grant")
        REAPPROPRIATION_IN = "reappropriation_in", _("Re-appropriation, received")
        REAPPROPRIATION_OUT = "reappropriation_out", _("Re-appropriation, given")
        SURRENDER = "surrender", _("Surrender")
        REVISED_ESTIMATE = "revised_estimate", _("Revised estimate (ceiling)")

    head = models.CharField(max_length=12)
    fy = models.CharField(max_length=7)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount = RupeesField()
    order_number = models.CharField(max_length=80)
    order_date = models.DateField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["fy", "head", "order_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[c for c, _l in PROVISION.choices]), name="provision_state"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="provision_amount_positive"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(entered_by=F("confirmed_by")),
                name="provision_two_officers",
                violation_error_message="A provision is confirmed by another officer than the one who entered it.",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False),
                name="provision_confirmed_named",
            ),
            models.UniqueConstraint(
                fields=["head", "fy", "kind", "order_number"],
                condition=~Q(state="dropped"),
                name="provision_once",
                violation_error_message="This order is entered already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.head} {self.fy}"
