"""``manage.py create_administrator``: the first sign-in of an empty portal."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.models import RoleGrant
from portal.accounts.roles import Role
from portal.accounts.services.users import add_officer
from portal.common.forms import sentence
from portal.common.refusals import Refusal


class Command(BaseCommand):
    """Asks for a password, or takes it from ADMINISTRATOR_PASSWORD."""

    help = "Add the first system administrator, who then adds the officers."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who it is."""
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--pan", required=True, help="the person's PAN")
        parser.add_argument("--office", default="Ministry of Heavy Industries")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add the person, once: a portal that has an administrator adds people by its page."""
        if RoleGrant.objects.filter(role=Role.SYS_ADMIN, revoked_at__isnull=True).exists():
            raise CommandError(
                "This portal has an administrator already; further people are added at /users/."
            )
        password = _password()
        try:
            validate_password(password)
            add_officer(
                by=None,
                name=options["name"],
                designation="System administrator",
                office=options["office"],
                email=options["email"],
                pan=options["pan"],
                mobile="",
                role=Role.SYS_ADMIN,
                password=password,
            )
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        self.stdout.write(f"{options['email']} can sign in now and add the officers at /users/.")


def _password() -> str:
    """Return the password from the environment or the keyboard. Raises CommandError where there is neither."""
    given = os.environ.get("ADMINISTRATOR_PASSWORD")
    if given:
        return given
    try:
        return getpass.getpass("Password (12 characters or more): ")
    except EOFError as error:
        raise CommandError("Give the password at the prompt, or in ADMINISTRATOR_PASSWORD.") from error
