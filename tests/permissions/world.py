"""One of everything the portal has an address for, made through the services, and a person for every role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from applicants.models import Register, Selection
from disbursements.jobs_evidence import KIND as PACK
from disbursements.jobs_evidence import key_of
from disbursements.models import BudgetRound, LedgerAccount, Payment, Sanction
from disbursements.services import claims
from disbursements.services.provision import enter_provision
from portal.accounts.models import User
from portal.accounts.roles import COMMITTEE, Role
from portal.common import jobs
from portal.common.anchors import make_anchor
from portal.common.models import Job
from schemes.models import BookVersion
from schemes.services.books import as_yaml, prepare_version
from tests import factories as people
from tests import factories_money as money

ANYBODY, RIVAL = "ANYBODY", "RIVAL"


@dataclass(frozen=True)
class World:
    """Who there is by role (None has not signed in), and the ids that fill the parts of addresses."""

    users: dict[str, User | None]
    ids: dict[str, object]


def build() -> World:
    """Make a claim that was paid and everything around it, a rival company, and a person for every role."""
    people.books()
    made, who = _unit(), money.Officers()
    draft = people.complete_draft(made.company, book_code="repm-7280")
    with people.on_day(money.DAY):
        payment = _paid(made, who)
        other = claims.start_subsidy_claim(
            by=made.preparer, unit_id=made.unit.pk, register_id=money.invested(made).pk
        )
        provision = _entered(who)
    waiting = people.submitted_application()
    reported = people.reported_phase(made.unit, made.company, dt.date(2029, 5, 1), 900)
    order = payment.sanction
    ids = {
        "application": made.award.application_id,
        "draft": draft.pk,
        "waiting": waiting.pk,
        "own_document": draft.documents.latest("pk").pk,
        "document": waiting.documents.latest("pk").pk,
        "selection": Selection.objects.latest("pk").pk,
        "award": made.award.pk,
        "unit": made.unit.pk,
        "phase": reported.pk,
        "register": Register.objects.filter(kind="sales").latest("pk").pk,
        "claim": order.tranche.claim_id,
        "draft_claim": other.pk,
        "tranche": order.tranche_id,
        "sanction": order.pk,
        "token": order.token,
        "payment": payment.pk,
        "provision": provision.pk,
        "round": BudgetRound.objects.latest("pk").pk,
        "account": LedgerAccount.objects.latest("pk").pk,
        "book_draft": _book_draft(who).pk,
        "job": Job.objects.filter(requested_by=made.preparer.pseudonym).latest("pk").pk,
        "user": who[Role.DDO].pk,
    }
    make_anchor()
    jobs.run_now(jobs.ask(PACK, order.tranche.claim_id, key=key_of(order.tranche.claim)))
    return World(_users(made, who), ids)


def _unit() -> people.AwardedUnit:
    owner = people.company()
    award = people.selected_award(owner)
    phase = people.confirmed_phase(award.unit, owner, dt.date(2029, 1, 15), 800)
    return people.AwardedUnit(award.unit, award, owner, [phase])


def _paid(made: people.AwardedUnit, who: money.Officers) -> Payment:
    order: Sanction = money.sanctioned(money.verified(money.draft_claim(made), made, who), who)
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run_now(job)
    return money.paid(order, who)


def _entered(who: money.Officers) -> object:
    return enter_provision(
        by=who[Role.MHI_SO],
        head="CS",
        fy=money.NEXT_FY,
        kind="budget_estimate",
        amount=money.CRORE,
        order_number="Budget/CS",
        order_date=money.DAY,
    )


def _book_draft(who: money.Officers) -> BookVersion:
    text = as_yaml(BookVersion.objects.get(code=people.BOOK)).replace("value: '40'", "value: '39'", 1)
    return prepare_version(by=who[Role.MHI_SO], code=people.BOOK, content_text=text, reason="A look at it")


def _users(made: people.AwardedUnit, who: money.Officers) -> dict[str, User | None]:
    outside = {str(role): people.officer(role) for role in (*COMMITTEE, Role.AUDITOR, Role.SYS_ADMIN)}
    company = {Role.APPLICANT_SIGNATORY.value: made.signatory, Role.APPLICANT_PREPARER.value: made.preparer}
    return {ANYBODY: None, RIVAL: people.company().signatory, **company, **who.by_role, **outside}
