"""From the bill to the bank: each step posts its money once (domain.md 3, 6.2)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from disbursements.lifecycle import PAYMENT
from disbursements.models import Claim, Payment
from disbursements.services import decisions, ledger
from disbursements.services.ledger import Row
from disbursements.services.tranches import check_current, close_if_settled
from portal.accounts.models import User
from portal.common.clock import business_today
from portal.common.constraints import constrained
from portal.common.events import service
from portal.common.identifiers import check_shape
from portal.common.refusals import Refusal, WrongInput
from schemes.rules.facts import fy_of


@constrained
@service
def bill(
    *, by: User, payment_id: int, version: int | None, bill_no: str, bill_date: dt.date, note: str = ""
) -> Payment:
    """Make the bill of a sanction.

    Raises Refusal once the sanction's year is over (it has lapsed), or where the claim's entitlement fell below it.
    """
    payment, claim = decisions.locked_payment(payment_id, by)
    decisions.begin(payment, PAYMENT, "bill", claim=claim, by=by, version=version, note=note)
    _check_not_lapsed(payment)
    check_current(claim)
    if not bill_no.strip():
        raise WrongInput(_("A bill has a number."), where="bill_no", expected=_("the bill's number"))
    _check_day("bill_date", bill_date, payment.sanction.sanctioned_on)
    payment.bill_no, payment.bill_date = bill_no.strip(), bill_date
    payment.save(update_fields=["bill_no", "bill_date"])
    changes = {"bill_no": payment.bill_no, "bill_date": bill_date.isoformat(), "amount": payment.amount}
    decisions.finish(payment, PAYMENT, "bill", claim=claim, by=by, note=note, changes=changes)
    return payment


@constrained
@service
def release(*, by: User, payment_id: int, version: int | None, note: str = "") -> Payment:
    """Pass the bill: the money is released to the bank. Releasing again after a failure posts nothing twice.

    Raises Refusal as ``bill`` does; what was released in its year may be released again in a later one.
    """
    payment, claim = decisions.locked_payment(payment_id, by)
    decisions.begin(payment, PAYMENT, "release", claim=claim, by=by, version=version, note=note)
    first = payment.state == "billed"
    if first:
        _check_not_lapsed(payment)
    check_current(claim)
    payment.released_on, payment.failure_reason = business_today(), ""
    payment.save(update_fields=["released_on", "failure_reason"])
    changes = {"amount": payment.amount, "again": not first}
    decisions.finish(payment, PAYMENT, "release", claim=claim, by=by, note=note, changes=changes)
    if first:
        order = payment.sanction
        row = Row(
            ledger.year_account("committed", order.head, order.fy),
            ledger.year_account("released", order.head, order.fy),
            payment.amount,
        )
        ledger.post(journal=f"release {order.number}", order_number=order.number, rows=[row])
    return payment


@constrained
@service
def record_payment(
    *,
    by: User,
    payment_id: int,
    version: int | None,
    utr: str,
    value_date: dt.date,
    amount: int,
    note: str = "",
) -> Payment:
    """Record that the bank paid: its UTR, value date and amount, which equals the sanction's to the rupee.

    Raises WrongInput for another amount, a malformed UTR, one seen before, or a value date outside release and today.
    """
    payment, claim = decisions.locked_payment(payment_id, by)
    decisions.begin(payment, PAYMENT, "record_payment", claim=claim, by=by, version=version, note=note)
    _check_bank(payment, utr, value_date, amount)
    payment.utr, payment.value_date = utr, value_date
    changes = {"utr": utr, "value_date": value_date.isoformat(), "amount": amount}
    decisions.finish(
        payment,
        PAYMENT,
        "record_payment",
        claim=claim,
        by=by,
        note=note,
        changes=changes,
        also=("utr", "value_date"),
    )
    _post_paid(payment, claim)
    close_if_settled(claim)
    return payment


def _check_bank(payment: Payment, utr: str, value_date: dt.date, amount: int) -> None:
    if type(amount) is not int or amount != payment.amount:
        raise WrongInput(
            _("The bank's amount is not the sanction's."),
            where="amount",
            given=amount,
            expected=payment.amount,
            todo=_("Record a failure, or have the bank correct it; part payments are not recorded."),
        )
    check_shape("utr", utr, where="utr")
    other = Payment.objects.filter(utr=utr).exclude(pk=payment.pk).select_related("sanction").first()
    if other is not None:
        raise WrongInput(
            _("This UTR belongs to another payment: %(sanction)s.") % {"sanction": other.sanction},
            where="utr",
            given=utr,
            expected=_("a UTR not seen before"),
            todo=_("Check it against the payment advice."),
        )
    _check_day("value_date", value_date, payment.released_on or payment.sanction.sanctioned_on)


def _post_paid(payment: Payment, claim: Claim) -> None:
    order = payment.sanction
    rows = [
        Row(
            ledger.year_account("released", order.head, order.fy),
            ledger.year_account("paid", order.head, order.fy),
            payment.amount,
        ),
        Row(
            ledger.claim_account("sanctioned", claim), ledger.claim_account("received", claim), payment.amount
        ),
    ]
    ledger.post(journal=f"payment {order.number}", order_number=order.number, rows=rows)


@constrained
@service
def record_failure(*, by: User, payment_id: int, version: int | None, reason: str) -> Payment:
    """Record that the bank sent the money back; it stays released until it is paid or released again."""
    payment, claim = decisions.locked_payment(payment_id, by)
    decisions.begin(payment, PAYMENT, "record_failure", claim=claim, by=by, version=version, note=reason)
    payment.failure_reason = reason.strip()[:200]
    payment.save(update_fields=["failure_reason"])
    decisions.finish(payment, PAYMENT, "record_failure", claim=claim, by=by, note=reason)
    return payment


def _check_not_lapsed(payment: Payment) -> None:
    running = fy_of(business_today())
    if payment.sanction.fy != running:
        raise Refusal(
            _("The sanction %(sanction)s lapsed on 31 March: it was not drawn in its year.")
            % {"sanction": payment.sanction},
            where="fy",
            given=payment.sanction.fy,
            expected=running,
            todo=_("A revalidation is a new sanction of the running year."),
        )


def _check_day(field: str, day: dt.date, first: dt.date) -> None:
    today = business_today()
    if not first <= day <= today:
        raise WrongInput(
            _("The date does not fit."),
            where=field,
            given=f"{day:%d-%m-%Y}",
            expected=_("a day from %(first)s to %(today)s")
            % {"first": f"{first:%d-%m-%Y}", "today": f"{today:%d-%m-%Y}"},
        )
