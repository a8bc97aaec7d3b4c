"""App of portal.demo."""

from importlib import import_module

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """portal.demo."""

    name = "portal.demo"
    label = "demo"

    def ready(self) -> None:
        """Read the builder, which registers its job."""
        import_module("portal.demo.build")
