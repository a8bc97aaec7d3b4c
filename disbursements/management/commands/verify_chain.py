"""``manage.py verify_chain``: walk the event chain and its anchors, and name everything that doesn't hold."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from portal.common.chain_walk import walk

BROKEN = 1


class Command(BaseCommand):
    """Recomputes every hash, link, root and signature. Exit status 0: the chain holds; 1: it doesn't."""

    help = "Check the event chain and its anchors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what doesn't hold, or that all does."""
        found = walk()
        for fault in found.faults:
            self.stdout.write(fault)
        if found.faults:
            sys.exit(BROKEN)
        self.stdout.write(f"holds: {found.events} events, {found.anchors} anchors")
