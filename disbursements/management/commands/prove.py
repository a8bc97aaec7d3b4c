"""``manage.py prove CLAIM_NO --out FILE.zip``: the evidence pack of a claim."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disbursements.evidence.pack import write_pack
from disbursements.models import Claim


class Command(BaseCommand):
    """Writes a pack that ``manage.py verify`` checks without a database."""

    help = "Write the evidence pack of a claim."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The claim's number and the file to write."""
        parser.add_argument("claim", metavar="CLAIM_NO", help="for instance SLI/2030-31/0007")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the pack beside its place and put it there once it is whole."""
        claim = Claim.objects.filter(number=options["claim"]).first()
        if claim is None:
            raise CommandError(
                f"CLAIM_NO: {options['claim']} is not a claim; expected the number of a submitted one"
            )
        out: Path = options["out"]
        part = out.with_name(f"{out.name}.part")
        try:
            with part.open("w+b") as file:
                manifest = write_pack(claim, file)
            part.replace(out)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CommandError(f"--out: {out} can't be written ({error})") from error
        members = manifest["members"]
        self.stdout.write(f"{out}: {claim.number}, {len(members)} members")  # type: ignore[arg-type]
