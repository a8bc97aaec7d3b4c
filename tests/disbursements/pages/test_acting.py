"""Pressing the buttons: confirmation, stale pages, second clicks, refusals that lose nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from disbursements.models import Approval, Claim, Payment, Tranche
from disbursements.services import tranches
from portal.accounts.roles import Role
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import DAY, Officers

from .conftest import Reader


def press(
    client: Client, thing: str, pk: int, action: str, audience: str = "officer", **typed: object
) -> HttpResponse:
    """Post a step as its button does."""
    return client.post(reverse(f"{audience}:do", args=[thing, pk, action]), typed)


def recommended(made: AwardedUnit, who: Officers) -> tuple[Claim, Tranche]:
    """A claim whose tranche waits for concurrence."""
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    tranche = claim.tranches.get()
    tranches.recommend(by=who[Role.MHI_DIRECTOR], tranche_id=tranche.pk, version=None)
    tranche.refresh_from_db()
    return claim, tranche


def test_a_claim_is_submitted_with_its_declaration_only(made: AwardedUnit, reader: Reader) -> None:
    claim = factories_money.draft_claim(made)
    client = reader(made.signatory)
    without = press(client, "claim", claim.pk, "submit", "manufacturer", version=claim.version, note="Year 2")
    assert without.status_code == 422
    assert "submitted with its declaration" in without.content.decode()
    assert "Year 2" in without.content.decode()
    done = press(
        client, "claim", claim.pk, "submit", "manufacturer", version=claim.version, declared="on", note=""
    )
    assert done.status_code == 302
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_money_moves_only_after_a_second_yes(made: AwardedUnit, who: Officers, reader: Reader) -> None:
    _claim, tranche = recommended(made, who)
    client = reader(who[Role.IFD])
    typed = {
        "version": tranche.version,
        "diary_no": "IFD/31",
        "diary_date": f"{DAY:%Y-%m-%d}",
        "note": "Agreed",
    }
    asked = press(client, "tranche", tranche.pk, "concur", **typed)
    tranche.refresh_from_db()
    assert (asked.status_code, tranche.state) == (200, "recommended")
    page = asked.content.decode()
    assert "Rupees" in page
    assert 'name="diary_no" value="IFD/31"' in page
    assert 'name="confirmed" value="1"' in page
    done = press(client, "tranche", tranche.pk, "concur", confirmed="1", **typed)
    tranche.refresh_from_db()
    assert (done.status_code, tranche.state) == (302, "concurred")


def test_the_second_of_two_officers_is_told_who_was_quicker_and_keeps_the_words(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim, tranche = recommended(made, who)
    seen = tranche.version
    quick = who[Role.IFD]
    tranches.send_back(by=quick, tranche_id=tranche.pk, version=seen, note="Head is short")
    late = factories.officer(Role.IFD)
    answer = press(
        reader(late),
        "tranche",
        tranche.pk,
        "concur",
        version=seen,
        diary_no="IFD/44",
        diary_date=f"{DAY:%Y-%m-%d}",
        note="Money is there",
        confirmed="1",
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert quick.person.name in page
    assert "Money is there" in page
    assert "IFD/44" in page
    tranche.refresh_from_db()
    assert tranche.state == "due"
    assert claim.functions.filter(person=late.person).count() == 0


def test_a_second_click_says_it_was_done_and_does_it_once(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    _claim, tranche = recommended(made, who)
    client = reader(who[Role.IFD])
    typed = {
        "version": tranche.version,
        "diary_no": "IFD/1",
        "diary_date": f"{DAY:%Y-%m-%d}",
        "note": "",
        "confirmed": "1",
    }
    first = press(client, "tranche", tranche.pk, "concur", **typed)
    second = client.post(reverse("officer:do", args=["tranche", tranche.pk, "concur"]), typed, follow=True)
    assert first.status_code == 302
    assert "You did this already: Concur." in second.content.decode()
    assert Approval.objects.filter(action="concur").count() == 1


def test_a_wrong_amount_is_named_in_its_field_and_nothing_typed_is_lost(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    payment = factories_money.released(factories_money.sanctioned(claim, who), who)
    answer = press(
        reader(who[Role.PAO]),
        "payment",
        payment.pk,
        "record_payment",
        version=payment.version,
        utr="SBINR52030051012345678",
        value_date=f"{DAY:%Y-%m-%d}",
        amount=payment.amount - 1,
        confirmed="1",
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The bank&#x27;s amount is not the sanction&#x27;s." in page
    assert "SBINR52030051012345678" in page
    assert Payment.objects.get().state == "released"


def test_a_step_posted_from_the_claim_comes_back_to_the_claim(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    payment = factories_money.sanctioned(claim, who).payment
    typed = {"version": payment.version, "bill_no": "B/1", "bill_date": f"{DAY:%Y-%m-%d}", "confirmed": "1"}
    answer = press(reader(who[Role.DDO]), "payment", payment.pk, "bill", at="claim", **typed)
    assert answer["Location"] == reverse("officer:claim", args=[claim.pk])


def test_strangers_wrong_audiences_and_unknown_steps(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim, tranche = recommended(made, who)
    stranger = reader(factories.company().signatory)
    assert stranger.get(reverse("manufacturer:claim", args=[claim.pk])).status_code == 404
    assert press(stranger, "claim", claim.pk, "withdraw", "manufacturer", note="x").status_code == 404
    assert press(reader(made.signatory), "tranche", tranche.pk, "concur", "manufacturer").status_code == 404
    assert press(reader(made.signatory), "tranche", tranche.pk, "concur").status_code == 403
    assert press(reader(who[Role.IFD]), "claim", claim.pk, "fly").status_code == 404
    assert press(reader(factories.officer(Role.AUDITOR)), "tranche", tranche.pk, "concur").status_code == 403
    assert Client().get(reverse("officer:claim", args=[claim.pk]))["Location"].startswith("/account/login/")


def test_a_look_at_a_button_s_address_leads_to_its_page_and_changes_nothing(
    made: AwardedUnit, who: Officers, reader: Reader
) -> None:
    claim, tranche = recommended(made, who)
    answer = reader(who[Role.IFD]).get(reverse("officer:do", args=["tranche", tranche.pk, "concur"]))
    assert answer["Location"] == reverse("officer:claim", args=[claim.pk])
    tranche.refresh_from_db()
    assert tranche.state == "recommended"


def test_a_role_that_may_not_is_refused_on_the_page(made: AwardedUnit, who: Officers, reader: Reader) -> None:
    _claim, tranche = recommended(made, who)
    answer = press(
        reader(who[Role.DDO]),
        "tranche",
        tranche.pk,
        "approve",
        version=tranche.version,
        note="I would",
        confirmed="1",
    )
    assert answer.status_code == 403
    assert "I would" in answer.content.decode()
