"""The rules' app."""

from django.apps import AppConfig

from portal.common import guards

FROZEN = (
    "code",
    "number",
    "content",
    "sha256",
    "origin",
    "reason",
    "prepared_by_id",
    "confirmed_by_id",
    "published_at",
    "state",
)


class SchemesConfig(AppConfig):
    """schemes."""

    name = "schemes"

    def ready(self) -> None:
        """A published book version never changes."""
        guards.frozen("schemes_bookversion", FROZEN, "OLD.state = 'published'")
