"""People: one human being under any sign-in, roles that exclude each other, and who may give and take them."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.models import Organisation, Person, RoleGrant, User
from portal.accounts.roles import (
    CHAIN,
    COMMITTEE,
    COMPANY,
    INCOMPATIBLE,
    OFFICERS,
    Role,
    audience_of,
    conflict,
)
from portal.accounts.services.users import (
    add_officer,
    add_user,
    grant_role,
    person_for,
    revoke_role,
    set_active,
)
from portal.common.models import Event
from portal.common.refusals import NotAllowed, Refusal, WrongInput
from tests.factories import PASSWORD, company, officer, person

pytestmark = pytest.mark.django_db
PAN, OTHER_PAN = "ZZZPQ0001Q", "ZZZPQ0002Q"
MOBILE, OTHER_MOBILE = "9876500001", "9876500002"


def sign_in(email: str, **facts: str) -> User:
    return add_user(email=email, password=PASSWORD, name="A B", by=None, **facts)


@pytest.fixture
def office() -> Organisation:
    return Organisation.objects.create(name="Office", kind="office")


def give(user: User, role: str, office: Organisation, by: User | None = None) -> RoleGrant:
    return grant_role(user=user, role=role, organisation=office, by=by)


def new_officer(by: User | None, **changes: str) -> User:
    facts = {**person(), "designation": "X", "office": "An office", "role": str(Role.DDO), **changes}
    return add_officer(by=by, **facts)


def test_the_table_of_exclusions_says_what_the_scheme_says() -> None:
    """No two functions of the chain, and nothing beside a company's, an auditor's or the administrator's role."""
    for first, second in combinations(Role, 2):
        both = {first, second}
        apart = both <= set(CHAIN) or bool(both & {*COMPANY, Role.AUDITOR, Role.SYS_ADMIN})
        assert (frozenset(both) in INCOMPATIBLE) == (apart and both != set(COMPANY)), both
    assert conflict({Role.MHI_SO}, Role.MHI_DIRECTOR) == Role.MHI_SO
    assert conflict({Role.MHI_SO}, Role.MHI_SO) == ""
    assert conflict({Role.MHI_SO}, Role.TECH_MEMBER) == ""


def test_the_administrator_sees_the_offices_shell_but_is_no_officer() -> None:
    assert audience_of({Role.SYS_ADMIN}) == "officer"
    assert Role.SYS_ADMIN not in OFFICERS
    assert set(OFFICERS) == {*CHAIN, *COMMITTEE}
    assert audience_of(set()) == "public"


def test_the_same_pan_or_the_same_mobile_is_the_same_person() -> None:
    first = sign_in("a@example.org", pan=PAN, mobile=MOBILE)
    by_pan = sign_in("b@example.org", pan=PAN)
    by_mobile = sign_in("c@example.org", mobile=MOBILE)
    assert first.person_id == by_pan.person_id == by_mobile.person_id
    assert first.pseudonym == by_mobile.pseudonym
    assert Person.objects.count() == 1


def test_what_a_person_did_not_give_before_is_added() -> None:
    person_for(name="A", pan=PAN)
    found = person_for(name="A", pan=PAN, mobile=MOBILE)
    assert (found.pan, found.mobile) == (PAN, MOBILE)
    assert person_for(name="A", mobile=MOBILE) == found


def test_the_mobile_number_of_another_person_is_refused() -> None:
    sign_in("a@example.org", pan=PAN, mobile=MOBILE)
    with pytest.raises(WrongInput, match="belongs to another person") as refused:
        sign_in("b@example.org", pan=OTHER_PAN, mobile=MOBILE)
    assert (refused.value.where, refused.value.given) == ("mobile", MOBILE)
    sign_in("c@example.org", pan=OTHER_PAN, mobile=OTHER_MOBILE)
    with pytest.raises(WrongInput, match="belongs to another person"):
        sign_in("d@example.org", pan=PAN, mobile=OTHER_MOBILE)
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({}, "pan"),
        ({"pan": "ZZZCQ0001Q"}, "pan"),  # a company's
        ({"pan": "zzzpq0001q"}, "pan"),
        ({"pan": "ZZZPQ000१Q"}, "pan"),
        ({"mobile": "5876500001"}, "mobile"),
        ({"mobile": "९८७६५००००१"}, "mobile"),
        ({"mobile": "+919876500001"}, "mobile"),
    ],
)
def test_a_person_without_a_right_identifier_is_refused(facts: dict[str, str], where: str) -> None:
    with pytest.raises(WrongInput) as refused:
        sign_in("a@example.org", **facts)
    assert refused.value.where == where
    assert not Person.objects.exists()


def test_the_database_refuses_a_person_known_by_nothing() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="A")


@pytest.mark.parametrize("email", ["A@EXAMPLE.org", "a@example.org"])
def test_an_address_has_one_sign_in_however_it_is_written(email: str) -> None:
    sign_in("a@example.org", pan=PAN)
    with pytest.raises(WrongInput, match="already has a sign-in") as refused:
        sign_in(email, pan=OTHER_PAN)
    assert refused.value.where == "email"


@pytest.mark.parametrize("email", ["", "a", "a@", "a b@example.org", "a@example.org\n", "@example.org"])
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(WrongInput) as refused:
        sign_in(email, pan=PAN)
    assert refused.value.where == "email"


