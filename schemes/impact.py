"""What a draft book would move: rooms above register who can tell, so that nothing here calls upward."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from portal.common.canonical import sha256_of
from schemes.models import BookVersion


@dataclass(frozen=True)
class Moved:
    """One claim whose entitlement the draft would change, in whole rupees."""

    claim: str
    unit: str
    old: int
    new: int

    @property
    def difference(self) -> int:
        """Return what the claim would gain (or lose, if negative)."""
        return self.new - self.old


@dataclass(frozen=True)
class Impact:
    """All claims a draft would move. ``sha256`` proves that the publisher saw these figures and no older ones."""

    rows: tuple[Moved, ...]

    @property
    def total(self) -> int:
        """Return the sum of the differences, in rupees."""
        return sum(row.difference for row in self.rows)

    @property
    def sha256(self) -> str:
        """Return the digest of what was shown."""
        return sha256_of([[row.claim, row.old, row.new] for row in self.rows])


Provider = Callable[[BookVersion], Iterable[Moved]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a room's answer to the question which of its figures a draft book would change."""
    if provider not in _providers:
        _providers.append(provider)


def impact_of(draft: BookVersion) -> Impact:
    """Return what publishing the draft would move."""
    return Impact(tuple(row for provider in _providers for row in provider(draft)))
