"""The trial balance: what the ledger's rows add up to, account by account, beside the stored balances."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from disbursements.models import LedgerAccount, LedgerEntry


@dataclass(frozen=True)
class TrialBalance:
    """Sums over the whole ledger, whole rupees; ``wrong`` lists accounts whose balance is not the sum of their rows."""

    debits: int
    credits: int
    wrong: tuple[str, ...]

    @property
    def difference(self) -> int:
        """Return debits less credits: 0 in a ledger that balances."""
        return self.debits - self.credits


def trial_balance() -> TrialBalance:
    """Return the sums of all accounts, each counted from its entries."""
    debited = _by_account("debit")
    credited = _by_account("credit")
    wrong = []
    left = right = 0
    for account in LedgerAccount.objects.order_by("code"):
        net = debited.get(account.pk, 0) - credited.get(account.pk, 0)
        own = -net if account.kind.endswith("_source") else net
        if own != account.balance:
            wrong.append(account.code)
        if account.kind.endswith("_source"):
            right += account.balance
        else:
            left += account.balance
    return TrialBalance(left, right, tuple(wrong))


def _by_account(side: str) -> dict[int, int]:
    rows = LedgerEntry.objects.order_by(side).values_list(side).annotate(total=Sum("amount"))
    return dict(rows)
