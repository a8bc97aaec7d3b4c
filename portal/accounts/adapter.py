"""How allauth treats our sign-ins: by invitation or company registration only, never its own sign-up page."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-ups go through the portal's own registration page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: companies register at /manufacturer/register/, officers are added by the administrator."""
        return False
