"""Scheme books: delivered once, prepared by one officer, confirmed by another person, never changed again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
import yaml
from django.db import DatabaseError, IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.accounts.services.users import add_user, grant_role
from portal.common.models import Event
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from schemes import impact
from schemes.bookfile import shipped_books
from schemes.models import BookAuthority, BookVersion
from schemes.rules import digest
from schemes.services import books
from schemes.terms import current_version, is_specimen
from tests.factories import PASSWORD, awarded_unit, officer, on_day
from tests.factories_money import DAY, draft_claim, filed

pytestmark = pytest.mark.django_db
CODE = "repm-7350"


@pytest.fixture(autouse=True)
def shipped() -> list[BookVersion]:
    return books.deliver_shipped_books()


@pytest.fixture
def so() -> User:
    return officer(Role.MHI_SO)


@pytest.fixture
def director() -> User:
    return officer(Role.MHI_DIRECTOR)


@pytest.fixture
def providers() -> Iterator[list[impact.Provider]]:
    """The rooms that answer what a draft moves; put back afterwards."""
    before = list(impact._providers)
    yield impact._providers
    impact._providers[:] = before


def text(title: str = "Another title", **changes: object) -> str:
    """The latest text of the book with something changed."""
    version = current_version(CODE)
    assert version is not None
    content = books.content_of(version)
    content["title"]["en"] = title
    content.update(changes)
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def prepared(by: User, title: str = "Another title") -> BookVersion:
    return books.prepare_version(by=by, code=CODE, content_text=text(title), reason="S.O. 1(E)")


def publish(draft: BookVersion, by: User, seen: str | None = None) -> BookVersion:
    shown = impact.impact_of(draft).sha256 if seen is None else seen
    return books.publish_version(by=by, version_id=draft.pk, version=draft.version, impact_sha256=shown)


def same_person(user: User, role: str) -> User:
    """Another sign-in of the person, with a role put there past the table of exclusions."""
    second = add_user(
        email="second@example.org", password=PASSWORD, name="S", pan=user.person.pan or "", by=None
    )
    first = user.grants.get()
    second.grants.create(role=role, organisation=first.organisation)
    return second


def test_every_shipped_book_is_published_with_its_digest(shipped: list[BookVersion]) -> None:
    assert sorted(version.code for version in shipped) == sorted(shipped_books())
    for version in shipped:
        assert (version.number, version.state, version.origin) == (1, "published", "shipped")
        assert version.sha256 == digest(json.loads(version.content))
        assert version.published_at is not None
    assert Event.objects.filter(object_type="schemes.bookversion", action="deliver").count() == len(shipped)


def test_delivering_again_changes_nothing() -> None:
    before, events = BookVersion.objects.count(), Event.objects.count()
    assert books.deliver_shipped_books() == []
    assert (BookVersion.objects.count(), Event.objects.count()) == (before, events)


def test_a_version_is_prepared_by_one_and_published_by_another(so: User, director: User) -> None:
    draft = prepared(so)
    assert (draft.number, draft.state, draft.prepared_by, draft.published_at) == (2, "draft", so, None)
    current = current_version(CODE)
    assert current is not None
    assert current.number == 1
    made = publish(draft, director)
    assert (made.state, made.confirmed_by) == ("published", director)
    now_current = current_version(CODE)
    assert now_current is not None
    assert now_current.number == 2
    actions = Event.objects.filter(object_type="schemes.bookversion", object_id=str(draft.pk)).order_by("seq")
    assert list(actions.values_list("action", "actor")) == [
        ("prepare", so.pseudonym),
        ("publish", director.pseudonym),
    ]


@pytest.mark.parametrize("role", [Role.MHI_DIRECTOR, Role.PMA_HEAD, Role.AUDITOR, Role.SYS_ADMIN])
def test_only_a_section_officer_prepares(role: str) -> None:
    with pytest.raises(NotAllowed):
        prepared(officer(role))


@pytest.mark.parametrize("role", [Role.MHI_SO, Role.COMPETENT_AUTHORITY, Role.AUDITOR, Role.SYS_ADMIN])
def test_only_a_director_publishes(role: str, so: User) -> None:
    draft = prepared(so)
    with pytest.raises(NotAllowed):
        publish(draft, officer(role))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_same_person_under_another_sign_in_does_not_publish(so: User) -> None:
    draft = prepared(so)
    with pytest.raises(NotAllowed, match="another officer than the one who prepared it"):
        publish(draft, same_person(so, Role.MHI_DIRECTOR))
    draft.refresh_from_db()
    assert (draft.state, draft.confirmed_by) == ("draft", None)


def test_a_section_officer_cannot_be_given_the_directors_role_too(so: User) -> None:
    second = add_user(email="x@example.org", password=PASSWORD, name="S", pan=so.person.pan or "", by=None)
    with pytest.raises(Refusal, match="can't be"):
        grant_role(user=second, role=Role.MHI_DIRECTOR, organisation=so.grants.get().organisation, by=None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "book"),
        ("- a\n- b\n", "book"),
        ("code: [", "book"),
        ("code: repm-7350\ncode: repm-7350\n", "code"),
        ("heads: 1.5\n", "line 1"),
        ("[" * 5000, "book"),
        ("a: " + "9" * 5000, "book"),
        ("a: !!timestamp '2027-99-99'", "book"),
        ("a: &a [1]\nb: *a\n", "line 2"),
        ("a: !!python/object/apply:os.system ['true']", "book"),
        ("x" * 200_001, "book"),
        ("a: \x00", "book"),
    ],
)
def test_a_text_that_is_no_book_is_refused_by_name(given: str, said: str, so: User) -> None:
    with pytest.raises(WrongInput, match=f"The field “{said}") as refused:
        books.prepare_version(by=so, code=CODE, content_text=given, reason="r")
    assert refused.value.where == "content"
    assert not BookVersion.objects.filter(state="draft").exists()


def test_a_faulty_figure_is_named(so: User) -> None:
    version = current_version(CODE)
    assert version is not None
    content = books.content_of(version)
    content["parameters"]["rate_ceiling"][0]["value"] = "a lot"
    with pytest.raises(WrongInput, match="rate_ceiling") as refused:
        books.prepare_version(by=so, code=CODE, content_text=yaml.safe_dump(content), reason="r")
    assert refused.value.given == "a lot"


def test_a_book_of_another_code_and_the_same_book_twice_are_refused(so: User) -> None:
    with pytest.raises(WrongInput, match="“code”"):
        books.prepare_version(by=so, code="repm-7280", content_text=text(), reason="r")
    prepared(so)
    with pytest.raises(Refusal, match="exactly this content"):
        prepared(so)


def test_what_was_shown_must_still_be_so(so: User, director: User, providers: list[impact.Provider]) -> None:
    draft = prepared(so)
    seen = impact.impact_of(draft).sha256
    providers.append(lambda version: [impact.Moved("SLI/2029-30/0001", "Unit", 100, 90)])
    with pytest.raises(Stale, match="have changed since you looked"):
        publish(draft, director, seen)
    with pytest.raises(Stale):
        publish(draft, director, "")
    assert impact.impact_of(draft).total == -10
    made = publish(draft, director)
    assert made.impact_sha256 == impact.impact_of(draft).sha256 != seen


def test_a_page_of_an_older_state_is_stale(so: User, director: User) -> None:
    draft = prepared(so)
    books.drop_version(by=so, version_id=draft.pk, version=1, note="Wrong order.")
    with pytest.raises(Stale, match="Last: “Drop” by") as refused:
        publish(draft, director)
    assert so.person.name in str(refused.value)
    draft.refresh_from_db()
    assert draft.state == "dropped"


def test_what_is_not_there_is_not_found(director: User) -> None:
    with pytest.raises(NotFound):
        books.publish_version(by=director, version_id=0, version=1, impact_sha256="")
    with pytest.raises(NotFound):
        books.confirm_authority(by=director, authority_id=0)


def kept(sql: str, *params: object) -> None:
    with pytest.raises(DatabaseError, match="keeps its rows"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(sql, params)


COLUMNS = {
    "code": "other",
    "number": 9,
    "content": "{}",
    "sha256": "f" * 64,
    "origin": "officers",
    "reason": "other",
    "impact_sha256": "f" * 64,
    "state": "draft",
    "version": 9,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_published_version_never_changes(column: str, shipped: list[BookVersion]) -> None:
    published = shipped[0]
    kept(f"UPDATE schemes_bookversion SET {column} = %s WHERE id = %s", COLUMNS[column], published.pk)
    again = BookVersion.objects.get(pk=published.pk)
    assert getattr(again, column) == getattr(published, column)


def test_a_published_version_never_goes(shipped: list[BookVersion]) -> None:
    kept("DELETE FROM schemes_bookversion WHERE id = %s", shipped[0].pk)
    assert BookVersion.objects.filter(pk=shipped[0].pk).exists()


def test_a_version_that_computed_a_claim_never_changes() -> None:
    made = awarded_unit()
    with on_day(DAY):
        claim = filed(draft_claim(made), made)
    used = claim.current.book
    assert (used.state, used.code) == ("published", CODE)
    kept("UPDATE schemes_bookversion SET content = '{}' WHERE id = %s", used.pk)
    kept("DELETE FROM schemes_bookversion WHERE id = %s", used.pk)


def row(**changes: object) -> None:
    """Write a version past the services."""
    facts: dict[str, object] = {
        "code": "b",
        "number": 1,
        "content": "{}",
        "sha256": "0" * 64,
        "origin": "officers",
        "state": "draft",
    }
    BookVersion.objects.create(**{**facts, **changes})


def test_the_database_refuses_what_the_services_never_write(so: User, director: User) -> None:
    moment = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    bad = {
        "book_two_officers": {"prepared_by": so, "confirmed_by": so},
        "book_officers_named": {"state": "published", "published_at": moment, "prepared_by": so},
        "book_published_has_time": {"state": "published", "prepared_by": so, "confirmed_by": director},
    }
    for name, facts in bad.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row(**facts)
    row(prepared_by=so, confirmed_by=director, state="published", published_at=moment)
    with pytest.raises(IntegrityError), transaction.atomic():
        row()


def entered(by: User, number: str = "S.O. 1(E)") -> BookAuthority:
    return books.enter_authority(by=by, code=CODE, order_number=number, order_date=dt.date(2027, 1, 1))


def test_two_officers_put_an_order_behind_a_book(so: User, director: User) -> None:
    version = current_version(CODE)
    assert version is not None
    assert is_specimen(version)
    order = entered(so)
    assert is_specimen(version)
    books.confirm_authority(by=director, authority_id=order.pk)
    assert not is_specimen(version)
    books.confirm_authority(by=director, authority_id=order.pk)
    assert Event.objects.filter(action="confirm_authority").count() == 1
    other = current_version("repm-7280")
    assert other is not None
    assert is_specimen(other) == (json.loads(other.content)["authority"] is None)


def test_one_person_is_not_two_officers(so: User, director: User) -> None:
    order = entered(so)
    with pytest.raises(NotAllowed, match="another officer than the one who entered it"):
        books.confirm_authority(by=same_person(so, Role.MHI_DIRECTOR), authority_id=order.pk)
    for other in (so, officer(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            books.confirm_authority(by=other, authority_id=order.pk)
    with pytest.raises(NotAllowed):
        entered(director)
    with pytest.raises(IntegrityError, match="authority_two_officers"), transaction.atomic():
        BookAuthority.objects.filter(pk=order.pk).update(
            confirmed_by=so, confirmed_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
        )


def test_an_order_is_entered_once_and_kept_when_confirmed(so: User, director: User) -> None:
    order = entered(so)
    with pytest.raises(Refusal, match="entered already"):
        entered(so)
    books.confirm_authority(by=director, authority_id=order.pk)
    kept("UPDATE schemes_bookauthority SET order_number = 'other' WHERE id = %s", order.pk)
    kept("DELETE FROM schemes_bookauthority WHERE id = %s", order.pk)


def test_an_order_of_no_book_is_refused(so: User) -> None:
    with pytest.raises(NotFound):
        books.enter_authority(by=so, code="nothing", order_number="1", order_date=dt.date(2027, 1, 1))
