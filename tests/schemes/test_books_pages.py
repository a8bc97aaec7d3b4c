"""The pages of the scheme books: open to read, drafts the office's alone, input kept, nothing changed by looking."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes import impact
from schemes.models import BookAuthority, BookVersion
from schemes.selectors import figures
from schemes.services import books
from schemes.terms import current_version, is_specimen
from tests.factories import company, officer

pytestmark = pytest.mark.django_db
CODE = "repm-7350"
GARBAGE = ("", "x", "0", "-1", "9" * 30, "9" * 5000, "१", "1.0", "\x00")


@pytest.fixture(autouse=True)
def shipped() -> BookVersion:
    books.deliver_shipped_books()
    version = current_version(CODE)
    assert version is not None
    return version


@pytest.fixture
def so() -> User:
    return officer(Role.MHI_SO)


def text(title: str = "Another title") -> str:
    version = current_version(CODE)
    assert version is not None
    content = books.content_of(version)
    content["title"]["en"] = title
    content["parameters"]["units_max"][0]["value"] = 6
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


@pytest.fixture
def draft(so: User) -> BookVersion:
    return books.prepare_version(by=so, code=CODE, content_text=text(), reason="S.O. 1(E)")


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_stranger_reads_every_figure_with_source_authority_and_tag(
    client: Client, shipped: BookVersion
) -> None:
    page = client.get(f"/books/{CODE}/1/").content.decode()
    for figure in figures(shipped):
        for part in (figure.value, figure.source, figure.authority, figure.tag):
            escaped = part.replace("&", "&amp;").replace("'", "&#x27;")
            assert escaped in page, (figure.key, part)
    assert shipped.sha256 in page
    assert "its letters carry the word specimen" in page


def test_the_list_shows_what_is_in_force(client: Client, shipped: BookVersion) -> None:
    page = client.get("/books/").content.decode()
    for code in (CODE, "repm-7280"):
        assert f'href="/books/{code}/1/"' in page
    assert shipped.sha256 in page
    assert "New version of" not in page


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 404),
        ("company", 404),
        (Role.SYS_ADMIN, 404),
        (Role.MHI_SO, 200),
        (Role.MHI_DIRECTOR, 200),
        (Role.IFD, 200),
        (Role.AUDITOR, 200),
    ],
)
def test_a_draft_is_the_offices_and_to_others_does_not_exist(
    role: str | None, status: int, draft: BookVersion, shipped: BookVersion
) -> None:
    users = {None: None, "company": lambda: company().signatory}
    make = users.get(role, lambda: officer(str(role)))
    client = window(make()) if make else Client()
    assert client.get(f"/books/{CODE}/2/").status_code == status
    for a, b in ((draft.pk, shipped.pk), (shipped.pk, draft.pk)):
        assert client.get("/books/difference/", {"a": a, "b": b}).status_code == status
    listed = client.get("/books/").content.decode()
    assert ("repm-7350 version 2" in listed) is (status == 200)


def test_drafts_to_confirm_are_opened_by_those_who_act_and_audit(draft: BookVersion) -> None:
    address = f"/books/drafts/{draft.pk}/"
    assert Client().get(address).status_code == 302
    for user, status in (
        (company().signatory, 403),
        (officer(Role.SYS_ADMIN), 403),
        (officer(Role.PAO), 403),
        (officer(Role.AUDITOR), 200),
        (officer(Role.MHI_DIRECTOR), 200),
    ):
        assert window(user).get(address).status_code == status


def test_the_difference_page_shows_before_and_after(client: Client, shipped: BookVersion) -> None:
    other = current_version("repm-7280")
    assert other is not None
    page = client.get("/books/difference/", {"a": shipped.pk, "b": other.pk}).content.decode()
    assert "scheme_outlay_crore" in page
    assert "7350" in page
    assert "7280" in page
    same = client.get("/books/difference/", {"a": shipped.pk, "b": shipped.pk}).content.decode()
    assert "The two versions say the same." in same


@pytest.mark.parametrize("garbage", GARBAGE)
def test_an_id_that_is_none_is_a_404(garbage: str, client: Client, shipped: BookVersion, so: User) -> None:
    refused = 400 if "\x00" in garbage else 404  # a query with a NUL is asked of no database
    assert client.get("/books/difference/", {"a": garbage, "b": shipped.pk}).status_code == refused
    answer = window(so).post(f"/books/{CODE}/authority/", {"confirm": garbage})
    assert answer.status_code == 404


def test_addresses_of_nothing_are_404s(client: Client) -> None:
    for address in (
        f"/books/{CODE}/99/",
        f"/books/{CODE}/{'9' * 40}/",
        "/books/nothing/1/",
        "/books/difference/",
    ):
        assert client.get(address).status_code == 404


def test_a_section_officer_prepares_by_the_page(so: User) -> None:
    client = window(so)
    start = client.get(f"/books/{CODE}/new/")
    assert "scheme_outlay_crore" in start.content.decode()
    answer = client.post(f"/books/{CODE}/new/", {"reason": "S.O. 1(E)", "content_text": text()}, follow=True)
    assert "waits for the director" in answer.content.decode()
    made = BookVersion.objects.get(state="draft")
    assert (made.number, made.prepared_by, made.reason) == (2, so, "S.O. 1(E)")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda whole: whole.replace("value: 6\n", "value: six\n", 1), "parameters.units_max"),
        (lambda whole: whole.replace("years: 7", "years: 7.5", 1), "line"),
        (lambda whole: whole + "\nyears: 7\n", "years"),
        (lambda whole: whole.replace(f"code: {CODE}", "code: other", 1), "code"),
        (lambda whole: "nonsense <b>", "book"),
        (lambda whole: "[" * 3000, "book"),
    ],
)
def test_a_faulty_text_is_kept_and_the_field_named(given: object, said: str, so: User) -> None:
    typed = given(text())  # type: ignore[operator]
    answer = window(so).post(f"/books/{CODE}/new/", {"reason": "A reason", "content_text": typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"The field “{said}" in page
    assert '<a href="#id_content_text' in page
    assert 'value="A reason"' in page
    assert typed[:60].replace("<", "&lt;").replace(">", "&gt;") in page
    assert not BookVersion.objects.filter(state="draft").exists()


def test_nobody_else_prepares(draft: BookVersion) -> None:
    for user in (
        officer(Role.MHI_DIRECTOR),
        officer(Role.AUDITOR),
        officer(Role.SYS_ADMIN),
        company().signatory,
    ):
        client = window(user)
        assert client.get(f"/books/{CODE}/new/").status_code == 403
        assert (
            client.post(f"/books/{CODE}/new/", {"reason": "r", "content_text": text("T")}).status_code == 403
        )
    assert BookVersion.objects.filter(state="draft").count() == 1


def shown(client: Client, draft: BookVersion) -> dict[str, str]:
    """What the confirming page carries."""
    form = client.get(f"/books/drafts/{draft.pk}/").context["shown"]
    return {name: str(value) for name, value in form.items()}


def test_a_director_confirms_what_was_shown(draft: BookVersion) -> None:
    client = window(officer(Role.MHI_DIRECTOR))
    page = client.get(f"/books/drafts/{draft.pk}/").content.decode()
    assert "units_max" in page
    assert "No claim would move by a rupee." in page
    answer = client.post(f"/books/drafts/{draft.pk}/", shown(client, draft), follow=True)
    assert "is in force" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "published"
    assert draft.impact_sha256 == impact.impact_of(draft).sha256


def test_an_old_digest_is_refused_and_told(draft: BookVersion) -> None:
    client = window(officer(Role.MHI_DIRECTOR))
    answer = client.post(f"/books/drafts/{draft.pk}/", {**shown(client, draft), "impact_sha256": "0" * 64})
    assert answer.status_code == 409
    assert "have changed since you looked" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_two_directors_at_once_the_second_is_told_who_was_first(draft: BookVersion) -> None:
    first, second = officer(Role.MHI_DIRECTOR), officer(Role.MHI_DIRECTOR)
    seen = shown(window(second), draft)
    window(first).post(f"/books/drafts/{draft.pk}/", seen)
    answer = window(second).post(f"/books/drafts/{draft.pk}/", seen)
    assert answer.status_code == 409
    assert first.person.name in answer.content.decode()


def test_the_wrong_role_and_garbage_publish_nothing(draft: BookVersion, so: User) -> None:
    director = window(officer(Role.MHI_DIRECTOR))
    good = shown(director, draft)
    assert window(so).post(f"/books/drafts/{draft.pk}/", good).status_code == 403
    assert window(officer(Role.AUDITOR)).post(f"/books/drafts/{draft.pk}/", good).status_code == 403
    for garbage in ("", "x", "0", "-1", "9" * 30, "9" * 5000, "\x00"):
        answer = director.post(f"/books/drafts/{draft.pk}/", {**good, "version": garbage})
        assert answer.status_code in (409, 422)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_two_officers_enter_and_confirm_an_order_by_the_page(so: User, shipped: BookVersion) -> None:
    address = f"/books/{CODE}/authority/"
    order = {"order_number": "S.O. 9(E)", "order_date": "2027-01-05"}
    answer = window(so).post(address, order, follow=True)
    assert "waits for a second officer" in answer.content.decode()
    entered = BookAuthority.objects.get()
    assert (entered.order_date, entered.entered_by) == (dt.date(2027, 1, 5), so)
    assert window(so).post(address, {"confirm": entered.pk}).status_code == 403
    director = window(officer(Role.MHI_DIRECTOR))
    assert (
        "no longer specimens" in director.post(address, {"confirm": entered.pk}, follow=True).content.decode()
    )
    assert not is_specimen(shipped)
    page = Client().get(f"/books/{CODE}/1/").content.decode()
    assert "S.O. 9(E)" in page
    assert "its letters carry the word specimen" not in page


def test_an_order_twice_is_refused_and_the_input_kept(so: User) -> None:
    order = {"order_number": "S.O. 9(E)", "order_date": "2027-01-05"}
    client = window(so)
    client.post(f"/books/{CODE}/authority/", order)
    answer = client.post(f"/books/{CODE}/authority/", order)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "entered already" in page
    assert 'value="S.O. 9(E)"' in page
    assert BookAuthority.objects.count() == 1


def test_the_list_costs_the_same_for_many_versions(client: Client, so: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/books/").status_code == 200
        return len(captured)

    client.force_login(so)
    few = queries()
    for number in range(4):
        books.prepare_version(
            by=officer(Role.MHI_SO), code=CODE, content_text=text(f"T {number}"), reason="r"
        )
    assert queries() <= few
