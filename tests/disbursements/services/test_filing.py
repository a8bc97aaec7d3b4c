"""Starting, submitting and withdrawing a claim: what is refused, and in which words."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import floor

import pytest

from applicants.models import CountedKey, Register
from disbursements.models import Claim
from disbursements.selectors.decisions import computing_job
from disbursements.services import claims
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from tests import factories_money as money
from tests.applicants.registers import samples
from tests.factories import AwardedUnit, awarded_unit, officer, on_day
from tests.factories_money import CRORE, DAY, Officers

pytestmark = pytest.mark.django_db
END = dt.date(2030, 3, 31)


def start(made: AwardedUnit, register: Register, period_end: dt.date = END) -> Claim:
    """Start a sales-linked claim."""
    return claims.start_sales_claim(
        by=made.preparer, unit_id=made.unit.pk, register_id=register.pk, period_end=period_end
    )


def test_a_claim_before_commissioning_is_refused_with_the_reason() -> None:
    made = awarded_unit(phases={})
    register = money.sold(made)
    with pytest.raises(Refusal, match=r"not commissioned by 31-03-2030.*before commissioning") as refused:
        start(made, register)
    assert refused.value.given == "no phase that was confirmed"


def test_a_claim_of_a_year_before_the_first_phase_is_refused() -> None:
    made = awarded_unit(phases={dt.date(2030, 4, 20): 900})
    with pytest.raises(Refusal, match="not commissioned by 31-03-2030") as refused:
        start(made, money.sold(made, document_date="20-05-2029"))
    assert refused.value.given == "commissioned on 20-04-2030"


def test_a_subsidy_claim_before_commissioning_is_refused() -> None:
    made = awarded_unit(phases={})
    with pytest.raises(Refusal, match="before commissioning"):
        money.subsidy_draft(made)


def test_another_companys_unit_and_register_are_not_found() -> None:
    made, other = awarded_unit(), awarded_unit()
    register, foreign = money.sold(made), money.sold(other)
    with pytest.raises(NotFound, match="no such unit"):
        claims.start_sales_claim(
            by=other.preparer, unit_id=made.unit.pk, register_id=register.pk, period_end=END
        )
    with pytest.raises(NotFound, match="no such register"):
        start(made, foreign)


def test_only_the_company_starts_a_claim() -> None:
    made = awarded_unit()
    register = money.sold(made)
    with pytest.raises(NotAllowed, match="made by the company"):
        claims.start_sales_claim(
            by=officer("PMA_OFFICER"), unit_id=made.unit.pk, register_id=register.pk, period_end=END
        )


@pytest.mark.parametrize("day", [dt.date(2030, 3, 30), dt.date(2029, 12, 31), dt.date(2031, 3, 31)])
def test_the_annual_period_ends_on_31_march_of_the_registers_year(day: dt.date) -> None:
    made = awarded_unit()
    register = money.sold(made)
    with pytest.raises(WrongInput, match="does not end on this day") as refused:
        start(made, register, day)
    assert refused.value.expected == "31-03-2030"
    assert refused.value.given == f"{day:%d-%m-%Y}"


def test_a_period_that_has_not_ended_is_refused() -> None:
    made = awarded_unit()
    with on_day(dt.date(2030, 3, 30)), pytest.raises(Refusal, match="not ended yet"):
        start(made, money.sold(made))
    with on_day(END):
        assert start(made, made.unit.registers.get()).state == "draft"


def test_a_late_claim_is_refused_with_the_dates() -> None:
    made = awarded_unit()
    register = money.sold(made)
    with on_day(dt.date(2030, 12, 31)):
        claim = start(made, register)
    with on_day(dt.date(2031, 1, 1)):
        with pytest.raises(Refusal, match="by 31-12-2030, today is 01-01-2031"):
            claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=claim.version)
        with pytest.raises(Refusal, match="late"):
            start(made, money.sold(made))


def test_an_overlapping_period_is_refused_naming_the_claim() -> None:
    made = awarded_unit()
    first = money.filed(start(made, money.sold(made)), made)
    with pytest.raises(Refusal, match=f"{first.number} covers this period already"):
        start(made, money.sold(made))


def test_a_register_serves_one_claim() -> None:
    made = awarded_unit()
    register = money.sold(made)
    claim = start(made, register)
    with pytest.raises(Refusal, match=f"draft claim {claim.pk} already"):
        start(made, register)


def test_a_register_that_was_not_read_is_refused() -> None:
    made = awarded_unit()
    unread = samples.upload(made, samples.as_csv([samples.sale(made)]))
    with pytest.raises(Refusal, match="not ready") as refused:
        start(made, unread)
    assert refused.value.given == "uploaded"


def test_one_subsidy_claim_is_open_at_a_time() -> None:
    made = awarded_unit()
    money.subsidy_draft(made)
    with pytest.raises(Refusal, match="open capital subsidy claim already"):
        money.subsidy_draft(made)


def test_a_second_subsidy_claim_gets_what_the_first_left(who: Officers) -> None:
    made = awarded_unit()
    first = money.verified(money.subsidy_draft(made, money.invested(made, 505)), made, who)
    more = samples.read(
        made,
        samples.as_assets(
            [
                samples.asset(
                    asset_no=f"P-{n}",
                    invoice_no=f"X/{n}",
                    gross=amount,
                    paid_to_date=amount,
                    gst="0",
                    recoverable_tax="0",
                )
                for n, amount in enumerate((f"{505 * CRORE}.00", f"{95 * CRORE}.00"), 1)
            ]
        ),
        kind="assets",
    )
    second = money.filed(money.subsidy_draft(made, more), made)
    assert first.current.entitlement == 7575 * CRORE // 100
    assert second.current.entitlement == 90 * CRORE - 7575 * CRORE // 100


def test_a_document_counted_in_another_claim_is_named() -> None:
    made = awarded_unit()
    register = money.sold(made, document_no="A/1")
    money.filed(start(made, register), made)
    other = awarded_unit(made.company)
    again = samples.read(
        other, samples.as_csv([samples.sale(made, document_no="a/1", document_date="01-04-2029")])
    )
    claim = start(other, again)
    with pytest.raises(Refusal, match="already counted") as refused:
        claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=claim.version)
    assert "a/1" in str(refused.value).lower()
    claim.refresh_from_db()
    assert (claim.state, claim.number) == ("draft", None)


def test_the_preparer_does_not_submit() -> None:
    made = awarded_unit()
    claim = money.draft_claim(made)
    with pytest.raises(NotAllowed):
        claims.submit_claim(by=made.preparer, claim_id=claim.pk, version=claim.version)


def test_a_second_click_on_submit_is_told_who_was_first() -> None:
    made = awarded_unit()
    claim = money.draft_claim(made)
    claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=1)
    with pytest.raises(Stale, match="Submit the claim” by Person"):
        claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=1)


def test_numbers_have_no_gaps_where_a_submission_fails(who: Officers) -> None:
    first, second = awarded_unit(), awarded_unit()
    draft = money.draft_claim(first)
    with pytest.raises(NotAllowed):
        claims.submit_claim(by=first.preparer, claim_id=draft.pk, version=None)
    assert money.filed(money.draft_claim(second), second).number == "SLI/2029-30/0001"
    assert money.filed(draft, first).number == "SLI/2029-30/0002"


def test_withdrawing_frees_documents_and_needs_a_reason() -> None:
    made = awarded_unit()
    claim = money.filed(money.draft_claim(made), made)
    assert CountedKey.objects.filter(unit=made.unit).count() == 1
    with pytest.raises(WrongInput, match="Say why"):
        claims.withdraw_claim(by=made.signatory, claim_id=claim.pk, version=None, note=" ")
    claims.withdraw_claim(by=made.signatory, claim_id=claim.pk, version=None, note="A buyer was wrong")
    assert not CountedKey.objects.filter(unit=made.unit).exists()
    assert money.filed(money.draft_claim(made, claim.register), made).current.entitlement == 168 * CRORE


def test_a_draft_is_withdrawn_without_touching_the_register() -> None:
    made = awarded_unit()
    claim = money.draft_claim(made)
    claims.withdraw_claim(by=made.signatory, claim_id=claim.pk, version=None, note="Too early")
    claim.register.refresh_from_db()
    assert claim.register.state == "ready"


def test_officers_and_strangers_do_not_see_a_draft(who: Officers) -> None:
    made, stranger = awarded_unit(), awarded_unit()
    claim = money.draft_claim(made)
    for user in (who["PMA_OFFICER"], stranger.signatory, officer("AUDITOR"), officer("SYS_ADMIN")):
        with pytest.raises(NotFound, match="no such claim"):
            claims.submit_claim(by=user, claim_id=claim.pk, version=None)


def test_a_claim_withdrawn_while_it_is_computed_gets_no_version(who: Officers) -> None:
    made = awarded_unit()
    claim = money.draft_claim(made)
    claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=None)
    claims.withdraw_claim(by=made.signatory, claim_id=claim.pk, version=None, note="Wrong file")
    claim = money.computed(claim)
    assert claim.current is None
    assert not claim.computations.exists()


def related_sale(made: AwardedUnit, kg: str, price: str) -> Register:
    """One sale to a related party, counted at its certified price: kilograms and rupees a kilogram."""
    line = samples.sale(
        made,
        quantity=kg,
        taxable_value="9999999999.00",
        related_party="Y",
        certified_price=price,
        buyer_gstin=samples.RELATED_BUYER,
    )
    return samples.read(made, samples.as_csv([line]))


@pytest.mark.parametrize("kg", ["1000.334", "1000.333"])
def test_a_fraction_of_a_paisa_that_moves_no_rupee_is_left_out_exactly(kg: str) -> None:
    made = awarded_unit()
    claim = money.filed(start(made, related_sale(made, kg, "4999.99")), made)
    assert claim.register.value_millipaise % 1000
    exact = Fraction("4999.99") * Fraction(kg) * 40 / 100
    assert claim.current.entitlement == floor(exact)
    assert claim.current.binding == "turnover"


def test_a_fraction_of_a_paisa_that_decides_about_a_rupee_is_refused_naming_the_row() -> None:
    made = awarded_unit()
    kg = "900000.001"
    price = deciding_price(kg, allowed=900_000)
    claim = start(made, related_sale(made, kg, price))
    with pytest.raises(Refusal, match="fraction of a paisa that would decide"):
        money.filed(claim, made)
    job = computing_job(claim)
    assert job.state == "failed"
    assert "(row 2)" in job.error
    with pytest.raises(NotFound):
        claims.compute_again(by=awarded_unit().signatory, claim_id=claim.pk, version=None)
    assert claims.compute_again(by=made.signatory, claim_id=claim.pk, version=None) == job
    job.refresh_from_db()
    assert (job.state, job.error) == ("queued", "")
    with pytest.raises(Refusal, match="has not failed"):
        claims.compute_again(by=made.signatory, claim_id=claim.pk, version=None)


def deciding_price(kg: str, allowed: int) -> str:
    """The first price from Rs 3,000.00 on where cutting the turnover to the paisa loses a rupee of the ceiling.

    Only sales above the allocation can do that: 40 % of whole paise turns its rupees at whole paise.
    """
    for paise in range(300_000, 500_000):
        turnover = Fraction(paise, 100) * Fraction(kg)
        cut = Fraction(floor(turnover * 100), 100)
        of_turnover = Fraction(40, 100) * allowed / Fraction(kg)
        if floor(turnover * of_turnover) != floor(cut * of_turnover):
            return f"{paise // 100}.{paise % 100:02d}"
    raise AssertionError("no such price")


def test_the_day_of_the_claim_is_the_schemes_date() -> None:
    made = awarded_unit()
    claim = money.filed(money.subsidy_draft(made), made)
    assert (claim.claimed_on, claim.submitted_day) == (DAY, DAY)
