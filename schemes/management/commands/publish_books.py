"""``manage.py publish_books``: publish the books delivered with the portal that are not there yet."""

from typing import Any

from django.core.management.base import BaseCommand

from schemes.services.books import deliver_shipped_books


class Command(BaseCommand):
    """Idempotent: a book whose content is there already is left alone."""

    help = "Publish the scheme books delivered with the portal."

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish and say which."""
        for version in deliver_shipped_books():
            self.stdout.write(f"published {version} ({version.sha256[:12]})")
