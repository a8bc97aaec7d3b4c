"""A human being. Separation of functions looks at persons, never at sign-ins."""

import secrets

from django.db import models


def new_pseudonym() -> str:
    """Return a fresh pseudonymous id: what the event chain shows instead of a name."""
    return f"P-{secrets.token_hex(6)}"


class Person(models.Model):
    """One human being: the same PAN or the same mobile number is the same person."""

    pseudonym = models.CharField(max_length=40, unique=True, default=new_pseudonym)
    name = models.CharField(max_length=120)
    pan = models.CharField(max_length=10, unique=True, null=True, blank=True)
    mobile = models.CharField(max_length=10, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pan__isnull=False) | models.Q(mobile__isnull=False),
                name="person_known_by_pan_or_mobile",
                violation_error_message="A person is known by a PAN or a mobile number.",
            )
        ]

    def __str__(self) -> str:
        return self.name
