"""Lifecycles of the applicant's side (domain.md 6.1), as readable tables."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role
from portal.common.workflow import Lifecycle, State, Transition

SIGNATORY, PREPARER = Role.APPLICANT_SIGNATORY, Role.APPLICANT_PREPARER

APPLICATION = Lifecycle(
    name="application",
    states=(
        State("draft", _("Draft"), "wait"),
        State("submitted", _("Waiting for screening"), "wait", _("Submitted")),
        State("responsive", _("Responsive, waiting for ranking"), "wait", _("Under evaluation")),
        State("non_responsive", _("Not responsive"), "bad"),
        State("allotted", _("Allotted"), "ok"),
        State("held", _("Held for land-border clearance"), "wait"),
        State("wait_listed", _("On the wait-list"), "neutral"),
        State("refused", _("Refused in ranking"), "bad"),
        State("awarded", _("Awarded"), "ok"),
        State("withdrawn", _("Withdrawn"), "neutral"),
    ),
    transitions=(
        Transition("submit", ("draft",), "submitted", (SIGNATORY,), _("Submit the application")),
        Transition(
            "withdraw", ("draft", "submitted"), "withdrawn", (SIGNATORY,), _("Withdraw"), needs_note=True
        ),
        Transition(
            "find_responsive", ("submitted",), "responsive", (Role.PMA_OFFICER,), _("Find responsive")
        ),
        Transition(
            "find_non_responsive",
            ("submitted",),
            "non_responsive",
            (Role.PMA_OFFICER,),
            _("Find not responsive"),
            needs_note=True,
        ),
        Transition("allot", ("responsive", "held", "wait_listed"), "allotted", (), _("Allot")),
        Transition("hold", ("responsive",), "held", (), _("Hold for clearance")),
        Transition("wait_list", ("responsive",), "wait_listed", (), _("Put on the wait-list")),
        Transition("refuse", ("responsive",), "refused", (), _("Refuse in ranking")),
        Transition("award", ("allotted",), "awarded", (), _("Award")),
    ),
)

SELECTION = Lifecycle(
    name="selection",
    states=(
        State("prepared", _("Waiting for approval"), "wait"),
        State("approved", _("Approved"), "ok"),
        State("dropped", _("Dropped"), "neutral"),
    ),
    transitions=(
        Transition(
            "approve", ("prepared",), "approved", (Role.COMPETENT_AUTHORITY,), _("Approve the allotment")
        ),
        Transition(
            "drop",
            ("prepared",),
            "dropped",
            (Role.MHI_DIRECTOR, Role.COMPETENT_AUTHORITY),
            _("Drop"),
            needs_note=True,
        ),
    ),
)

AWARD = Lifecycle(
    name="award",
    states=(
        State("prepared", _("Waiting for the second officer"), "wait"),
        State("issued", _("Letter of award issued"), "ok"),
        State("dropped", _("Dropped"), "neutral"),
    ),
    transitions=(
        Transition("issue", ("prepared",), "issued", (Role.MHI_US,), _("Issue the letter of award")),
        Transition("drop", ("prepared",), "dropped", (Role.MHI_SO, Role.MHI_US), _("Drop"), needs_note=True),
    ),
)

PHASE = Lifecycle(
    name="phase",
    states=(
        State("reported", _("Waiting for confirmation"), "wait", _("Reported, with the agency")),
        State("confirmed", _("Confirmed"), "ok"),
        State("rejected", _("Not confirmed"), "bad"),
    ),
    transitions=(
        Transition("confirm", ("reported",), "confirmed", (Role.PMA_HEAD,), _("Confirm the phase")),
        Transition(
            "reject", ("reported",), "rejected", (Role.PMA_HEAD,), _("Don't confirm"), needs_note=True
        ),
    ),
)

REGISTER = Lifecycle(
    name="register",
    states=(
        State("uploaded", _("Waiting to be read"), "wait"),
        State("ready", _("Read"), "ok"),
        State("unreadable", _("Could not be read"), "bad"),
        State("locked", _("In a claim"), "ok"),
        State("replaced", _("Replaced by a newer version"), "neutral"),
        State("discarded", _("Discarded"), "neutral"),
    ),
    transitions=(
        Transition("read", ("uploaded",), "ready", (), _("Read")),
        Transition("fail", ("uploaded",), "unreadable", (), _("Refuse the file")),
        Transition("lock", ("ready",), "locked", (), _("Put into a claim")),
        Transition("release", ("locked",), "ready", (), _("Free from a claim")),
        Transition("replace", ("ready", "locked"), "replaced", (), _("Replace by a newer version")),
        Transition("recount", ("ready",), "uploaded", (SIGNATORY, PREPARER), _("Count again")),
        Transition("discard", ("ready", "unreadable"), "discarded", (SIGNATORY, PREPARER), _("Discard")),
    ),
)
