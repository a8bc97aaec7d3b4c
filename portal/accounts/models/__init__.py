"""Tables of people."""

from portal.accounts.models.grant import RoleGrant
from portal.accounts.models.organisation import Organisation
from portal.accounts.models.person import Person
from portal.accounts.models.user import User

__all__ = ["Organisation", "Person", "RoleGrant", "User"]
