"""The office's pages: sealed rates, screening, ranking, awards, phases, and the second officer."""

import csv
import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from applicants.models import Application, Award, Phase, Selection, Unit
from applicants.services.screening import screen
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests import factories
from tests.applicants.test_visibility import signed_in

pytestmark = pytest.mark.django_db
SECRET = "1,987.65"


def copies(made: Application, count: int) -> None:
    """Put many more submitted applications beside one, for the lists alone."""
    rows = []
    for number in range(count):
        row = Application.objects.get(pk=made.pk) if not rows else rows[0]
        fields = {field.attname: getattr(row, field.attname) for field in Application._meta.concrete_fields}
        fields |= {"id": None, "number": f"COPY/{number:05d}", "book_code": f"copy-{number}"}
        rows.append(Application(**fields))
    Application.objects.bulk_create(rows, batch_size=500)


def page_of(client: Client, name: str, *args: object) -> str:
    """The text of an officer's page."""
    answer = client.get(reverse(f"officer:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_twenty_thousand_applications_take_few_queries(django_assert_max_num_queries) -> None:
    made = factories.submitted_application()
    copies(made, 20_000)
    client = signed_in(factories.officer(Role.PMA_OFFICER))
    url = reverse("officer:applications")
    with django_assert_max_num_queries(10):
        answer = client.get(url, {"sort": "-capacity_mtpa", "q": "COPY", "state": "submitted"})
    assert answer.context["table"].page.paginator.count == 20_000
    assert len(answer.context["table"].body) == 50


def test_the_list_is_filtered_and_downloaded() -> None:
    first = factories.submitted_application(capacity=600)
    factories.submitted_application(capacity=1200)
    client = signed_in(factories.officer(Role.AUDITOR))
    answer = client.get(reverse("officer:applications_export", args=["csv"]), {"capacity_mtpa": "600"})
    rows = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert rows[1][0] == first.number
    assert not any("1200" in row for row in rows[1:2])
    xlsx = client.get(reverse("officer:applications_export", args=["xlsx"]))
    assert b"".join(xlsx.streaming_content).startswith(b"PK")
    assert client.get(reverse("officer:applications_export", args=["pdf"])).status_code == 404


def test_a_sealed_rate_is_nowhere_before_the_ranking() -> None:
    made = factories.responsive_application(rate=SECRET)
    client = signed_in(factories.officer(Role.PMA_OFFICER))
    export = client.get(reverse("officer:applications_export", args=["csv"]))
    api = client.get(f"/api/v1/applications/{made.pk}/").json()
    findings = client.get(f"/api/v1/applications/{made.pk}/findings/").content.decode()
    seen = [
        page_of(client, "applications"),
        page_of(client, "application", made.pk),
        b"".join(export.streaming_content).decode(),
        findings,
    ]
    for text in seen:
        assert SECRET not in text
        assert "1987.65" not in text
    assert api["quoted_rate"] is None
    factories.prepare_selection(by=factories.officer(Role.MHI_DIRECTOR), book_code=factories.BOOK)
    assert SECRET in page_of(client, "application", made.pk)
    assert client.get(f"/api/v1/applications/{made.pk}/").json()["quoted_rate"] == "1987.65"


def test_an_officer_screens_on_the_page() -> None:
    made = factories.submitted_application()
    client = signed_in(factories.officer(Role.PMA_OFFICER))
    assert "Net worth reaches the band" in page_of(client, "application", made.pk)
    url = reverse("officer:application_screen", args=[made.pk])
    assert client.post(url, {"version": made.version}).status_code == 422
    assert client.post(url, {"version": made.version, "responsive": "yes"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "responsive"


def test_a_stale_page_says_who_was_quicker_and_keeps_the_reason() -> None:
    made = factories.submitted_application()
    first = factories.officer(Role.PMA_OFFICER)
    shown = made.version
    screen(by=first, application_id=made.pk, version=shown, responsive=True)
    typed = {"version": shown, "responsive": "no", "note": "Net worth is unproven."}
    answer = signed_in(factories.officer(Role.PMA_OFFICER)).post(
        reverse("officer:application_screen", args=[made.pk]), typed
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert first.person.name in page
    made.refresh_from_db()
    assert made.state == "responsive"


def test_only_the_agencys_officer_gets_the_screening_form() -> None:
    made = factories.submitted_application()
    for role in (Role.MHI_SO, Role.AUDITOR, Role.PMA_HEAD):
        client = signed_in(factories.officer(role))
        assert "Record the finding" not in page_of(client, "application", made.pk)
        answer = client.post(
            reverse("officer:application_screen", args=[made.pk]), {"version": 1, "responsive": "yes"}
        )
        assert answer.status_code == 403


def test_the_ranking_goes_from_director_to_authority() -> None:
    made = factories.responsive_application(rate="1950.00")
    director = signed_in(factories.officer(Role.MHI_DIRECTOR))
    prepare = reverse("officer:selection_prepare")
    asked = director.post(prepare, {"book_code": factories.BOOK})
    assert 'name="confirmed" value="1"' in asked.content.decode()
    assert not Selection.objects.exists()
    answer = director.post(prepare, {"book_code": factories.BOOK, "confirmed": "1"})
    selection = Selection.objects.get()
    assert answer.headers["Location"] == reverse("officer:selection", args=[selection.pk])
    again = director.post(prepare, {"book_code": factories.BOOK, "confirmed": "1"})
    assert again.status_code == 409
    assert "Approve the allotment" not in page_of(director, "selection", selection.pk)
    authority = signed_in(factories.officer(Role.COMPETENT_AUTHORITY))
    assert "Approve the allotment" in page_of(authority, "selection", selection.pk)
    approve = reverse("officer:selection_approve", args=[selection.pk])
    posted = {"version": selection.version, "confirmed": "1"}
    assert authority.post(approve, posted).status_code == 302
    assert authority.post(approve, posted).status_code == 409
    made.refresh_from_db()
    assert made.state == "allotted"


def test_a_ranking_is_dropped_with_a_reason() -> None:
    factories.responsive_application()
    selection = factories.prepare_selection(by=factories.officer(Role.MHI_DIRECTOR), book_code=factories.BOOK)
    client = signed_in(factories.officer(Role.COMPETENT_AUTHORITY))
    url = reverse("officer:selection_drop", args=[selection.pk])
    assert client.post(url, {"version": selection.version, "note": ""}).status_code == 422
    assert client.post(url, {"version": selection.version, "note": "Again."}).status_code == 302
    assert "Again." in page_of(client, "selection", selection.pk)


def allotted() -> Application:
    """An allotted application."""
    made = factories.responsive_application(clearance="missing")
    factories.approved_selection()
    return made


def test_a_held_application_becomes_an_award() -> None:
    with factories.on_day(factories.AWARD_DATE):
        made = allotted()
        made.refresh_from_db()
        officer = signed_in(factories.officer(Role.MHI_SO))
        typed = {"version": made.version, "clearance_number": "LBC/4", "file": factories.pdf()}
        cleared = officer.post(reverse("officer:application_clearance", args=[made.pk]), typed)
        assert cleared.status_code == 302
        new = reverse("officer:award_new", args=[made.pk])
        assert made.unit_name in officer.get(new).content.decode()
        typed = {"award_date": "2027-01-14", "unit_name": "U", "district": "D", "state_name": "Odisha"}
        assert officer.post(new, typed).status_code == 422
        assert officer.post(new, {**typed, "award_date": "2027-01-15"}).status_code == 302
        assert officer.post(new, {**typed, "award_date": "2027-01-15"}).status_code == 409
    assert Award.objects.get().unit_name == "U"


def recorded(by: User | None = None) -> Award:
    """A recorded award, prepared."""
    factories.books()
    facts = factories.award_facts(factories.company())
    with factories.on_day(factories.AWARD_DATE):
        return factories.record_award(by=by or factories.officer(Role.MHI_SO), **facts)


def test_an_award_made_elsewhere_is_recorded_with_its_papers() -> None:
    factories.books()
    owner = factories.company()
    client = signed_in(factories.officer(Role.MHI_SO))
    url = reverse("officer:award_record")
    typed = {
        "manufacturer": owner.manufacturer.pk,
        "book_code": factories.BOOK,
        "tender_number": "2026_MHI_1",
        "capacity_mtpa": "650",
        "award_rate": "2,150.01",
        "award_date": "2027-01-15",
        "unit_name": "U",
        "district": "D",
        "state_name": "Odisha",
    }
    with factories.on_day(factories.AWARD_DATE):
        assert "Record an award" in client.get(url).content.decode()
        wrong = client.post(url, {**typed, "file": factories.pdf()})
        assert list(wrong.context["form"].errors) == ["capacity_mtpa"]
        assert 'value="2,150.01"' in wrong.content.decode()
        wrong = client.post(url, {**typed, "capacity_mtpa": "900", "file": factories.pdf()})
        assert list(wrong.context["form"].errors) == ["award_rate"]
        right = {**typed, "capacity_mtpa": "900", "award_rate": "2,150.00", "file": factories.pdf()}
        assert client.post(url, right).status_code == 302
    assert Award.objects.get().papers is not None


def test_a_letter_is_issued_once_by_an_under_secretary() -> None:
    award = recorded()
    url = reverse("officer:award_issue", args=[award.pk])
    client = signed_in(factories.officer(Role.MHI_US))
    with factories.on_day(factories.AWARD_DATE):
        asked = client.post(url, {"version": award.version}).content.decode()
        assert "Rupees one thousand eighty crore only" in asked
        assert client.post(url, {"version": award.version, "confirmed": "1"}).status_code == 302
        second = client.post(url, {"version": award.version, "confirmed": "1"})
    assert second.status_code == 409
    assert Unit.objects.count() == 1


def test_the_section_officer_gets_no_issuing_button() -> None:
    officer = factories.officer(Role.MHI_SO)
    award = recorded(by=officer)
    client = signed_in(officer)
    assert "Issue the letter of award" not in page_of(client, "award", award.pk)
    answer = client.post(reverse("officer:award_issue", args=[award.pk]), {"version": 1, "confirmed": "1"})
    assert answer.status_code == 403


def test_papers_are_handed_out_and_a_missing_letter_is_404() -> None:
    award = recorded()
    client = signed_in(factories.officer(Role.AUDITOR))
    paper = client.get(reverse("officer:award_paper", args=[award.pk, "papers"]))
    assert b"".join(paper.streaming_content) == factories.PDF
    assert client.get(reverse("officer:award_paper", args=[award.pk, "letter"])).status_code == 404


def test_the_agencys_head_confirms_a_phase_on_the_page() -> None:
    made = factories.awarded_unit(phases={})
    phase = factories.reported_phase(made.unit, made.company, dt.date(2028, 6, 1), 450)
    client = signed_in(factories.officer(Role.PMA_HEAD))
    assert "Confirm the phase" in page_of(client, "phase", phase.pk)
    url = reverse("officer:phase_confirm", args=[phase.pk])
    assert client.post(url, {"version": phase.version}).status_code == 302
    rejected = client.post(
        reverse("officer:phase_reject", args=[phase.pk]), {"version": phase.version, "note": "No."}
    )
    assert rejected.status_code == 409
    assert Phase.objects.get().state == "confirmed"
    assert "450" in page_of(client, "unit", made.unit.pk)


@pytest.mark.parametrize("name", ["applications", "selections", "awards", "phases"])
def test_empty_lists_say_what_comes_next(name: str) -> None:
    factories.books()
    page = page_of(signed_in(factories.officer(Role.MHI_DIRECTOR)), name)
    assert 'class="empty"' in page


@pytest.mark.parametrize("name", ["applications", "selections", "awards", "phases"])
def test_lists_ask_few_questions(name: str, django_assert_max_num_queries) -> None:
    made = factories.awarded_unit()
    factories.responsive_application(made.company)
    factories.approved_selection()
    client = signed_in(factories.officer(Role.MHI_DIRECTOR))
    with django_assert_max_num_queries(10):
        assert client.get(reverse(f"officer:{name}")).status_code == 200


@pytest.mark.parametrize("name", ["applications", "awards"])
def test_the_auditor_has_the_lists_too(name: str) -> None:
    factories.awarded_unit()
    answer = signed_in(factories.officer(Role.AUDITOR)).get(reverse(f"auditor:{name}"))
    assert answer.status_code == 200
