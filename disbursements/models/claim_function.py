"""One person, one function on one claim: over all its tranches and rounds of return. Append-only."""

from django.conf import settings
from django.db import models

from disbursements.lifecycle import FUNCTIONS
from disbursements.models.claim import Claim
from portal.accounts.models import Person


class ClaimFunction(models.Model):
    """A person's one function on a claim. Looked at by person, not by sign-in."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="functions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="claim_functions")
    function = models.CharField(max_length=10, choices=FUNCTIONS)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "person"],
                name="one_person_one_function",
                violation_error_message="The same person already has another function on this claim.",
            ),
            models.CheckConstraint(
                condition=models.Q(function__in=[code for code, _label in FUNCTIONS]), name="function_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.function} on {self.claim}"
