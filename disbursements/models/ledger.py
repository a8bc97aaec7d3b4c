"""The ledger: each entry debits one account and credits another; balances can't go negative (design decision 6)."""

from django.db import models
from django.db.models import F, Q

from applicants.models import Unit
from disbursements.models.claim import Claim
from portal.common.fields import RupeesField


class LedgerAccount(models.Model):
    """An account, known by its code. Money flows from the credited to the debited account.

    Kinds, in the order money runs through them:

    * scheme: ``outlay_source`` -> ``outlay`` (by head) -> ``outlay_used``
    * year: ``voted_source`` -> ``voted`` (by head and FY) -> ``committed`` -> ``released`` -> ``paid``
    * unit: ``ceiling_source`` -> ``ceiling`` (by unit and component) -> ``entitled`` (by claim) -> ``sanctioned``
      (by claim) -> ``received`` (by claim)

    A ``..._source`` account is the other side of what Parliament, the book or an award put in: its balance counts
    what went out. Every balance is at least 0.
    """

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20)
    head = models.CharField(max_length=12, blank=True)
    fy = models.CharField(max_length=7, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    component = models.CharField(max_length=3, blank=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="+")
    balance = RupeesField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(balance__gte=0),
                name="account_balance_not_negative",
                violation_error_message="There is not enough left on this account.",
            )
        ]
        indexes = [models.Index(fields=["kind", "head", "fy"], name="account_kind")]

    def __str__(self) -> str:
        return self.code


class LedgerEntry(models.Model):
    """One posting: ``amount`` rupees from ``credit`` to ``debit``. Append-only; a correction is a reverse entry."""

    journal = models.CharField(max_length=60)  # what caused it: sanction SO/2030-31/0007, provision 12, …
    credit = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="credits")
    debit = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="debits")
    amount = RupeesField()
    order_number = models.CharField(max_length=80)
    on = models.DateField()  # the scheme's date
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_amount_positive"),
            models.CheckConstraint(condition=~Q(credit=F("debit")), name="entry_two_accounts"),
            models.UniqueConstraint(fields=["journal", "credit", "debit"], name="entry_once_per_journal"),
        ]
        indexes = [models.Index(fields=["on"], name="entry_day")]

    def __str__(self) -> str:
        return f"{self.journal}: {self.amount}"
