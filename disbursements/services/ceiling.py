"""The unit-and-component ceiling in the ledger: opened from the book, drawn on by entitlements (design decision 6)."""

from __future__ import annotations

from collections.abc import Sequence

from disbursements.models import Claim, LedgerAccount
from disbursements.services import ledger
from disbursements.services.ledger import Row
from disbursements.services.outlay import open_outlay
from portal.common.events import record
from schemes.models import BookVersion
from schemes.terms import book_of


def post_entitlements(
    claims: Sequence[Claim], version: BookVersion, *, cause: str, to_nothing: bool = False
) -> None:
    """Bring each claim's accounts to its current entitlement: what fell goes back first, then what rose is drawn.

    What was already sanctioned can't go back here: that part waits for its recovery, and so does, as far as it is
    missing in the ceiling, what another claim would draw. ``to_nothing`` empties the claims' accounts.
    """
    if not claims:
        return
    open_outlay(book_code=version.code)
    ceiling, source, left = _opened(claims[0])
    rows: list[Row] = []
    change = _cap(claims[0], version) - source.balance
    if change > 0:
        rows.append(Row(source, ceiling, change))
    left += max(0, change)
    rises: list[tuple[Claim, LedgerAccount, int]] = []
    for claim in claims:
        entitled, taken = _taken(claim)
        wanted = 0 if to_nothing or claim.current is None else claim.current.entitlement
        if wanted < taken:
            back = min(taken - wanted, entitled.balance)
            rows.append(Row(entitled, ceiling, back))
            left += back
        elif wanted > taken:
            rises.append((claim, entitled, wanted - taken))
    for claim, entitled, amount in rises:
        drawn = min(amount, left)
        rows.append(Row(ceiling, entitled, drawn))
        left -= drawn
        if drawn < amount:
            record(claim, "ceiling_short", None, {"entitled": amount, "drawn": drawn})
    if change < 0:
        rows.append(Row(ceiling, source, min(-change, left)))
    ledger.post(journal=cause, order_number=claims[0].number or "", rows=rows)


def _opened(claim: Claim) -> tuple[LedgerAccount, LedgerAccount, int]:
    """Lock the unit's ceiling: every computation and sanction of the unit passes here one after another."""
    ceiling = ledger.unit_account("ceiling", claim.unit, claim.component)
    source = ledger.unit_account("ceiling_source", claim.unit, claim.component)
    fresh = ledger.locked([ceiling, source])
    return fresh[ceiling.pk], fresh[source.pk], fresh[ceiling.pk].balance


def _cap(claim: Claim, version: BookVersion) -> int:
    """Return the lifetime cap of the unit's capacity as on its award date, whole rupees."""
    award = claim.unit.award
    row = book_of(version).ladder_row(award.capacity_mtpa, award.award_date, "capacity_mtpa")
    return row.sli_cap_crore.rupees if claim.component == Claim.Component.SLI else row.cs_cap_crore.rupees


def _taken(claim: Claim) -> tuple[LedgerAccount, int]:
    """Return the claim's entitled account and what the claim has taken of the ceiling in all."""
    accounts = [ledger.claim_account(kind, claim) for kind in ("entitled", "sanctioned", "received")]
    return accounts[0], sum(account.balance for account in accounts)
