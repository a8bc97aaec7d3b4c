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
    "impact_sha256",
    "published_at",
    "state",
    "state_since",
    "state_since_day",
    "version",
)
ORDER = ("code", "order_number", "order_date", "entered_by_id", "confirmed_by_id", "confirmed_at")


class SchemesConfig(AppConfig):
    """schemes."""

    name = "schemes"

    def ready(self) -> None:
        """A published book version never changes, nor does the order two officers put behind a book."""
        guards.frozen("schemes_bookversion", FROZEN, "OLD.state = 'published'")
        guards.frozen("schemes_bookauthority", ORDER, "OLD.confirmed_at IS NOT NULL")
