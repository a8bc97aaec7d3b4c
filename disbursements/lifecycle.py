"""Lifecycles of money (domain.md 6.2): a claim, its tranches, sanctions and payments are four things."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role
from portal.common.workflow import Lifecycle, State, Transition


class Function:
    """The functions of the chain: one person, one function on one claim, over all rounds (design decision 4)."""

    PREPARE, CHECK, VERIFY, RECOMMEND = "prepare", "check", "verify", "recommend"
    CONCUR, APPROVE, SANCTION, BILL, RELEASE = "concur", "approve", "sanction", "bill", "release"


FUNCTIONS = (
    (Function.PREPARE, _("Prepared")),
    (Function.CHECK, _("Checked at the desk")),
    (Function.VERIFY, _("Verified")),
    (Function.RECOMMEND, _("Recommended")),
    (Function.CONCUR, _("Concurred")),
    (Function.APPROVE, _("Approved")),
    (Function.SANCTION, _("Sanctioned")),
    (Function.BILL, _("Billed")),
    (Function.RELEASE, _("Released")),
)

CLAIM = Lifecycle(
    name="claim",
    states=(
        State("draft", _("Draft"), "wait"),
        State("submitted", _("Waiting for the desk"), "wait", _("Submitted")),
        State("desk_check", _("At the desk"), "wait", _("With the agency")),
        State("query", _("Waiting for the company's answer"), "wait", _("Your answer is asked for")),
        State("checked", _("Checked, waiting for verification"), "wait", _("With the agency")),
        State("verified", _("Verified"), "ok"),
        State("closed", _("Closed"), "ok", _("Settled")),
        State("returned", _("Returned"), "neutral", _("Returned to you")),
        State("rejected", _("Rejected"), "bad"),
        State("withdrawn", _("Withdrawn"), "neutral"),
    ),
    transitions=(
        Transition(
            "submit",
            ("draft",),
            "submitted",
            (Role.APPLICANT_SIGNATORY,),
            _("Submit the claim"),
            Function.PREPARE,
        ),
        Transition(
            "withdraw",
            ("draft", "submitted", "desk_check", "query"),
            "withdrawn",
            (Role.APPLICANT_SIGNATORY,),
            _("Withdraw the claim"),
            Function.PREPARE,
            needs_note=True,
        ),
        Transition(
            "start_check",
            ("submitted",),
            "desk_check",
            (Role.PMA_OFFICER,),
            _("Take to the desk"),
            Function.CHECK,
        ),
        Transition(
            "query",
            ("desk_check",),
            "query",
            (Role.PMA_OFFICER,),
            _("Ask the company"),
            Function.CHECK,
            needs_note=True,
        ),
        Transition(
            "answer",
            ("query",),
            "desk_check",
            (Role.APPLICANT_SIGNATORY, Role.APPLICANT_PREPARER),
            _("Answer the query"),
            Function.PREPARE,
            needs_note=True,
        ),
        Transition(
            "finish_check",
            ("desk_check",),
            "checked",
            (Role.PMA_OFFICER,),
            _("Finish the desk check"),
            Function.CHECK,
        ),
        Transition("verify", ("checked",), "verified", (Role.PMA_HEAD,), _("Verify"), Function.VERIFY),
        Transition(
            "back_to_desk",
            ("checked",),
            "desk_check",
            (Role.PMA_HEAD,),
            _("Send back to the desk"),
            Function.VERIFY,
            needs_note=True,
        ),
        Transition(
            "return",
            ("desk_check",),
            "returned",
            (Role.PMA_OFFICER,),
            _("Return to the company"),
            Function.CHECK,
            needs_note=True,
        ),
        Transition(
            "reject",
            ("checked",),
            "rejected",
            (Role.PMA_HEAD,),
            _("Reject"),
            Function.VERIFY,
            needs_note=True,
        ),
        Transition("close", ("verified",), "closed", (), _("Close")),
    ),
)

LIVE_CLAIM = ("draft", "submitted", "desk_check", "query", "checked", "verified", "closed")
FILED_CLAIM = LIVE_CLAIM[1:]

TRANCHE = Lifecycle(
    name="tranche",
    states=(
        State("due", _("Waiting for recommendation"), "wait", _("With the ministry")),
        State("recommended", _("Waiting for concurrence"), "wait", _("At internal finance")),
        State("concurred", _("Waiting for approval"), "wait", _("Waiting for approval")),
        State("approved", _("Approved, waiting for a budget round"), "wait", _("Approved")),
        State("allotted", _("Allotted, waiting for sanction"), "wait", _("Approved, money allotted")),
        State("deferred", _("Deferred for want of budget"), "wait", _("Deferred, first in the next round")),
        State("sanctioned", _("Sanctioned"), "ok"),
        State("lapsed", _("Lapsed"), "bad"),
    ),
    transitions=(
        Transition(
            "recommend",
            ("due",),
            "recommended",
            (Role.MHI_DIRECTOR,),
            _("Recommend"),
            Function.RECOMMEND,
            money=True,
        ),
        Transition(
            "concur", ("recommended",), "concurred", (Role.IFD,), _("Concur"), Function.CONCUR, money=True
        ),
        Transition(
            "approve",
            ("concurred",),
            "approved",
            (Role.COMPETENT_AUTHORITY,),
            _("Approve"),
            Function.APPROVE,
            money=True,
        ),
        Transition(
            "not_concur",
            ("recommended",),
            "due",
            (Role.IFD,),
            _("Send back"),
            Function.CONCUR,
            needs_note=True,
        ),
        Transition(
            "not_approve",
            ("concurred",),
            "due",
            (Role.COMPETENT_AUTHORITY,),
            _("Send back"),
            Function.APPROVE,
            needs_note=True,
        ),
        Transition("allot", ("approved", "deferred"), "allotted", (), _("Allot money")),
        # An allotment nobody sanctioned by 31 March waits for the next year's round like any deferred part.
        Transition("defer", ("approved", "deferred", "allotted"), "deferred", (), _("Defer")),
        Transition(
            "sanction",
            ("allotted",),
            "sanctioned",
            (Role.MHI_US,),
            _("Sanction"),
            Function.SANCTION,
            money=True,
        ),
        Transition(
            "lapse",
            ("due", "recommended", "concurred", "approved", "allotted", "deferred"),
            "lapsed",
            (),
            _("Lapse"),
        ),
    ),
)

ROUND = Lifecycle(
    name="round",
    states=(
        State("closed", _("Closed, waiting for approval"), "wait"),
        State("approved", _("Approved"), "ok"),
        State("dropped", _("Dropped"), "neutral"),
    ),
    transitions=(
        Transition(
            "approve",
            ("closed",),
            "approved",
            (Role.COMPETENT_AUTHORITY,),
            _("Approve the round"),
            money=True,
        ),
        Transition(
            "drop",
            ("closed",),
            "dropped",
            (Role.MHI_SO, Role.COMPETENT_AUTHORITY),
            _("Drop"),
            needs_note=True,
        ),
    ),
)

PROVISION = Lifecycle(
    name="provision",
    states=(
        State("entered", _("Waiting for the second officer"), "wait"),
        State("confirmed", _("Confirmed"), "ok"),
        State("dropped", _("Dropped"), "neutral"),
    ),
    transitions=(
        Transition(
            "confirm", ("entered",), "confirmed", (Role.MHI_DIRECTOR,), _("Confirm the provision"), money=True
        ),
        Transition(
            "drop", ("entered",), "dropped", (Role.MHI_SO, Role.MHI_DIRECTOR), _("Drop"), needs_note=True
        ),
    ),
)

PAYMENT = Lifecycle(
    name="payment",
    states=(
        State("sanctioned", _("Waiting for the bill"), "wait", _("Sanctioned")),
        State("billed", _("Waiting for release"), "wait", _("Bill made")),
        State("released", _("Released, waiting for the bank"), "wait", _("Released to your bank")),
        State("paid", _("Paid"), "ok", _("Paid into your account")),
        State("failed", _("Payment failed"), "bad"),
    ),
    transitions=(
        Transition(
            "bill", ("sanctioned",), "billed", (Role.DDO,), _("Make the bill"), Function.BILL, money=True
        ),
        Transition(
            "release",
            ("billed", "failed"),
            "released",
            (Role.PAO,),
            _("Release"),
            Function.RELEASE,
            money=True,
        ),
        Transition(
            "record_payment",
            ("released",),
            "paid",
            (Role.PAO,),
            _("Record the payment"),
            Function.RELEASE,
            money=True,
        ),
        Transition(
            "record_failure",
            ("released",),
            "failed",
            (Role.PAO,),
            _("Record a failure"),
            Function.RELEASE,
            needs_note=True,
        ),
    ),
)
