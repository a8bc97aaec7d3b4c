"""The demonstration's desks: each function moves a claim or a tranche one step, if it stands before that step.

So a build that was killed goes on where it stood. Every step is the service that people's pages call.
"""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from applicants.models import Register, Unit
from applicants.services.register import upload_register
from disbursements.models import BudgetRound, Claim, Payment, Provision, Tranche
from disbursements.services import claims, payment, provision, rounds, sanction, tranches
from portal.accounts.roles import Role
from portal.common import jobs
from portal.common.clock import business_today
from portal.common.models import Job
from portal.demo.companies import CRORE, DemoCompany, Year
from portal.demo.offices import officer
from portal.demo.registers import asset_csv, sales_csv
from portal.demo.road import signatory

ENDED = ("withdrawn", "returned", "rejected")


def work_off() -> None:
    """Do every job that was asked for, here, or wait for the worker who has it."""
    waiting = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).exclude(kind="build_demo")
    while (job := waiting.order_by("pk").first()) is not None:
        jobs.run_now(job)


def unit_of(company: DemoCompany) -> Unit:
    """Return the company's unit."""
    return Unit.objects.get(award__manufacturer__pan=company.pan, award__state="issued")


def _upload(company: DemoCompany, kind: str, fy: str, name: str, content: bytes) -> Register:
    found = Register.objects.filter(unit=unit_of(company), kind=kind, fy=fy, file__name=name).first()
    register = found or upload_register(
        by=signatory(company),
        unit_id=unit_of(company).pk,
        kind=kind,
        fy=fy,
        upload=SimpleUploadedFile(name, content, content_type="text/csv"),
    )
    work_off()
    register.refresh_from_db()
    return register


def report_sales(company: DemoCompany, year: Year, spoiled: int = 0) -> Register:
    """Upload a year's register; with ``spoiled`` wrong rows first, as happens."""
    name = f"{company.key}-{year.fy}{'-first' if spoiled else ''}.csv"
    return _upload(company, "sales", year.fy, name, sales_csv(company, year, spoiled=spoiled))


def claim_sales(company: DemoCompany, year: Year) -> Claim:
    """File the year's claim on its register."""
    unit = unit_of(company)
    found = Claim.objects.filter(unit=unit, fy=year.fy).exclude(state__in=ENDED).first()
    if found is None:
        register = report_sales(company, year)
        end = dt.date(int(year.fy[:4]) + 1, 3, 31)
        found = claims.start_sales_claim(
            by=signatory(company), unit_id=unit.pk, register_id=register.pk, period_end=end
        )
    return submit(company, found)


def claim_subsidy(company: DemoCompany, crore: str = "", until: dt.date | None = None) -> Claim:
    """File a capital subsidy claim on an asset register that adds up to ``crore``."""
    unit, name = unit_of(company), f"{company.key}-assets-{business_today():%Y-%m}.csv"
    register = _upload(company, "assets", "", name, asset_csv(company, crore=crore, until=until))
    found = Claim.objects.filter(unit=unit, component="CS", register=register).first()
    if found is None:
        found = claims.start_subsidy_claim(by=signatory(company), unit_id=unit.pk, register_id=register.pk)
    return submit(company, found)


def submit(company: DemoCompany, claim: Claim) -> Claim:
    """Submit a draft and let it be computed."""
    if claim.state == "draft":
        claims.submit_claim(by=signatory(company), claim_id=claim.pk, version=claim.version)
    work_off()
    claim.refresh_from_db()
    return claim


def check(claim: Claim, *, until: str = "verified") -> Claim:
    """Take the claim through the desk up to ``until``: desk_check, checked or verified."""
    claim.refresh_from_db()
    if claim.state == "submitted":
        claims.start_check(by=officer(Role.PMA_OFFICER), claim_id=claim.pk, version=None)
    claim.refresh_from_db()
    if claim.state == "desk_check" and until != "desk_check":
        note = "Register, phases and documents agree with the claim."
        claims.finish_check(by=officer(Role.PMA_OFFICER), claim_id=claim.pk, version=None, note=note)
    claim.refresh_from_db()
    if claim.state == "checked" and until == "verified":
        claims.verify_claim(by=officer(Role.PMA_HEAD), claim_id=claim.pk, version=None, note="Verified.")
        work_off()
    claim.refresh_from_db()
    return claim


