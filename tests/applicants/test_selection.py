"""Ranking and allotment: prepared by one officer, approved by another, told to all at once."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, transaction

from applicants.models import Application, Selection, SelectionEntry
from applicants.selectors.applications import rate_is_sealed
from applicants.services.application import submit_application
from applicants.services.award import record_award
from applicants.services.selection import (
    approve_selection,
    drop_selection,
    prepare_selection,
    record_clearance,
)
from portal.accounts.roles import Role
from portal.common.clock import business_today
from portal.common.models import Event
from portal.common.refusals import NotAllowed, Refusal, Stale, WrongInput
from tests import factories

pytestmark = pytest.mark.django_db


def prepare(book_code: str = factories.BOOK) -> Selection:
    """Prepare the ranking by a fresh director."""
    return prepare_selection(by=factories.officer(Role.MHI_DIRECTOR), book_code=book_code)


def approve(selection: Selection) -> Selection:
    """Approve it by a fresh authority."""
    return approve_selection(
        by=factories.officer(Role.COMPETENT_AUTHORITY), selection_id=selection.pk, version=selection.version
    )


def test_the_lowest_quotes_are_allotted_and_the_rest_wait() -> None:
    rates = ["2100.00", "1900.00", "2000.00", "2050.00", "2010.00", "2020.00"]
    made = [factories.responsive_application(rate=rate) for rate in rates]
    approve(prepare())
    states = {}
    for application in made:
        application.refresh_from_db()
        states[str(application.quoted_rate)] = application.state
    assert states.pop("2100.00") == "wait_listed"
    assert set(states.values()) == {"allotted"}
    ranked = SelectionEntry.objects.order_by("rank").values_list("application__quoted_rate", flat=True)
    assert [str(rate) for rate in ranked] == sorted(rates)


def test_three_places_carry_oxide() -> None:
    for rate in ("2000.00", "2001.00", "2002.00", "2003.00"):
        factories.responsive_application(rate=rate)
    selection = prepare()
    oxide = selection.entries.order_by("rank").values_list("oxide", flat=True)
    assert list(oxide) == [True, True, True, False]


def test_ties_go_to_the_larger_capacity_then_to_the_earlier_submission() -> None:
    smaller = factories.responsive_application(rate="2000.00", capacity=800)
    larger = factories.responsive_application(rate="2000.00", capacity=900)
    later = factories.responsive_application(rate="2000.00", capacity=900)
    order = prepare().entries.order_by("rank").values_list("application_id", flat=True)
    assert list(order) == [larger.pk, later.pk, smaller.pk]


def test_a_missing_clearance_holds_the_place_until_it_is_recorded() -> None:
    made = factories.responsive_application(clearance="missing")
    approve(prepare())
    made.refresh_from_db()
    assert made.state == "held"
    officer = factories.officer(Role.MHI_SO)
    with pytest.raises(WrongInput):
        record_clearance(
            by=officer,
            application_id=made.pk,
            version=made.version,
            clearance_number=" ",
            upload=factories.pdf(),
        )
    record_clearance(
        by=officer,
        application_id=made.pk,
        version=made.version,
        clearance_number="LBC/17",
        upload=factories.pdf(),
    )
    made.refresh_from_db()
    assert (made.state, made.clearance, made.cleared_number) == ("allotted", "missing", "LBC/17")


def test_every_applicant_learns_its_result_in_one_transaction() -> None:
    for rate in ("2000.00", "2001.00"):
        factories.responsive_application(rate=rate)
    selection = prepare()
    assert set(Application.objects.values_list("state", flat=True)) == {"responsive"}
    approve(selection)
    told = Event.objects.filter(action="allot")
    assert told.count() == 2
    assert told.values("recorded_at").distinct().count() == 1


def test_rates_stay_sealed_until_a_ranking_is_prepared() -> None:
    made = factories.responsive_application()
    assert rate_is_sealed(made)
    prepare()
    assert not rate_is_sealed(made)


def test_the_result_is_the_engines_and_is_frozen() -> None:
    made = factories.responsive_application(rate="1999.50")
    selection = prepare()
    result = json.loads(selection.result)
    assert result["sha256"] == selection.result_sha256
    assert result["ranking"][0]["id"] == made.number
    with pytest.raises(DatabaseError, match="applicants_selection"), transaction.atomic():
        Selection.objects.filter(pk=selection.pk).update(result="{}")


def test_no_ranking_while_one_is_not_screened() -> None:
    factories.responsive_application()
    factories.submitted_application()
    with pytest.raises(Refusal, match="not screened yet"):
        prepare()


def test_no_ranking_of_nothing_and_only_one_at_a_time() -> None:
    factories.books()
    with pytest.raises(Refusal, match="responsive"):
        prepare()
    factories.responsive_application()
    prepare()
    with pytest.raises(Refusal, match="waits for approval"):
        prepare()


@pytest.mark.parametrize("role", [Role.MHI_SO, Role.COMPETENT_AUTHORITY, Role.PMA_OFFICER])
def test_only_a_director_prepares(role: Role) -> None:
    factories.responsive_application()
    with pytest.raises(NotAllowed):
        prepare_selection(by=factories.officer(role), book_code=factories.BOOK)


def test_the_director_does_not_approve() -> None:
    factories.responsive_application()
    director = factories.officer(Role.MHI_DIRECTOR)
    selection = prepare_selection(by=director, book_code=factories.BOOK)
    with pytest.raises(NotAllowed):
        approve_selection(by=director, selection_id=selection.pk, version=selection.version)


def test_the_second_authority_is_told_who_approved() -> None:
    factories.responsive_application()
    selection = prepare()
    first = factories.officer(Role.COMPETENT_AUTHORITY)
    shown = selection.version
    approve_selection(by=first, selection_id=selection.pk, version=shown)
    with pytest.raises(Stale, match=str(first.person.name)):
        approve_selection(
            by=factories.officer(Role.COMPETENT_AUTHORITY), selection_id=selection.pk, version=shown
        )
    assert Event.objects.filter(action="allot").count() == 1


def test_a_dropped_ranking_leaves_the_applications_for_the_next() -> None:
    made = factories.responsive_application()
    selection = prepare()
    director = factories.officer(Role.MHI_DIRECTOR)
    drop_selection(
        by=director, selection_id=selection.pk, version=selection.version, note="A bid is missing."
    )
    approve(prepare())
    made.refresh_from_db()
    assert made.state == "allotted"


def test_a_further_round_gives_only_what_is_left() -> None:
    for rate in ("2000.00", "2001.00", "2002.00", "2003.00"):
        factories.responsive_application(rate=rate)
    approve(prepare())
    factories.responsive_application(rate="2004.00")
    late = factories.responsive_application(rate="2005.00")
    with pytest.raises(Refusal, match="6 units"):
        prepare()
    assert late.state == "responsive"


def test_the_ranking_uses_the_schemes_day_of_submission() -> None:
    owner = factories.company()
    with factories.on_day(dt.date(2030, 1, 15)):
        made = factories.complete_draft(owner)
        made = submit_application(by=owner.signatory, application_id=made.pk, version=made.version)
    assert made.submitted_day == dt.date(2030, 1, 15)


def test_a_place_taken_since_the_ranking_is_not_given_again() -> None:
    for _number in range(5):
        factories.responsive_application()
    selection = prepare()
    facts = factories.award_facts(factories.company(), award_date=business_today())
    record_award(by=factories.officer(Role.MHI_SO), **facts)
    with pytest.raises(Refusal, match="this would be 6 units"):
        approve(selection)
    assert not Application.objects.filter(state="allotted").exists()
