"""The people's app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """portal.accounts."""

    name = "portal.accounts"
    label = "accounts"
