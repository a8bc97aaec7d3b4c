"""The project package: a floor (common, accounts) and a roof (settings, urls, celery, home, public, audit, demo)."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
