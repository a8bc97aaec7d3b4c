"""``manage.py grant_application_role ROLE``: after each migration, run as the owner of the tables."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.common.application_role import grant
from portal.common.refusals import Refusal


class Command(BaseCommand):
    """Give the role the portal signs in with what it needs, and nothing that could undo the trail."""

    help = (
        "Grant the application's PostgreSQL role its rights; tables that only grow stay append-only for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the role."""
        parser.add_argument("role")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, and say which tables only grow."""
        try:
            growing = grant(options["role"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{options['role']} may read and add to, never change: {', '.join(growing)}")
