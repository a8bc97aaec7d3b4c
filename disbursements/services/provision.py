"""Budget provision: dated entries with their order numbers, by two officers (domain.md 10.4)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from disbursements.lifecycle import PROVISION
from disbursements.models import Claim, Provision
from disbursements.services import ledger
from disbursements.services.ledger import Row
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.constraints import constrained
from portal.common.events import record, service
from portal.common.refusals import NotAllowed, NotFound, Refusal, WrongInput
from portal.common.workflow import advance, check
from schemes.rules import Refused
from schemes.rules.facts import fy_bounds

TOO_MUCH = 10**15  # what the rules take has at most 15 digits (domain.md 10)
TAKES_AWAY = (Provision.Kind.REAPPROPRIATION_OUT, Provision.Kind.SURRENDER)


@constrained
@service
def enter_provision(
    *, by: User, head: str, fy: str, kind: str, amount: int, order_number: str, order_date: dt.date
) -> Provision:
    """Enter a provision of a head and year, whole rupees; another officer confirms it. Raises WrongInput."""
    if not by.has_role(Role.MHI_SO):
        raise NotAllowed(_("You can't enter a provision."), expected=Role.MHI_SO)
    _check_entry(head=head, fy=fy, kind=kind, amount=amount, order_number=order_number, order_date=order_date)
    provision = Provision.objects.create(
        state="entered",
        head=head,
        fy=fy,
        kind=kind,
        amount=amount,
        order_number=order_number.strip(),
        order_date=order_date,
        entered_by=by,
        state_since_day=business_today(),
    )
    record(provision, "enter", by, {"head": head, "fy": fy, "kind": kind, "amount": amount})
    return provision


def _check_entry(
    *, head: str, fy: str, kind: str, amount: int, order_number: str, order_date: dt.date
) -> None:
    if head not in Claim.Component.values:
        expected = ", ".join(Claim.Component.values)
        raise WrongInput(_("There is no such head."), where="head", given=head, expected=expected)
    try:
        fy_bounds(fy)
    except Refused as refused:
        raise WrongInput(
            _("This is no financial year."), where="fy", given=fy, expected=refused.expected
        ) from refused
    if kind not in Provision.Kind.values:
        expected = ", ".join(Provision.Kind.values)
        raise WrongInput(_("There is no such kind of entry."), where="kind", given=kind, expected=expected)
    if type(amount) is not int or not 0 < amount < TOO_MUCH:
        raise WrongInput(
            _("The amount is not right."),
            where="amount",
            given=amount,
            expected=_("whole rupees, above 0, at most 15 digits"),
        )
    if not order_number.strip():
        raise WrongInput(_("An entry rests on an order."), where="order_number", expected=_("its number"))
    if order_date > business_today():
        raise WrongInput(
            _("The order's date lies in the future."),
            where="order_date",
            given=f"{order_date:%d-%m-%Y}",
            expected=_("%(today)s or earlier") % {"today": f"{business_today():%d-%m-%Y}"},
        )


@constrained
@service
def confirm_provision(*, by: User, provision_id: int, version: int | None) -> Provision:
    """Confirm another officer's entry; what it votes or takes away is posted. A revised estimate posts nothing.

    Raises Refusal where it is the same person's entry, or takes away more than is left.
    """
    provision = _locked(provision_id)
    check(provision, PROVISION, "confirm", by, version)
    if provision.entered_by.person_id == by.person_id:
        raise Refusal(
            _("A provision is confirmed by another officer than the one who entered it."),
            where="confirmed_by",
            given=by,
            expected=_("another person"),
            todo=_("Another officer must take this step."),
        )
    provision.confirmed_by = by
    provision.save(update_fields=["confirmed_by"])
    advance(provision, PROVISION, "confirm", actor=by, changes={"amount": provision.amount})
    _post(provision)
    return provision


def _post(provision: Provision) -> None:
    if provision.kind == Provision.Kind.REVISED_ESTIMATE:
        return
    source = ledger.year_account("voted_source", provision.head, provision.fy)
    voted = ledger.year_account("voted", provision.head, provision.fy)
    away = provision.kind in TAKES_AWAY
    row = Row(voted, source, provision.amount) if away else Row(source, voted, provision.amount)
    ledger.post(journal=f"provision {provision.pk}", order_number=provision.order_number, rows=[row])


@constrained
@service
def drop_provision(*, by: User, provision_id: int, version: int | None, note: str) -> Provision:
    """Drop an entry that was not confirmed, with the reason."""
    provision = _locked(provision_id)
    check(provision, PROVISION, "drop", by, version)
    check_note(note)
    advance(provision, PROVISION, "drop", actor=by, changes={"reason": note.strip()})
    return provision


def check_note(note: str) -> None:
    """Raise WrongInput where a reason is missing."""
    if not note.strip():
        raise WrongInput(_("Say why."), where="note", expected=_("a sentence for the file"))


def _locked(provision_id: int) -> Provision:
    provision = Provision.objects.select_for_update().filter(pk=provision_id).first()
    if provision is None:
        raise NotFound(_("There is no such provision."), where="provision", given=provision_id)
    return provision
