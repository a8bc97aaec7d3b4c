"""Refusals: what a person is told when the portal will not do a thing, and how to mend it."""

from __future__ import annotations


class Refusal(Exception):
    """A request the rules don't allow. Says what, where, given, expected and what to do; nothing was changed."""

    status = 409

    def __init__(
        self, what: object, *, where: str = "", given: object = "", expected: object = "", todo: object = ""
    ):
        self.what, self.where, self.given, self.expected, self.todo = what, where, given, expected, todo
        super().__init__(str(what))

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.what, self.todo) if part)

    def as_dict(self) -> dict[str, str]:
        """Return the parts as text, for a page or a problem document."""
        parts = {"what": self.what, "where": self.where, "given": self.given, "expected": self.expected}
        return {**{key: str(value) for key, value in parts.items()}, "todo": str(self.todo)}


class NotAllowed(Refusal):
    """The person has no right to this, whatever the state."""

    status = 403


class Stale(Refusal):
    """Somebody else was quicker: the page showed an older state."""

    status = 409


class WrongInput(Refusal):
    """A value that can't be taken, with the field it stands in."""

    status = 422


class NotFound(Refusal):
    """There is no such thing among those this person may see."""

    status = 404
