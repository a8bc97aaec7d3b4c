"""A claim's whole way by API alone: everything a page can do, under the same permissions."""

from __future__ import annotations

from disbursements.models import Claim, Payment, Sanction, Tranche
from portal.accounts.roles import Role
from tests import factories, factories_money
from tests.factories import AwardedUnit
from tests.factories_money import Officers

from .conftest import Machine


def test_the_whole_thread(made: AwardedUnit, who: Officers, machine: Machine) -> None:
    register = factories_money.sold(made)
    company = machine(made.signatory)
    started = company.post("/api/v1/claims/", {"register": register.pk}, format="json")
    assert started.status_code == 201
    assert started.json()["state"] == "draft"
    assert started.json()["actions"] == ["submit", "withdraw"]
    claim = f"/api/v1/claims/{started.json()['id']}"

    def step(url: str, role: str, **fields: object) -> dict[str, object]:
        user = made.signatory if role == Role.APPLICANT_SIGNATORY else who[role]
        client = machine(user)
        version = client.get(f"{url.split('/actions/', maxsplit=1)[0]}/").json()["version"]
        answer = client.post(url, {"version": version, **fields}, format="json")
        assert answer.status_code == 200, answer.content
        return answer.json()

    submitted = step(f"{claim}/actions/submit/", Role.APPLICANT_SIGNATORY, declared=True)
    assert submitted["number"] == "SLI/2029-30/0001"
    computed = factories_money.computed(Claim.objects.get())
    by_number = machine(who[Role.PMA_OFFICER]).get(f"/api/v1/claims/{computed.number}/")
    assert by_number.json()["computation"]["entitlement"] == str(computed.current.entitlement)
    step(f"{claim}/actions/start_check/", Role.PMA_OFFICER)
    step(f"{claim}/actions/query/", Role.PMA_OFFICER, text="Which lots are these?")
    step(f"{claim}/actions/answer/", Role.APPLICANT_SIGNATORY, text="Lots 1 to 4.")
    step(f"{claim}/actions/finish_check/", Role.PMA_OFFICER)
    verified = step(f"/api/v1/claims/{computed.number}/actions/verify/", Role.PMA_HEAD)
    assert verified["state"] == "verified"
    factories_money.computed(Claim.objects.get())
    tranche = f"/api/v1/tranches/{Tranche.objects.get().pk}"
    step(f"{tranche}/actions/recommend/", Role.MHI_DIRECTOR)
    step(f"{tranche}/actions/concur/", Role.IFD, diary_no="IFD/1", diary_date="2030-05-10")
    step(f"{tranche}/actions/approve/", Role.COMPETENT_AUTHORITY)

    entry = {
        "head": "SLI",
        "fy": "2030-31",
        "kind": "budget_estimate",
        "amount": 6_000_000_000,
        "order_number": "B/1",
        "order_date": "2030-04-01",
    }
    entered = machine(who[Role.MHI_SO]).post("/api/v1/provisions/", entry, format="json")
    assert entered.status_code == 201, entered.content
    step(f"/api/v1/provisions/{entered.json()['id']}/actions/confirm/", Role.MHI_DIRECTOR)
    asked = {"head": "SLI", "fy": "2030-31", "cut_off": "2030-05-10"}
    seen = machine(factories.officer(Role.AUDITOR)).get("/api/v1/rounds/preview/", asked)
    assert seen.json()["payable"] == Tranche.objects.get().amount
    closed = machine(who[Role.MHI_SO]).post("/api/v1/rounds/", asked, format="json")
    assert closed.status_code == 201, closed.content
    step(f"/api/v1/rounds/{closed.json()['number']}/actions/approve/", Role.COMPETENT_AUTHORITY)
    step(f"{tranche}/actions/sanction/", Role.MHI_US)

    order = Sanction.objects.get()
    payment = f"/api/v1/payments/{order.payment.pk}"
    step(f"{payment}/actions/bill/", Role.DDO, bill_no="B/9", bill_date="2030-05-10")
    step(f"{payment}/actions/release/", Role.PAO)
    step(f"{payment}/actions/record_failure/", Role.PAO, reason="Account closed")
    step(f"{payment}/actions/release/", Role.PAO)
    paid = step(
        f"{payment}/actions/record_payment/",
        Role.PAO,
        utr="SBINR52030051012345678",
        value_date="2030-05-10",
        amount=order.amount,
    )
    assert paid["state"] == "paid"
    assert Payment.objects.get().utr == "SBINR52030051012345678"
    step(
        f"{claim}/actions/reconcile/", Role.PMA_OFFICER, reconciled_on="2030-05-10", certificate_number="SA/1"
    )
    assert Tranche.objects.count() == 2
    sanctions = machine(made.preparer).get("/api/v1/sanctions/").json()["results"]
    assert [row["number"] for row in sanctions] == [order.number]


def test_a_stranger_gets_404_and_a_wrong_role_403(made: AwardedUnit, who: Officers, machine: Machine) -> None:
    claim = factories_money.filed(factories_money.draft_claim(made), made)
    stranger = machine(factories.company().signatory)
    assert stranger.get(f"/api/v1/claims/{claim.pk}/").status_code == 404
    answer = stranger.post(f"/api/v1/claims/{claim.pk}/actions/withdraw/", {"note": "x"}, format="json")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    refused = machine(who[Role.IFD]).post(
        f"/api/v1/claims/{claim.pk}/actions/start_check/", {}, format="json"
    )
    assert refused.status_code == 403
    assert refused.json()["expected"] == "PMA_OFFICER"
    claim.refresh_from_db()
    assert claim.state == "submitted"
