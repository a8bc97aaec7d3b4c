"""`manage.py compute FILE`: the paying engine on facts from a file. No database is touched."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schemes.computefile import run


class Command(BaseCommand):
    """Thin over `schemes.computefile.run`."""

    help = "Computes facts from a JSON or .jsonl file and prints the result with its working."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, and a book to use instead of the repository's."""
        parser.add_argument(
            "file", metavar="FILE", help="facts; a name ending in .jsonl holds one object a line"
        )
        parser.add_argument(
            "--book", metavar="FILE", help="a scheme book (YAML) to use instead of the repository's"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 2 for wrong input."""
        status = run(options["file"], options["book"], sys.stdout, sys.stderr)
        if status:
            raise SystemExit(status)
