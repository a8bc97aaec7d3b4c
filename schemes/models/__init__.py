"""Tables of the scheme's rules."""

from schemes.models.authority import BookAuthority
from schemes.models.book_version import BookVersion

__all__ = ["BookAuthority", "BookVersion"]