@pytest.mark.parametrize("password", ["", "short-7", "password1234", "111111111111", "somebody@example.org"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(WrongInput, match="too easy") as refused:
        add_user(email="somebody@example.org", password=password, name="A", pan=PAN, by=None)
    assert refused.value.where == "password"
    assert not User.objects.exists()
    assert password not in str(refused.value.as_dict()) or password == ""


def test_roles_exclude_each_other_over_all_sign_ins_of_a_person(office: Organisation) -> None:
    give(sign_in("a@example.org", pan=PAN, mobile=MOBILE), Role.MHI_SO, office)
    for email, facts in (("b@example.org", {"pan": PAN}), ("c@example.org", {"mobile": MOBILE})):
        other = sign_in(email, **facts)
        for role in (Role.MHI_DIRECTOR, Role.AUDITOR, Role.APPLICANT_PREPARER, Role.SYS_ADMIN):
            with pytest.raises(Refusal, match="can't be"):
                give(other, role, office)
        assert not other.role_codes
    assert RoleGrant.objects.count() == 1


def test_a_stranger_learns_nothing_of_the_person_behind_a_pan() -> None:
    """Registering a company with an officer's PAN as its signatory's."""
    known = officer(Role.IFD)
    with pytest.raises(Refusal, match="excludes it") as refused:
        company(signatory={**person(), "pan": known.person.pan, "designation": "Director"})
    said = str(refused.value.as_dict())
    assert known.person.name not in said
    assert "Internal finance" not in said


def test_the_administrator_is_told_who_holds_what(office: Organisation) -> None:
    known = officer(Role.IFD)
    second = sign_in("b@example.org", pan=known.person.pan or "")
    with pytest.raises(Refusal, match="the same person is already Internal finance") as refused:
        give(second, Role.DDO, office, officer(Role.SYS_ADMIN))
    assert known.person.name in str(refused.value)


def test_a_role_is_given_once_and_leaves_one_event(office: Organisation) -> None:
    by, user = officer(Role.SYS_ADMIN), sign_in("a@example.org", pan=PAN)
    assert not user.role_codes
    first, again = give(user, Role.MHI_SO, office, by), give(user, Role.MHI_SO, office, by)
    assert first == again
    assert user.role_codes == {"MHI_SO"}
    assert user.audience == "officer"
    event = Event.objects.get(action="grant_role", object_id=str(user.pk))
    assert event.actor == by.pseudonym
    assert json.loads(event.changes) == {"organisation": office.pk, "role": "MHI_SO"}
    assert "a@example.org" not in "".join(Event.objects.values_list("changes", flat=True))


def test_the_database_refuses_a_role_twice_and_a_role_there_is_not(office: Organisation) -> None:
    user = sign_in("a@example.org", pan=PAN)
    RoleGrant.objects.create(user=user, role="MHI_SO", organisation=office)
    for role in ("MHI_SO", "KING"):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(user=user, role=role, organisation=office)


def test_a_role_ends_once_and_frees_the_person_for_another(office: Organisation) -> None:
    by, user = officer(Role.SYS_ADMIN), sign_in("a@example.org", pan=PAN)
    grant = give(user, Role.MHI_SO, office)
    revoke_role(grant=grant, by=by)
    revoke_role(grant=grant, by=by)
    assert Event.objects.filter(action="revoke_role", object_id=str(user.pk)).count() == 1
    assert not user.role_codes
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    give(user, Role.MHI_DIRECTOR, office, by)
    assert user.role_codes == {"MHI_DIRECTOR"}


def test_only_an_administrator_takes_roles_and_closes_sign_ins_and_never_their_own() -> None:
    director, auditor, by = officer(Role.MHI_DIRECTOR), officer(Role.AUDITOR), officer(Role.SYS_ADMIN)
    grant = director.grants.get()
    for other in (director, auditor):
        with pytest.raises(NotAllowed, match="Only the system administrator"):
            revoke_role(grant=grant, by=other)
        with pytest.raises(NotAllowed, match="Only the system administrator"):
            set_active(user=director, active=False, by=other)
    with pytest.raises(NotAllowed, match="Another administrator"):
        revoke_role(grant=by.grants.get(), by=by)
    with pytest.raises(NotAllowed, match="Another administrator"):
        set_active(user=by, active=False, by=by)
    grant.refresh_from_db()
    assert grant.revoked_at is None


def test_closing_and_opening_a_sign_in_are_events() -> None:
    by, user = officer(Role.SYS_ADMIN), officer(Role.DDO)
    assert not set_active(user=user, active=False, by=by).is_active
    set_active(user=user, active=False, by=by)
    assert set_active(user=user, active=True, by=by).is_active
    found = Event.objects.filter(object_type="accounts.user", object_id=str(user.pk), actor=by.pseudonym)
    assert list(found.values_list("action", flat=True)) == ["disable_user", "enable_user"]


def test_only_an_administrator_adds_officers() -> None:
    for role in (Role.MHI_DIRECTOR, Role.AUDITOR):
        with pytest.raises(NotAllowed, match="Only the system administrator"):
            new_officer(officer(role))
    made = new_officer(officer(Role.SYS_ADMIN))
    assert made.role_codes == {"DDO"}
    assert made.grants.get().organisation.kind == "office"


def test_an_officer_never_joins_a_company_of_the_same_name() -> None:
    maker = company().manufacturer
    made = new_officer(officer(Role.SYS_ADMIN), office=maker.organisation.name)
    assert maker.organisation_id not in made.organisation_ids


@pytest.mark.parametrize("role", [*COMPANY, "KING"])
def test_a_companys_role_is_not_an_offices(role: str) -> None:
    with pytest.raises(WrongInput) as refused:
        new_officer(officer(Role.SYS_ADMIN), role=role)
    assert refused.value.where == "role"