def reconcile(claim: Claim, certificate: str) -> None:
    """Record the auditor's reconciliation, which makes the second tranche due."""
    claim.refresh_from_db()
    if claim.reconciled_on is None:
        claims.reconcile_claim(
            by=officer(Role.PMA_OFFICER),
            claim_id=claim.pk,
            reconciled_on=business_today(),
            certificate_number=certificate,
        )
        work_off()


def put_up(claim: Claim, *, until: str = "approved") -> None:
    """Take the claim's due tranches up the file: recommended, concurred or approved."""
    for tranche in Tranche.objects.filter(claim=claim, state__in=["due", "recommended", "concurred"]):
        if tranche.state == "due":
            tranches.recommend(
                by=officer(Role.MHI_DIRECTOR), tranche_id=tranche.pk, version=None, note="Recommended."
            )
        if until == "recommended":
            continue
        tranche.refresh_from_db()
        if tranche.state == "recommended":
            tranches.concur(
                by=officer(Role.IFD),
                tranche_id=tranche.pk,
                version=None,
                diary_no=f"IFD/{business_today():%Y}/{tranche.pk:04d}",
                diary_date=business_today(),
                note="Concurred.",
            )
        if until == "concurred":
            continue
        tranche.refresh_from_db()
        if tranche.state == "concurred":
            tranches.approve(
                by=officer(Role.COMPETENT_AUTHORITY), tranche_id=tranche.pk, version=None, note="Approved."
            )


def vote(head: str, fy: str, kind: str, crore: str, order: str) -> None:
    """Enter and confirm a provision."""
    found = Provision.objects.filter(head=head, fy=fy, kind=kind, order_number=order).first()
    found = found or provision.enter_provision(
        by=officer(Role.MHI_SO),
        head=head,
        fy=fy,
        kind=kind,
        amount=int(CRORE * int(crore.replace(".", "")) // 10 ** len(crore.partition(".")[2])),
        order_number=order,
        order_date=business_today(),
    )
    if found.state == "entered":
        provision.confirm_provision(
            by=officer(Role.MHI_DIRECTOR), provision_id=found.pk, version=found.version
        )


def hold_round(head: str, fy: str) -> None:
    """Close a round today over what is approved or deferred, and have it approved."""
    if Tranche.objects.filter(claim__component=head, state__in=["approved", "deferred"]).exists():
        rounds.close_round(by=officer(Role.MHI_SO), head=head, fy=fy, cut_off=business_today())
    for closed in BudgetRound.objects.filter(head=head, state="closed"):
        rounds.approve_round(by=officer(Role.COMPETENT_AUTHORITY), round_id=closed.pk, version=closed.version)


def sanction_all(claim: Claim | None = None) -> None:
    """Sanction what was allotted, of one claim or of all; the letters are made."""
    allotted = Tranche.objects.filter(state="allotted")
    for tranche in allotted.filter(claim=claim) if claim else allotted:
        sanction.sanction(by=officer(Role.MHI_US), tranche_id=tranche.pk, version=None)
    work_off()


def pay(claim: Claim | None = None, *, until: str = "paid") -> None:
    """Bill, release and record the payment of what was sanctioned, up to ``until``."""
    open_payments = Payment.objects.exclude(state="paid")
    if claim:
        open_payments = open_payments.filter(sanction__tranche__claim=claim)
    for item in open_payments.order_by("pk"):
        _pay(item, until)


def _pay(item: Payment, until: str) -> None:
    today = business_today()
    if item.state == "sanctioned":
        payment.bill(
            by=officer(Role.DDO),
            payment_id=item.pk,
            version=None,
            bill_no=f"B/{today:%Y}/{item.pk:04d}",
            bill_date=today,
        )
    if until == "billed":
        return
    item.refresh_from_db()
    if item.state == "billed":
        payment.release(by=officer(Role.PAO), payment_id=item.pk, version=None)
    if until == "released":
        return
    item.refresh_from_db()
    if item.state == "released":
        payment.record_payment(
            by=officer(Role.PAO),
            payment_id=item.pk,
            version=None,
            utr=f"DEMOR5{today:%Y%m%d}{item.pk:08d}",
            value_date=today,
            amount=item.amount,
        )
