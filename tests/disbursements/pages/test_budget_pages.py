"""Provision and rounds: entered and closed by one officer, decided by another, seen before it is decided."""

from __future__ import annotations

from django.urls import reverse

from disbursements.models import BudgetRound, Provision
from portal.accounts.roles import Role
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import CRORE, DAY, NEXT_FY, Officers

from .conftest import Reader

ENTRY = {
    "head": "SLI",
    "fy": NEXT_FY,
    "kind": "budget_estimate",
    "amount": str(100 * CRORE),
    "order_number": "Budget/7",
    "order_date": "2030-04-01",
}


def test_a_provision_is_entered_by_one_and_confirmed_by_another(who: Officers, reader: Reader) -> None:
    maker, checker = reader(who[Role.MHI_SO]), reader(who[Role.MHI_DIRECTOR])
    assert maker.post(reverse("officer:provision_new"), ENTRY).status_code == 302
    entry = Provision.objects.get()
    own = maker.get(reverse("officer:budget")).context["page"]["offers"]
    assert [offer.main.action for offer in own] == ["drop"]
    [decision] = checker.get(reverse("officer:budget")).context["page"]["offers"]
    assert (decision.main.action, decision.main.amount) == ("confirm", 100 * CRORE)
    url = reverse("officer:do", args=["provision", entry.pk, "confirm"])
    asked = checker.post(url, {"version": entry.version})
    assert "Rupees one hundred crore only" in asked.content.decode()
    checker.post(url, {"version": entry.version, "confirmed": "1"})
    entry.refresh_from_db()
    assert entry.state == "confirmed"
    page = checker.get(reverse("officer:budget")).content.decode()
    assert "₹ 100.00 cr".replace(" ", "\N{NO-BREAK SPACE}") in page


def test_what_was_typed_into_a_wrong_entry_is_kept(who: Officers, reader: Reader) -> None:
    answer = reader(who[Role.MHI_SO]).post(
        reverse("officer:provision_new"), {**ENTRY, "fy": "2030-32", "order_number": "Budget/9"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Budget/9" in page
    assert "This is no financial year." in page
    assert not Provision.objects.exists()


def test_only_the_section_officer_enters(who: Officers, reader: Reader) -> None:
    assert reader(who[Role.IFD]).get(reverse("officer:provision_new")).status_code == 403


def test_a_round_is_seen_closed_and_approved(made: AwardedUnit, who: Officers, reader: Reader) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    tranche = factories_money.approved(claim.tranches.get(), who)
    short = tranche.amount - 5 * CRORE
    factories_money.provided(who, short)
    query = {"head": "SLI", "fy": NEXT_FY, "cut_off": f"{DAY:%Y-%m-%d}"}
    maker = reader(who[Role.MHI_SO])
    seen = maker.get(reverse("officer:round_new"), query).context["preview"]
    assert (seen.available, seen.payable, seen.deferred) == (short, short, 5 * CRORE)
    assert not BudgetRound.objects.exists()
    assert "Yes: close the round" in maker.post(reverse("officer:round_new"), query).content.decode()
    closed = maker.post(reverse("officer:round_new"), {**query, "confirmed": "1"})
    made_round = BudgetRound.objects.get()
    assert closed["Location"] == reverse("officer:round", args=[made_round.pk])
    own = maker.get(closed["Location"])
    assert [offer.action for offer in own.context["page"]["turn"].others] == ["drop"]
    assert "You closed this round" in own.content.decode()
    authority = reader(who[Role.COMPETENT_AUTHORITY])
    assert authority.get(closed["Location"]).context["page"]["turn"].main.amount == short
    url = reverse("officer:do", args=["round", made_round.pk, "approve"])
    authority.post(url, {"version": made_round.version, "confirmed": "1"})
    tranche.refresh_from_db()
    assert (tranche.state, tranche.amount) == ("allotted", short)


def test_an_auditor_looks_and_closes_nothing(who: Officers, made: AwardedUnit, reader: Reader) -> None:
    auditor = reader(factories.officer(Role.AUDITOR))
    assert auditor.get(reverse("officer:budget")).status_code == 200
    query = {"head": "SLI", "fy": NEXT_FY, "cut_off": f"{DAY:%Y-%m-%d}", "confirmed": "1"}
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    factories_money.approved(claim.tranches.get(), who)
    assert auditor.post(reverse("officer:round_new"), query).status_code == 403
    assert not BudgetRound.objects.exists()


def test_a_round_with_nothing_waiting_says_so(who: Officers, reader: Reader) -> None:
    query = {"head": "CS", "fy": NEXT_FY, "cut_off": f"{DAY:%Y-%m-%d}"}
    page = reader(who[Role.MHI_SO]).get(reverse("officer:round_new"), query).content.decode()
    assert "No approved part waits under this head" in page
