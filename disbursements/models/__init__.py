"""Tables of money."""

from disbursements.models.approval import Approval
from disbursements.models.budget_round import BudgetRound, RoundItem
from disbursements.models.claim import Claim
from disbursements.models.claim_function import ClaimFunction
from disbursements.models.claim_query import ClaimQuery
from disbursements.models.computation import Computation
from disbursements.models.ledger import LedgerAccount, LedgerEntry
from disbursements.models.payment import Payment
from disbursements.models.provision import Provision
from disbursements.models.sanction import Sanction
from disbursements.models.tranche import Tranche

__all__ = [
    "Approval",
    "BudgetRound",
    "Claim",
    "ClaimFunction",
    "ClaimQuery",
    "Computation",
    "LedgerAccount",
    "LedgerEntry",
    "Payment",
    "Provision",
    "RoundItem",
    "Sanction",
    "Tranche",
]
