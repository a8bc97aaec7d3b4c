"""``manage.py open_outlay [CODE]``: post the heads' ceilings of a published book to the ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disbursements.services.outlay import open_outlay
from portal.common.refusals import Refusal

DEFAULT_BOOK = "repm-7350"


class Command(BaseCommand):
    """Idempotent: the same version posts nothing twice."""

    help = "Open the scheme's outlay in the ledger, so that every dashboard shows it from the first day."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the book."""
        parser.add_argument("code", nargs="?", default=DEFAULT_BOOK)

    def handle(self, *args: Any, **options: Any) -> None:
        """Post, and say by which book."""
        try:
            version = open_outlay(book_code=options["code"])
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"outlay by {version}")
