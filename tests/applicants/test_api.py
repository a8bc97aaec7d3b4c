"""The applicant's API: the pages' services under the pages' permissions, problem documents naming the field."""

import json

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from applicants.models import Application
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests import factories
from tests.applicants.test_visibility import signed_in

pytestmark = pytest.mark.django_db


class Machine:
    """A machine that signs in with a token and speaks JSON."""

    def __init__(self, user: User):
        self.client = Client(headers={"Authorization": f"Token {Token.objects.create(user=user).key}"})

    def get(self, path: str) -> tuple[int, dict]:
        """Ask for a thing."""
        answer = self.client.get(f"/api/v1/{path}")
        return answer.status_code, answer.json()

    def send(self, method: str, path: str, body: object) -> tuple[int, dict]:
        """Send a JSON body."""
        answer = getattr(self.client, method)(
            f"/api/v1/{path}", data=json.dumps(body), content_type="application/json"
        )
        return answer.status_code, answer.json()

    def upload(self, path: str, **body: object) -> tuple[int, dict]:
        """Send a file with its fields."""
        answer = self.client.post(f"/api/v1/{path}", body)
        return answer.status_code, answer.json()


def test_an_application_goes_from_start_to_submission() -> None:
    owner = factories.company()
    factories.books()
    preparer, signatory = Machine(owner.preparer), Machine(owner.signatory)
    status, made = preparer.send("post", "applications/", {"book_code": factories.BOOK})
    assert (status, made["state"], made["version"]) == (201, "draft", 1)
    path = f"applications/{made['id']}/"
    fields = factories.application_fields(rate="1950.00")
    body = {"version": 1, "fields": fields, "investment": factories.investment_plan()}
    status, made = preparer.send("patch", path, body)
    assert (status, made["quoted_rate"], made["version"]) == (200, "1950.00", 2)
    for kind in factories.DOCUMENTS:
        assert preparer.upload(f"{path}documents/", kind=kind, file=factories.pdf())[0] == 201
    assert preparer.send("post", f"{path}actions/submit/", {"version": 2})[0] == 403
    status, made = signatory.send("post", f"{path}actions/submit/", {"version": 2})
    assert (status, made["number"], made["state"]) == (200, "REPM/APP/0001", "submitted")
    assert signatory.send("post", f"{path}actions/submit/", {"version": 2})[0] == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [("capacity_mtpa", 650), ("quoted_rate", "2150.01"), ("quoted_rate", 2100.5), ("net_worth_crore", "-1")],
)
def test_a_wrong_value_is_a_problem_that_names_its_field(field: str, value: object) -> None:
    owner = factories.company()
    made = factories.draft(owner)
    status, problem = Machine(owner.preparer).send(
        "patch", f"applications/{made.pk}/", {"version": 1, "fields": {field: value, "unit_name": "New"}}
    )
    assert (status, problem["field"]) == (422, field)
    assert problem["expected"]
    made.refresh_from_db()
    assert made.unit_name == ""


def test_a_float_in_the_plan_is_refused() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    body = {
        "version": 1,
        "fields": {},
        "investment": [{"head": "plant_machinery", "fy": "2026-27", "amount": 1.5}],
    }
    status, problem = Machine(owner.preparer).send("patch", f"applications/{made.pk}/", body)
    assert (status, problem["field"]) == (422, "investment_plant_machinery_2026-27")


def test_a_malformed_body_is_told_by_field() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    status, problem = Machine(owner.preparer).send("patch", f"applications/{made.pk}/", {"fields": {}})
    assert (status, list(problem["errors"])) == (400, ["version"])


def test_officers_move_an_application_to_an_award() -> None:
    made = factories.submitted_application(rate="1950.00")
    path = f"applications/{made.pk}/"
    agency, director = (
        Machine(factories.officer(Role.PMA_OFFICER)),
        Machine(factories.officer(Role.MHI_DIRECTOR)),
    )
    status, shown = agency.get(path)
    assert (status, shown["quoted_rate"]) == (200, None)
    assert "find_responsive" in shown["actions"]
    status, shown = agency.send(
        "post", f"{path}actions/screen/", {"version": shown["version"], "responsive": True}
    )
    assert (status, shown["state"]) == (200, "responsive")
    assert len(agency.client.get(f"/api/v1/{path}findings/").json()) == 7
    status, ranking = director.send("post", "selections/", {"book_code": factories.BOOK})
    assert (status, ranking["entries"][0]["award_rate"]) == (201, "1950.00")
    authority = Machine(factories.officer(Role.COMPETENT_AUTHORITY))
    approve = f"selections/{ranking['id']}/actions/approve/"
    assert director.send("post", approve, {"version": 1})[0] == 403
    assert authority.send("post", approve, {"version": 1})[0] == 200
    day = Application.objects.get(pk=made.pk).submitted_day.isoformat()
    status, award = Machine(factories.officer(Role.MHI_SO)).send(
        "post", "awards/", {"application": made.pk, "award_date": day}
    )
    assert (status, award["state"]) == (201, "prepared")
    status, award = Machine(factories.officer(Role.MHI_US)).send(
        "post", f"awards/{award['id']}/actions/issue/", {"version": 1}
    )
    assert (status, award["number"]) == (200, "REPM/LOA/0001")


def test_a_unit_shows_its_facts_and_takes_a_phase() -> None:
    made = factories.awarded_unit(phases={})
    machine = Machine(made.preparer)
    status, facts = machine.get(f"units/{made.unit.pk}/facts/")
    assert (status, facts["award_rate"], facts["commissioned"]) == (200, "2100.00", [])
    with factories.on_day(factories.AWARD_DATE):
        status, phase = machine.upload(
            f"units/{made.unit.pk}/phases/",
            commissioned_on="2027-01-15",
            capacity_mtpa="450",
            certificate_number="CE/1",
            certificate=factories.pdf(),
        )
    assert (status, phase["state"]) == (201, "reported")
    head = Machine(factories.officer(Role.PMA_HEAD))
    confirm = f"phases/{phase['id']}/actions/confirm/"
    assert head.send("post", confirm, {"version": phase["version"]})[0] == 200
    assert head.send("post", confirm, {"version": phase["version"]})[0] == 409


def test_lists_ask_few_questions(django_assert_max_num_queries) -> None:
    made = factories.awarded_unit()
    for _round in range(3):
        factories.submitted_application()
    client = signed_in(factories.officer(Role.AUDITOR))
    for name in ("applications", "awards", "units", "phases", "selections"):
        with django_assert_max_num_queries(8):
            assert client.get(f"/api/v1/{name}/").status_code == 200
    assert client.get(f"/api/v1/units/{made.unit.pk}/").json()["number"] == made.unit.number


def test_strangers_get_nothing() -> None:
    assert Client().get("/api/v1/applications/").status_code == 401
