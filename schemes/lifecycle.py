"""The lifecycle of a book version (pure table)."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role
from portal.common.workflow import Lifecycle, State, Transition

BOOK = Lifecycle(
    name="book",
    states=(
        State("draft", _("Draft"), "wait"),
        State("published", _("Published"), "ok"),
        State("dropped", _("Dropped"), "neutral"),
    ),
    transitions=(
        Transition("publish", ("draft",), "published", (Role.MHI_DIRECTOR,), _("Confirm and publish")),
        Transition("deliver", ("draft",), "published", (), _("Publish as delivered")),
        Transition(
            "drop", ("draft",), "dropped", (Role.MHI_SO, Role.MHI_DIRECTOR), _("Drop"), needs_note=True
        ),
    ),
)
