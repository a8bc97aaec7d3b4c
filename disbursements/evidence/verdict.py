"""What a check found. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from schemes.rules import Refused

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, AssertionError)


@dataclass(frozen=True)
class Difference:
    """One thing that is not the same: the member it stands in, the place, what stands there, what was expected."""

    member: str
    place: str
    given: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.member}: {self.place}" if self.place else self.member
        return f"{where}: {self.given}; expected {self.expected}"


@dataclass
class Verdict:
    """Differences in the order they were found, and what was looked at."""

    differences: list[Difference] = field(default_factory=list)
    looked_at: dict[str, int] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def differs(self, member: str, place: str, given: object, expected: object) -> None:
        """Note a difference."""
        self.differences.append(Difference(member, place, _short(given), _short(expected)))

    def compare(self, member: str, place: str, given: object, expected: object) -> None:
        """Note a difference unless the two are equal."""
        if given != expected:
            self.differs(member, place, given, expected)

    def count(self, what: str, number: int = 1) -> None:
        """Note that so many of something were looked at."""
        self.looked_at[what] = self.looked_at.get(what, 0) + number

    @contextmanager
    def reading(self, member: str) -> Iterator[None]:
        """Turn whatever goes wrong while a member is read into a difference that names it."""
        try:
            yield
        except Refused as refused:
            self.differs(member, refused.field, refused.given, refused.expected)
        except UNREADABLE as error:
            self.differs(member, "", f"can't be read ({type(error).__name__}: {error})", "a pack's member")


Check = Callable[[], None]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:197]}..."
