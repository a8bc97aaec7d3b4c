"""A sign-in. Several sign-ins may belong to one person; they share every separation check."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from portal.accounts.models.person import Person
from portal.accounts.roles import Role, audience_of


class UserManager(BaseUserManager["User"]):
    """Makes sign-ins."""

    def create_user(self, email: str, password: str | None, **fields: Any) -> User:
        """Make a sign-in with a hashed password. The service ``accounts.services.users.add_user`` is the way in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A sign-in of one person, by e-mail address."""

    email = models.EmailField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="users")
    designation = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"{self.person.name}, {self.designation}" if self.designation else self.person.name

    @property
    def pseudonym(self) -> str:
        """Return the person's pseudonymous id."""
        return self.person.pseudonym

    @cached_property
    def role_codes(self) -> frozenset[str]:
        """Return the roles in force, read once per request."""
        return frozenset(self.grants.filter(revoked_at__isnull=True).values_list("role", flat=True))

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """Return the organisations the person acts for, read once per request."""
        return frozenset(
            self.grants.filter(revoked_at__isnull=True).values_list("organisation_id", flat=True)
        )

    @cached_property
    def audience(self) -> str:
        """Return manufacturer, officer, auditor or public."""
        return audience_of(set(self.role_codes))

    def has_role(self, *roles: str) -> bool:
        """Say whether the user holds any of these roles."""
        return not self.role_codes.isdisjoint(roles)

    @property
    def role_labels(self) -> str:
        """Return the user's roles in words."""
        return ", ".join(str(Role(code).label) for code in sorted(self.role_codes))
