"""Settings: the same for the demonstration and for production, but for TLS and where secrets come from."""

from portal.settings.base import *  # noqa: F403
