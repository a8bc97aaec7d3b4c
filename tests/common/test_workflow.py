"""Lifecycles: tables that can't be wrong, and moves that tell the second person who was first."""

from __future__ import annotations

import pytest

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.events import service
from portal.common.models import Event
from portal.common.refusals import NotAllowed, Refusal, Stale
from portal.common.workflow import Lifecycle, State, Transition, advance
from schemes.lifecycle import BOOK
from schemes.models import BookVersion
from tests.factories import officer

STATES = (State("open", "Open", company="With us"), State("shut", "Shut"))


@service
def move(version: BookVersion, action: str, by: User | None, seen: int | None = None) -> None:
    advance(version, BOOK, action, actor=by, version=seen)


@pytest.fixture
def draft(db: None) -> BookVersion:
    return BookVersion.objects.create(
        code="b", number=1, content="{}", sha256="0" * 64, origin="shipped", state="draft"
    )


def test_a_table_that_names_an_unknown_state_is_refused() -> None:
    for sources, target in ((("open",), "gone"), (("gone",), "shut")):
        with pytest.raises(ValueError, match="door: shut names the unknown state gone"):
            Lifecycle("door", STATES, (Transition("shut", sources, target, (), "Shut it"),))


def test_a_table_that_names_an_action_twice_is_refused() -> None:
    shut = Transition("shut", ("open",), "shut", (), "Shut it")
    with pytest.raises(ValueError, match="door: an action stands twice"):
        Lifecycle("door", STATES, (shut, shut))


def test_a_company_reads_its_own_words_where_there_are_any() -> None:
    assert [state.label_for("manufacturer") for state in STATES] == ["With us", "Shut"]
    assert [state.label_for("officer") for state in STATES] == ["Open", "Shut"]


def test_an_unknown_action_is_no_move(draft: BookVersion) -> None:
    with pytest.raises(KeyError):
        move(draft, "burn", None)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_move_sets_state_version_and_event_together(draft: BookVersion) -> None:
    by = officer(Role.MHI_SO)
    move(draft, "drop", by, seen=1)
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("dropped", 2)
    assert draft.state_since_day is not None
    event = Event.objects.get(object_type="schemes.bookversion")
    assert (event.action, event.actor, event.changes) == (
        "drop",
        by.pseudonym,
        '{"state":["draft","dropped"]}',
    )


def test_the_wrong_role_is_told_who_can(draft: BookVersion) -> None:
    with pytest.raises(NotAllowed) as refused:
        move(draft, "drop", officer(Role.DDO), seen=1)
    assert refused.value.as_dict()["expected"] == "MHI_SO, MHI_DIRECTOR"
    draft.refresh_from_db()
    assert (draft.state, draft.version) == ("draft", 1)


def test_nobody_at_all_can_make_a_persons_move(draft: BookVersion) -> None:
    with pytest.raises(NotAllowed):
        move(draft, "drop", None)


def test_whoever_comes_second_is_told_who_did_what(draft: BookVersion) -> None:
    first, second = officer(Role.MHI_SO), officer(Role.MHI_DIRECTOR)
    move(draft, "drop", first, seen=1)
    with pytest.raises(Stale, match="This changed while you were looking at it") as refused:
        move(draft, "drop", second, seen=1)
    assert f"Last: “Drop” by {first}" in str(refused.value)
    assert refused.value.status == 409


def test_the_wrong_state_is_named_and_who_brought_it_there(draft: BookVersion) -> None:
    first = officer(Role.MHI_SO)
    move(draft, "drop", first)
    with pytest.raises(Refusal, match="can't be done from the state “Dropped”") as refused:
        move(draft, "drop", first, seen=2)
    assert refused.value.as_dict()["given"] == "dropped"
    assert first.person.name in str(refused.value)


def test_only_moves_from_the_state_and_for_the_role_are_offered(draft: BookVersion) -> None:
    assert [move.action for move in BOOK.actions_for(draft, officer(Role.MHI_DIRECTOR))] == [
        "publish",
        "drop",
    ]
    assert [move.action for move in BOOK.actions_for(draft, officer(Role.MHI_SO))] == ["drop"]
    assert BOOK.actions_for(draft, officer(Role.AUDITOR)) == []
    draft.state = "published"
    assert BOOK.actions_for(draft, officer(Role.MHI_DIRECTOR)) == []
