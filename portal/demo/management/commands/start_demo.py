"""``manage.py start_demo``: ask for the demonstration's building; the worker does it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.common import jobs
from portal.demo.build import start_demo


class Command(BaseCommand):
    """Idempotent: the same key is the same job."""

    help = "Ask for the demonstration; --here builds it in this process and waits."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where it is built."""
        parser.add_argument("--here", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and say how it stands."""
        if not settings.DEMO:
            raise CommandError("There is no demonstration here: DEMO=0 or production.")
        job = start_demo()
        if options["here"]:
            job = jobs.run_now(job, patience=1800)
        self.stdout.write(f"demonstration: {job.get_state_display()}")
