"""``manage.py verify FILE.zip``: is this evidence pack the same? No database is touched."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from disbursements.evidence.check import check
from portal.common.signing import public_key_here

DIFFERENT = 1


class Command(BaseCommand):
    """Counts again, computes again, rechecks every hash and signature of a pack."""

    help = "Check an evidence pack. Exit status 0: the same; 1: different, naming what."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The pack, and the keys whose signatures count."""
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            help="a public key you trust, as published on /anchors/ (64 hexadecimal digits); may be repeated. "
            "Without it, the key of this portal counts if it has one.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the verdict and leave with its exit status."""
        own = public_key_here()
        trusted = {key.lower() for key in options["key"]} or ({own} if own else set())
        try:
            verdict = check(options["file"], trusted)
        except OSError as error:
            self.stderr.write(f"{options['file']}: can't be read ({error.strerror})")
            sys.exit(DIFFERENT)
        if not verdict.same:
            self.stdout.write(f"different: {len(verdict.differences)}")
            for difference in verdict.differences:
                self.stdout.write(f"  {difference}")
            sys.exit(DIFFERENT)
        looked_at = ", ".join(f"{number} {what}" for what, number in verdict.looked_at.items())
        self.stdout.write(f"same: {looked_at}")
        for remark in verdict.remarks:
            self.stdout.write(f"  {remark}")
