"""Who holds which role, for which organisation, given by whom, until when."""

from django.db import models
from django.db.models import Q

from portal.accounts.models.organisation import Organisation
from portal.accounts.models.user import User
from portal.accounts.roles import Role


class RoleGrant(models.Model):
    """A role a user holds in one organisation. Revoked, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=24, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=Q(revoked_at__isnull=True),
                name="grant_once",
                violation_error_message="This role is already held.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="grant_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
