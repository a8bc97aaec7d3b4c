"""Refusals: what a person reads when the portal says no, on a page of its own, in a form, or from the database."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from portal.accounts.models import Organisation, RoleGrant
from portal.accounts.roles import Role
from portal.common.constraints import broken_name, constrained, refusal_of
from portal.common.forms import refuse
from portal.common.middleware import RefusalMiddleware
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from schemes.models import BookVersion
from tests.factories import officer

WHOLE = WrongInput("Wrong <weight>.", where="kg", given="-1", expected="0 or more", todo="Weigh it again.")


class Form(forms.Form):
    kg = forms.CharField()


@pytest.mark.parametrize(
    ("kind", "status"), [(Refusal, 409), (Stale, 409), (NotAllowed, 403), (NotFound, 404), (WrongInput, 422)]
)
def test_each_kind_has_its_status(kind: type[Refusal], status: int) -> None:
    assert kind("No.").status == status


def test_a_refusal_reads_as_one_text_and_as_parts() -> None:
    assert str(WHOLE) == "Wrong <weight>. Weigh it again."
    assert WHOLE.as_dict() == {
        "what": "Wrong <weight>.",
        "where": "kg",
        "given": "-1",
        "expected": "0 or more",
        "todo": "Weigh it again.",
    }


def test_a_refusal_stands_at_its_field_or_above_the_form() -> None:
    form = Form({"kg": "-1"})
    assert form.is_valid()
    refuse(form, WHOLE)
    assert form.errors["kg"] == ["Wrong <weight>. (-1) 0 or more. Weigh it again."]
    refuse(form, Refusal("Nothing else.", where="elsewhere"))
    assert form.non_field_errors() == ["Nothing else."]


def page_of(refusal: Exception, referer: str = "") -> HttpResponse | None:
    request = RequestFactory().get("/x/", headers={"referer": referer} if referer else {})
    request.user = AnonymousUser()
    middleware = RefusalMiddleware(lambda request: HttpResponse())
    return middleware.process_exception(request, refusal)


def test_a_refusal_nobody_caught_is_a_page_that_escapes_what_was_given() -> None:
    answer = page_of(WHOLE, "http://testserver/back/")
    assert answer is not None
    assert answer.status_code == 422
    text = answer.content.decode()
    for part in (
        "Wrong &lt;weight&gt;.",
        "-1",
        "0 or more",
        "Weigh it again.",
        'href="http://testserver/back/"',
    ):
        assert part in text


@pytest.mark.parametrize("referer", ["https://evil.invalid/", "javascript:alert(1)", ""])
def test_the_way_back_is_never_another_site(referer: str) -> None:
    answer = page_of(WHOLE, referer)
    assert answer is not None
    assert "evil" not in answer.content.decode()
    assert "javascript:" not in answer.content.decode()


def test_other_errors_stay_errors() -> None:
    assert page_of(ValueError("x")) is None


def broken(**fields: object) -> IntegrityError:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        BookVersion.objects.create(**fields)
    return error.value


@pytest.mark.django_db
def test_a_broken_constraint_is_told_in_its_own_words() -> None:
    one = officer(Role.MHI_SO)
    facts = {
        "code": "b",
        "number": 1,
        "content": "{}",
        "sha256": "0" * 64,
        "origin": "officers",
        "state": "draft",
    }
    error = broken(**facts, prepared_by=one, confirmed_by=one)
    assert broken_name(error) == "book_two_officers"
    refusal = refusal_of(error)
    assert refusal is not None
    assert refusal.what == "A book version is confirmed by another officer than the one who prepared it."
    BookVersion.objects.create(**facts)
    again = refusal_of(broken(**facts))
    assert again is not None
    assert again.where == "book_version_once"


@pytest.mark.django_db
def test_a_conditional_unique_rule_is_known_too() -> None:
    user = officer(Role.IFD)
    held = user.grants.get()

    @constrained
    def again() -> None:
        with transaction.atomic():
            RoleGrant.objects.create(user=user, role=held.role, organisation=held.organisation)

    with pytest.raises(Refusal, match="This role is already held"):
        again()


@pytest.mark.django_db
def test_an_error_of_no_named_rule_passes_as_it_is() -> None:
    @constrained
    def careless() -> None:
        with transaction.atomic():
            Organisation.objects.create(name=None)

    with pytest.raises(IntegrityError):
        careless()
