"""What the company sees: years, what is held and why, warnings, its letters, a new claim."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from applicants.models import RegisterLine
from disbursements.models import Claim
from portal.accounts.roles import Role
from portal.common import jobs
from portal.common.models import Job
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import Officers

from .conftest import Reader

NBSP = "\N{NO-BREAK SPACE}"


def test_a_claim_is_started_on_a_register_and_shows_what_it_would_come_to(
    made: AwardedUnit, reader: Reader
) -> None:
    register = factories_money.sold(made)
    client = reader(made.preparer)
    page = client.get(reverse("manufacturer:claim_new"))
    assert page.context["form"].fields["register"].choices[0][0] == str(register.pk)
    started = client.post(reverse("manufacturer:claim_new"), {"register": register.pk})
    claim = Claim.objects.get()
    assert started["Location"] == reverse("manufacturer:claim", args=[claim.pk])
    draft = client.get(started["Location"]).context["page"]
    assert (draft.figures[0].amount, draft.computed.binding) == (168_00_00_000, "rate")
    assert claim.computations.count() == 0
    again = client.get(reverse("manufacturer:claim_new"))
    assert "There is no register to claim on." in again.content.decode()


def test_another_company_s_register_is_no_choice(made: AwardedUnit, reader: Reader) -> None:
    register = factories_money.sold(made)
    other = reader(factories.company().signatory)
    answer = other.post(reverse("manufacturer:claim_new"), {"register": register.pk})
    assert answer.status_code == 422
    assert not Claim.objects.exists()


def test_what_is_held_is_said_with_its_reason(made: AwardedUnit, who: Officers, reader: Reader) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    factories_money.paid(factories_money.sanctioned(claim, who), who)
    page = reader(made.signatory).get(reverse("manufacturer:claim", args=[claim.pk])).context["page"]
    figures = {str(figure.label): figure for figure in page.figures}
    assert figures["Paid to you"].amount == page.money.entitlement * 85 // 100
    assert figures["Held for now"].amount == page.money.entitlement - page.money.entitlement * 85 // 100
    assert figures["Held for now"].note == "until: Turnover reconciled"
    years = reader(made.signatory).get(reverse("manufacturer:claims")).context["views"][0]
    year = next(year for year in years.years if year.fy == claim.fy)
    assert (year.paid, year.held) == (figures["Paid to you"].amount, figures["Held for now"].amount)
    assert years.ceiling_left == years.ceiling - page.money.entitlement


def test_selling_cheap_surplus_is_warned_of_while_the_year_runs(made: AwardedUnit, reader: Reader) -> None:
    register = factories_money.sold(made, kg=950_000, price=5_600)
    claim = factories_money.draft_claim(made, register)
    with factories.on_day(dt.date(2030, 3, 31)):
        page = reader(made.signatory).get(reverse("manufacturer:claim", args=[claim.pk])).content.decode()
    assert f"below ₹{NBSP}5,250 a kg would lower the incentive" in page
    after = reader(made.signatory).get(reverse("manufacturer:claim", args=[claim.pk])).content.decode()
    assert "would lower the incentive" not in after


def test_letters_are_listed_with_download_and_verification(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    order = factories_money.sanctioned(claim, who)
    for job in Job.objects.filter(kind__in=["sanction_letter", "award_letter"]).order_by("pk"):
        jobs.run_now(job)
    page = reader(made.signatory).get(reverse("manufacturer:letters")).content.decode()
    assert reverse("sanction_letter", args=[order.pk]) in page
    assert reverse("verify", args=[order.token]) in page
    assert reverse("manufacturer:award_letter", args=[made.award.pk]) in page


def test_progress_shows_while_the_job_runs_and_the_result_after(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = factories_money.draft_claim(made)
    factories_money.claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=claim.version)
    client = reader(made.signatory)
    address = reverse("manufacturer:claim", args=[claim.pk])
    running = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in running
    assert '<meta http-equiv="refresh" content="5">' in running
    factories_money.computed(claim)
    done = client.get(address).content.decode()
    assert "every 2s" not in done
    assert "The rate decides" in done


def test_computed_again_it_is_the_same_and_a_changed_fact_shows(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = factories_money.filed(factories_money.draft_claim(made), made)
    address = reverse("officer:claim", args=[claim.pk])
    client = reader(who[Role.PMA_OFFICER])
    assert "same result when computed again just now" in client.get(f"{address}?again=1").content.decode()
    assert client.get(address).context["page"].again is None


def test_every_treatment_is_listed_with_its_lines_and_rupees(made: AwardedUnit, reader: Reader) -> None:
    register = factories_money.sold(made, rows=4)
    odd = RegisterLine.objects.filter(register=register).order_by("row").first()
    RegisterLine.objects.filter(pk=odd.pk).update(
        treatment="cancelled", counted_grams=0, counted_millipaise=0
    )
    claim = factories_money.draft_claim(made, register)
    page = reader(made.signatory).get(reverse("manufacturer:claim", args=[claim.pk])).context["page"]
    rows = {row.code: (row.count, row.grams, row.rupees) for row in page.behind.rows}
    assert rows == {
        "counted": (3, 600_000_000, 336_00_00_000),
        "cancelled": (1, 200_000_000, 112_00_00_000),
    }
