"""Claims, tranches, rounds, sanctions and payments for tests, each made through the services and the real rules.

The calls belong inside ``factories.on_day``: ``DAY`` is a day on which the year 2029-30 can be claimed.
"""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import count

from applicants.models import Register
from disbursements.models import BudgetRound, Claim, Payment, Provision, Sanction, Tranche
from disbursements.selectors.decisions import computing_job
from disbursements.services import budget, claims, payment, sanction, tranches
from portal.accounts.models import User
from portal.accounts.roles import CHAIN, Role
from portal.common import jobs
from schemes.rules.facts import fy_bounds
from tests.applicants.registers import samples
from tests.factories import AwardedUnit, awarded_unit, officer, on_day

FY = "2029-30"
DAY = dt.date(2030, 5, 10)
NEXT_FY = "2030-31"
CRORE = 10**7
PLENTY = 1_000 * CRORE

_numbers = count(1)


@dataclass(frozen=True)
class Officers:
    """One officer for each role of the chain, each another person."""

    by_role: dict[str, User] = field(default_factory=lambda: {role: officer(role) for role in CHAIN})

    def __getitem__(self, role: str) -> User:
        return self.by_role[role]


def on_claim_day(fy: str) -> AbstractContextManager[None]:
    """Let the calendar stand at 10 May after a year, when it can be claimed."""
    _first, last = fy_bounds(fy)
    return on_day(dt.date(last.year, 5, 10))


def sold(
    made: AwardedUnit, kg: int = 800_000, price: int = 5_600, fy: str = FY, *, rows: int = 1, **line: object
) -> Register:
    """Return a sales register of the unit that was read: ``kg`` in all at ``price`` rupees a kilogram."""
    first, _last = fy_bounds(fy)
    day = max(first, made.phases[0].commissioned_on if made.phases else first)
    each = kg // rows
    facts = {
        "document_date": f"{day:%d-%m-%Y}",
        "freight_insurance": "0.00",
        "quantity": f"{each}.000",
        "taxable_value": f"{each * price}.00",
    }
    lines = [
        samples.sale(made, **{**facts, "document_no": f"{fy[2:4]}/{next(_numbers)}", **line})
        for _row in range(rows)
    ]
    return samples.read(made, samples.as_csv(lines), fy=fy)


def invested(made: AwardedUnit, crore: int = 505, **line: object) -> Register:
    """Return an asset register of the unit that was read: plant and machinery of so many crore, tax left out."""
    amount = f"{crore * CRORE}.00"
    facts = {
        "invoice_no": f"F/{next(_numbers)}",
        "gross": amount,
        "gst": "0.00",
        "recoverable_tax": "0.00",
        "paid_to_date": amount,
        **line,
    }
    return samples.read(made, samples.as_assets([samples.asset(**facts)]), kind="assets")


def draft_claim(made: AwardedUnit | None = None, register: Register | None = None, fy: str = FY) -> Claim:
    """Return a sales-linked draft of a year."""
    made = made or awarded_unit()
    register = register or sold(made, fy=fy)
    _first, last = fy_bounds(register.fy)
    return claims.start_sales_claim(
        by=made.preparer, unit_id=made.unit.pk, register_id=register.pk, period_end=last
    )


def subsidy_draft(made: AwardedUnit | None = None, register: Register | None = None) -> Claim:
    """Return a capital subsidy draft."""
    made = made or awarded_unit()
    register = register or invested(made)
    return claims.start_subsidy_claim(by=made.preparer, unit_id=made.unit.pk, register_id=register.pk)


def computed(claim: Claim) -> Claim:
    """Run the claim's latest computation job here and return the claim fresh."""
    job = computing_job(claim)
    assert job is not None
    jobs.run_now(job)
    claim.refresh_from_db()
    return claim


def filed(claim: Claim, made: AwardedUnit) -> Claim:
    """Submit a draft and compute it."""
    claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=claim.version)
    return computed(claim)


def at_desk(claim: Claim, made: AwardedUnit, who: Officers) -> Claim:
    """Bring a draft to the desk."""
    claim = filed(claim, made)
    return claims.start_check(by=who[Role.PMA_OFFICER], claim_id=claim.pk, version=claim.version)


