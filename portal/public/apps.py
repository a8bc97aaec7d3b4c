"""App of portal.public."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """portal.public."""

    name = "portal.public"
    label = "public"
