"""The floor's app: guards on its own tables, re-made after each migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from portal.common import guards


def _install_guards(sender: AppConfig, using: str = "default", **kwargs: object) -> None:
    guards.install(using)


class CommonConfig(AppConfig):
    """portal.common."""

    name = "portal.common"
    label = "common"

    def ready(self) -> None:
        """Register the append-only tables of the floor and the hook that makes the triggers."""
        guards.append_only("common_event", "common_anchor", "common_storedfile")
        post_migrate.connect(_install_guards, dispatch_uid="guards")
