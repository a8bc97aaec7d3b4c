"""What the ledger adds up to, held fast by every anchor of the event chain."""

from __future__ import annotations

from django.db.models import Count, Max, Sum

from disbursements.models import LedgerAccount, LedgerEntry


def ledger_figures() -> dict[str, object]:
    """Return count, sum and last number of the entries and the balances by kind, whole rupees as text."""
    entries = LedgerEntry.objects.aggregate(count=Count("pk"), amount=Sum("amount"), last=Max("pk"))
    balances = LedgerAccount.objects.order_by("kind").values_list("kind").annotate(total=Sum("balance"))
    return {
        "entries": entries["count"],
        "last": entries["last"] or 0,
        "amount": str(entries["amount"] or 0),
        "balances": {kind: str(total) for kind, total in balances},
    }
