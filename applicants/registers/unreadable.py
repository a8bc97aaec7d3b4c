"""A file that can't be taken as a whole: one sentence, the register keeps it, nothing else is lost."""

from __future__ import annotations

from portal.common.refusals import Refusal, WrongInput


class Unreadable(WrongInput):
    """The file itself is wrong, not one of its rows."""

    def __init__(self, what: object, *, given: object = "", expected: object = "", todo: object = "") -> None:
        super().__init__(what, where="file", given=given, expected=expected, todo=todo)


def sentence(refusal: Refusal) -> str:
    """Return a refusal as the one text a register keeps: what, given, expected, what to do."""
    parts = refusal.as_dict()
    given = f" Given: {parts['given']}." if parts["given"] else ""
    expected = f" Expected: {parts['expected']}." if parts["expected"] else ""
    return f"{parts['what']}{given}{expected} {parts['todo']}".strip()[:400]
