"""A company's pages: registration, the draft that forgets nothing, submission, the unit."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from applicants.models import Application, Manufacturer, Phase
from applicants.services.application import save_draft
from tests import factories
from tests.applicants.test_visibility import signed_in

pytestmark = pytest.mark.django_db


def registration(**changes: str) -> dict[str, str]:
    """What a person types into the registration page."""
    facts, someone = factories.company_facts(), factories.person()
    typed = {
        "legal_name": str(facts["legal_name"]),
        "kind": "company",
        "pan": str(facts["pan"]),
        "registry": str(facts["cin"]),
        "gstins": "\n".join(facts["gstins"]),
        "address": "1 Example Road",
        "state_name": "Delhi",
        "pin_code": "110001",
        "name": someone["name"],
        "designation": "Director",
        "email": someone["email"],
        "mobile": someone["mobile"],
        "person_pan": someone["pan"],
        "password": someone["password"],
    }
    return {**typed, **changes}


def step(made: Application, name: str) -> str:
    """The address of a step."""
    return reverse("manufacturer:application_step", args=[made.pk, name])


def test_a_company_registers_and_is_signed_in() -> None:
    client = Client()
    answer = client.post(reverse("manufacturer:register"), registration())
    assert answer.status_code == 302
    assert Manufacturer.objects.count() == 1
    assert client.get(reverse("manufacturer:applications")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pan": "WRONG"}, "pan"),
        ({"gstins": "07ZZZCR0001R1Z0"}, "gstins"),
        ({"registry": "X"}, "registry"),
        ({"person_pan": "WRONG"}, "person_pan"),
        ({"mobile": "12"}, "mobile"),
        ({"password": "short"}, "password"),
        ({"pin_code": "1"}, "pin_code"),
    ],
)
def test_a_wrong_registration_says_where_and_keeps_the_rest(changes: dict[str, str], field: str) -> None:
    typed = registration(**changes)
    answer = Client().post(reverse("manufacturer:register"), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert f'href="#id_{field}"' in page
    assert typed["legal_name"] in page
    assert typed["email"] in page


def test_a_step_keeps_a_wrong_value_with_its_message() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    client = signed_in(owner.preparer)
    typed = {
        "version": made.version,
        "unit_name": "Dhruva",
        "unit_district": "Ganjam",
        "unit_state": "Odisha",
        "capacity_mtpa": "650",
    }
    answer = client.post(step(made, "unit"), typed)
    assert answer.status_code == 422
    for _look in range(2):
        page = answer.content.decode()
        assert 'value="650"' in page
        assert "650 t a year is not a capacity of the scheme." in page
        assert "600, 700, 800, 900, 1,000, 1,100, 1,200" in page
        assert 'value="Dhruva"' in page
        answer = client.get(step(made, "unit"))
    assert "To correct" in client.get(reverse("manufacturer:application", args=[made.pk])).content.decode()


def test_a_rate_above_the_ceiling_is_shown_with_the_ceiling() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    client = signed_in(owner.preparer)
    answer = client.post(step(made, "rate"), {"version": made.version, "quoted_rate": "2,150.01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2,150.01"' in page
    assert "at most ₹ 2,150.00 a kilogram" in page


def test_the_investment_step_keeps_a_wrong_cell_beside_the_good_ones() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    typed = {
        "version": made.version,
        "investment_plant_machinery_2026-27": "120.50",
        "investment_plant_machinery_2027-28": "twelve",
    }
    answer = signed_in(owner.preparer).post(step(made, "investment"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="120.50"' in page
    assert 'value="twelve"' in page
    assert made.investment.get().amount == 1_205_000_000


def test_save_and_come_back_goes_to_the_task_list_with_wrong_values_kept() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    typed = {"version": made.version, "quoted_rate": "9999", "save_draft": "1"}
    answer = signed_in(owner.preparer).post(step(made, "rate"), typed)
    assert answer.headers["Location"] == reverse("manufacturer:application", args=[made.pk])
    made.refresh_from_db()
    assert made.typed == {"quoted_rate": "9999"}


def test_autosave_answers_without_a_page_and_keeps_the_version() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    client = signed_in(owner.preparer)
    typed = {"version": made.version, "quoted_rate": "1900"}
    assert client.post(step(made, "rate") + "?autosave=1", typed).status_code == 204
    assert client.post(step(made, "rate"), {**typed, "quoted_rate": "1950"}).status_code == 302
    made.refresh_from_db()
    assert str(made.quoted_rate) == "1950.00"


def test_a_stale_step_loses_nothing_that_was_typed() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    save_draft(by=owner.signatory, application_id=made.pk, version=made.version, fields={"unit_name": "A"})
    typed = {
        "version": made.version,
        "unit_name": "B",
        "unit_district": "",
        "unit_state": "",
        "capacity_mtpa": "",
    }
    answer = signed_in(owner.preparer).post(step(made, "unit"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="B"' in page
    assert owner.signatory.person.name in page
    assert 'name="version" value="2"' in page


def test_the_ladder_marks_the_capacity_typed() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    url = reverse("manufacturer:application_ladder", args=[made.pk])
    page = signed_in(owner.preparer).get(url, {"capacity_mtpa": "1,000"}).content.decode()
    assert "What 1,000 t a year asks and gives" in page
    for figure in ("310.00 cr", "500.00 cr", "1,075.00 cr", "125.00 cr"):
        assert figure.replace(" ", "\N{NO-BREAK SPACE}") in page


def test_documents_that_can_be_kept_are_kept_beside_one_that_cannot() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    files = {"dpr": factories.pdf(), "equity": factories.upload("equity.pdf", b"")}
    answer = signed_in(owner.preparer).post(step(made, "documents"), {"version": made.version, **files})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["equity"]
    assert made.documents.get().kind == "dpr"


def test_a_preparer_checks_and_the_signatory_submits() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    url = reverse("manufacturer:application_check", args=[made.pk])
    preparer, signatory = signed_in(owner.preparer), signed_in(owner.signatory)
    assert "authorised signatory submits" in preparer.get(url).content.decode()
    posted = {"version": made.version, "confirmed": "1"}
    assert preparer.post(url, posted).status_code == 403
    answer = signatory.post(url, posted, follow=True)
    page = answer.content.decode()
    assert "REPM/APP/0001" in page
    made.refresh_from_db()
    assert made.content_sha256 in page


def test_without_script_submission_asks_once_more() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    url = reverse("manufacturer:application_check", args=[made.pk])
    page = signed_in(owner.signatory).post(url, {"version": made.version}).content.decode()
    assert 'name="confirmed" value="1"' in page
    made.refresh_from_db()
    assert made.state == "draft"


def test_a_double_click_on_submit_makes_one_submission() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    client, url = signed_in(owner.signatory), reverse("manufacturer:application_check", args=[made.pk])
    posted = {"version": made.version, "confirmed": "1"}
    assert client.post(url, posted).status_code == 302
    second = client.post(url, posted)
    assert second.status_code == 409
    assert "REPM/APP/0001" in second.content.decode()
    assert Application.objects.filter(number__isnull=False).count() == 1


def test_the_acknowledgement_is_a_pdf() -> None:
    owner = factories.company()
    made = factories.submitted_application(owner)
    answer = signed_in(owner.preparer).get(
        reverse("manufacturer:application_acknowledgement", args=[made.pk])
    )
    assert answer.content.startswith(b"%PDF-")
    assert 'filename="REPM-APP-0001.pdf"' in answer.headers["Content-Disposition"]


def test_a_company_sees_its_result_only_when_it_is_approved() -> None:
    owner = factories.company()
    made = factories.responsive_application(owner, rate="1950.00")
    url = reverse("manufacturer:application", args=[made.pk])
    client = signed_in(owner.preparer)
    selection = factories.prepare_selection(by=factories.officer("MHI_DIRECTOR"), book_code=factories.BOOK)
    assert "Under evaluation" in client.get(url).content.decode()
    authority = factories.officer("COMPETENT_AUTHORITY")
    factories.approve_selection(by=authority, selection_id=selection.pk, version=selection.version)
    page = client.get(url).content.decode()
    assert "Ranked L1" in page
    assert "Allotted" in page


def test_a_phase_is_reported_on_the_units_page() -> None:
    made = factories.awarded_unit(phases={})
    client = signed_in(made.preparer)
    typed = {
        "commissioned_on": "2028-06-01",
        "capacity_mtpa": "450",
        "certificate_number": "CE/9",
        "file": factories.pdf(),
    }
    url = reverse("manufacturer:phase_new", args=[made.unit.pk])
    with factories.on_day(dt.date(2028, 5, 31)):
        early = client.post(url, {**typed, "file": factories.pdf()})
    assert early.status_code == 422
    assert 'value="CE/9"' in early.content.decode()
    with factories.on_day(dt.date(2028, 6, 1)):
        assert client.post(url, {**typed, "file": factories.pdf()}, follow=True).status_code == 200
    assert Phase.objects.get().capacity_mtpa == 450


def test_empty_pages_say_what_to_do_next() -> None:
    owner = factories.company()
    factories.books()
    client = signed_in(owner.preparer)
    assert "Start one" in client.get(reverse("manufacturer:applications")).content.decode()
    assert (
        "A unit begins with its letter of award." in client.get(reverse("manufacturer:unit")).content.decode()
    )


def test_an_application_is_started_from_the_list() -> None:
    owner = factories.company()
    factories.books()
    client = signed_in(owner.preparer)
    answer = client.post(reverse("manufacturer:applications"), {"book_code": factories.BOOK})
    made = Application.objects.get()
    assert answer.headers["Location"] == reverse("manufacturer:application", args=[made.pk])
    again = client.post(reverse("manufacturer:applications"), {"book_code": factories.BOOK})
    assert again.status_code == 409


@pytest.mark.parametrize(("name", "most"), [("applications", 12), ("unit", 14), ("users", 12)])
def test_a_companys_lists_ask_few_questions(name: str, most: int, django_assert_max_num_queries) -> None:
    made = factories.awarded_unit()
    factories.submitted_application(made.company)
    client = signed_in(made.preparer)
    with django_assert_max_num_queries(most):
        assert client.get(reverse(f"manufacturer:{name}")).status_code == 200


def test_every_step_opens() -> None:
    owner = factories.company()
    made = factories.complete_draft(owner)
    client = signed_in(owner.preparer)
    for name in ("unit", "technology", "standing", "investment", "rate", "documents"):
        assert client.get(step(made, name)).status_code == 200
    assert client.get(step(made, "nothing")).status_code == 404


def test_a_person_is_added_on_the_companys_page() -> None:
    owner = factories.company()
    someone = factories.person()
    typed = {**someone, "person_pan": someone["pan"], "designation": "Clerk", "role": "APPLICANT_PREPARER"}
    client = signed_in(owner.signatory)
    assert client.post(reverse("manufacturer:users"), typed).status_code == 302
    assert someone["email"] in client.get(reverse("manufacturer:users")).content.decode()
    again = client.post(reverse("manufacturer:users"), typed)
    assert list(again.context["form"].errors) == ["email"]


def test_a_withdrawal_needs_a_reason() -> None:
    owner = factories.company()
    made = factories.draft(owner)
    client, url = signed_in(owner.signatory), reverse("manufacturer:application_withdraw", args=[made.pk])
    assert client.post(url, {"version": made.version, "note": ""}).status_code == 422
    assert client.post(url, {"version": made.version, "note": "Another plan."}).status_code == 302