def checked(claim: Claim, made: AwardedUnit, who: Officers) -> Claim:
    """Bring a draft before the head of the agency."""
    claim = at_desk(claim, made, who)
    return claims.finish_check(by=who[Role.PMA_OFFICER], claim_id=claim.pk, version=claim.version)


def verified(claim: Claim, made: AwardedUnit, who: Officers) -> Claim:
    """Bring a draft to its verified computation, with its first tranche."""
    claim = checked(claim, made, who)
    claims.verify_claim(by=who[Role.PMA_HEAD], claim_id=claim.pk, version=claim.version)
    return computed(claim)


def reconciled(claim: Claim, who: Officers, on: dt.date = DAY) -> Claim:
    """Record the reconciliation of a verified claim."""
    return claims.reconcile_claim(
        by=who[Role.PMA_OFFICER], claim_id=claim.pk, reconciled_on=on, certificate_number="SA/1"
    )


def approved(tranche: Tranche, who: Officers) -> Tranche:
    """Recommend, concur in and approve a due tranche."""
    tranches.recommend(by=who[Role.MHI_DIRECTOR], tranche_id=tranche.pk, version=None)
    tranches.concur(by=who[Role.IFD], tranche_id=tranche.pk, version=None, diary_no="IFD/1", diary_date=DAY)
    tranches.approve(by=who[Role.COMPETENT_AUTHORITY], tranche_id=tranche.pk, version=None)
    tranche.refresh_from_db()
    return tranche


def provided(
    who: Officers, amount: int = PLENTY, head: str = "SLI", fy: str = NEXT_FY, kind: str = "budget_estimate"
) -> Provision:
    """Enter and confirm a provision."""
    entered = budget.enter_provision(
        by=who[Role.MHI_SO],
        head=head,
        fy=fy,
        kind=kind,
        amount=amount,
        order_number=f"Budget/{next(_numbers)}",
        order_date=dt.date(2030, 4, 1),
    )
    return budget.confirm_provision(
        by=who[Role.MHI_DIRECTOR], provision_id=entered.pk, version=entered.version
    )


def closed_round(who: Officers, head: str = "SLI", fy: str = NEXT_FY, cut_off: dt.date = DAY) -> BudgetRound:
    """Close a round."""
    return budget.close_round(by=who[Role.MHI_SO], head=head, fy=fy, cut_off=cut_off)


def approved_round(who: Officers, **facts: object) -> BudgetRound:
    """Close a round and have it approved."""
    made = closed_round(who, **facts)  # type: ignore[arg-type]
    return budget.approve_round(by=who[Role.COMPETENT_AUTHORITY], round_id=made.pk, version=made.version)


def allotted(claim: Claim, who: Officers, amount: int = PLENTY) -> Tranche:
    """Take a verified claim's due tranche through approval, provision and round."""
    tranche = approved(claim.tranches.get(state="due"), who)
    provided(who, amount, head=claim.component)
    approved_round(who, head=claim.component)
    tranche.refresh_from_db()
    return tranche


def sanctioned(claim: Claim, who: Officers) -> Sanction:
    """Take a verified claim's due tranche to its sanction."""
    tranche = allotted(claim, who)
    return sanction.sanction(by=who[Role.MHI_US], tranche_id=tranche.pk, version=tranche.version)


def released(order: Sanction, who: Officers, day: dt.date = DAY) -> Payment:
    """Bill a sanction and release it."""
    due = order.payment
    payment.bill(by=who[Role.DDO], payment_id=due.pk, version=None, bill_no="B/1", bill_date=day)
    return payment.release(by=who[Role.PAO], payment_id=due.pk, version=None)


def paid(order: Sanction, who: Officers, day: dt.date = DAY) -> Payment:
    """Take a sanction to the bank's word that it paid."""
    due = released(order, who, day)
    return payment.record_payment(
        by=who[Role.PAO],
        payment_id=due.pk,
        version=None,
        utr=f"SBINR5{day:%Y%m%d}{next(_numbers):08d}",
        value_date=day,
        amount=due.amount,
    )
