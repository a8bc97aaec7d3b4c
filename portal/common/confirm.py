"""The second step of a button that moves money, for readers without JavaScript.

components/confirm.html asks in a dialog where script runs and posts `confirmed`. Without script the first
post lacks it, and the page answers with `layout/confirm_step.html`, which carries all that was typed to a
second post.
"""

from __future__ import annotations

from django.http import HttpRequest

NOT_CARRIED = ("csrfmiddlewaretoken", "confirmed", "version")


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the reader has said yes to the amount in words."""
    return request.POST.get("confirmed") == "1"


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted besides token and version, to be posted again by the second step."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in NOT_CARRIED
        for value in values
    ]
