"""The roof's home app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """portal.home."""

    name = "portal.home"
    label = "home"
