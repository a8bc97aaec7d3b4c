"""Every step of a claim, by the room that takes it: filing, the desk, verification."""

from disbursements.services.asking import compute_again
from disbursements.services.desk import (
    answer_query,
    ask_query,
    back_to_desk,
    finish_check,
    reject_claim,
    return_claim,
    start_check,
)
from disbursements.services.filing import (
    deadline_of,
    start_sales_claim,
    start_subsidy_claim,
    submit_claim,
    withdraw_claim,
)
from disbursements.services.verification import reconcile_claim, verify_claim

__all__ = [
    "answer_query",
    "ask_query",
    "back_to_desk",
    "compute_again",
    "deadline_of",
    "finish_check",
    "reconcile_claim",
    "reject_claim",
    "return_claim",
    "start_check",
    "start_sales_claim",
    "start_subsidy_claim",
    "submit_claim",
    "verify_claim",
    "withdraw_claim",
]
