"""Posting to the ledger: the one place that writes entries and balances (design decision 6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from applicants.models import Unit
from disbursements.models import Claim, LedgerAccount, LedgerEntry
from portal.common.clock import business_today
from portal.common.events import record
from portal.common.refusals import Refusal


class Row(NamedTuple):
    """``amount`` whole rupees from ``credit`` to ``debit``."""

    credit: LedgerAccount
    debit: LedgerAccount
    amount: int


def head_account(kind: str, head: str) -> LedgerAccount:
    """Return the account of a head over the scheme's life: outlay_source, outlay, outlay_used."""
    return _account(f"{kind}:{head}", kind=kind, head=head)


def year_account(kind: str, head: str, fy: str) -> LedgerAccount:
    """Return a head's account of a year: voted_source, voted, committed, released, paid."""
    return _account(f"{kind}:{head}:{fy}", kind=kind, head=head, fy=fy)


def unit_account(kind: str, unit: Unit, component: str) -> LedgerAccount:
    """Return a unit's account for a component: ceiling_source, ceiling."""
    return _account(f"{kind}:{component}:unit {unit.pk}", kind=kind, unit=unit, component=component)


def claim_account(kind: str, claim: Claim) -> LedgerAccount:
    """Return a claim's account: entitled, sanctioned, received."""
    return _account(
        f"{kind}:claim {claim.pk}", kind=kind, claim=claim, unit=claim.unit, component=claim.component
    )


def _account(code: str, **dimensions: object) -> LedgerAccount:
    account, _made = LedgerAccount.objects.get_or_create(code=code, defaults=dimensions)
    return account


def locked(accounts: Iterable[LedgerAccount]) -> dict[int, LedgerAccount]:
    """Lock the accounts in the order of their codes and return them fresh, by primary key."""
    wanted = {account.pk for account in accounts}
    rows = LedgerAccount.objects.select_for_update().filter(pk__in=wanted).order_by("code")
    return {account.pk: account for account in rows}


def post(*, journal: str, order_number: str, rows: Iterable[Row]) -> None:
    """Post entries of one cause, inside the caller's service; rows of nothing are left out.

    ``journal`` names the cause once and for all: the same cause can't post between two accounts twice. Raises Refusal
    naming the account that would fall below zero; then nothing is posted.
    """
    moved = [row for row in rows if row.amount]
    fresh = locked(account for row in moved for account in (row.credit, row.debit))
    for row in moved:
        fresh[row.credit.pk].balance += row.amount if _is_source(row.credit) else -row.amount
        fresh[row.debit.pk].balance += -row.amount if _is_source(row.debit) else row.amount
    for account in fresh.values():
        if account.balance < 0:
            raise _short(account)
    entries = LedgerEntry.objects.bulk_create(
        LedgerEntry(
            journal=journal,
            credit=row.credit,
            debit=row.debit,
            amount=row.amount,
            order_number=order_number,
            on=business_today(),
        )
        for row in moved
    )
    LedgerAccount.objects.bulk_update(fresh.values(), ["balance"])
    if entries:
        told = [[row.credit.code, row.debit.code, row.amount] for row in moved]
        record(entries[0], "post", None, {"journal": journal, "order_number": order_number, "rows": told})


def _is_source(account: LedgerAccount) -> bool:
    return account.kind.endswith("_source")


def _short(account: LedgerAccount) -> Refusal:
    return Refusal(
        _("There is not enough left on the account %(account)s.") % {"account": account.code},
        where=account.code,
        given=account.balance,
        expected=_("a balance of at least 0 rupees"),
        todo=_("Look at the account; nothing was posted."),
    )
