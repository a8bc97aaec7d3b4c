"""App of portal.demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """portal.demo."""

    name = "portal.demo"
    label = "demo"
