"""Lifecycles: one readable table per thing, which services, buttons, the API and the tests all read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.utils.functional import Promise
from django.utils.translation import gettext as _t

from portal.common.actor import Actor
from portal.common.clock import business_today, now
from portal.common.events import record
from portal.common.models.event import Event
from portal.common.models.stateful import Stateful
from portal.common.refusals import NotAllowed, Refusal, Stale

Text = str | Promise


@dataclass(frozen=True)
class State:
    """A state and how it is shown. ``company`` is the label the manufacturer sees where it differs."""

    code: str
    label: Text
    tone: str = "neutral"
    company: Text = ""

    def label_for(self, audience: str) -> Text:
        """Return the words this audience reads."""
        return self.company if audience == "manufacturer" and self.company else self.label


@dataclass(frozen=True)
class Transition:
    """One allowed move. ``roles`` empty means the system itself (a job, a round) makes it."""

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    label: Text
    function: str = ""
    needs_note: bool = False
    money: bool = False


@dataclass(frozen=True)
class Lifecycle:
    """The table of one thing. Refuses a table that names an unknown state or one action twice."""

    name: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    by_code: dict[str, State] = field(init=False, repr=False)
    by_action: dict[str, Transition] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", {state.code: state for state in self.states})
        object.__setattr__(self, "by_action", {move.action: move for move in self.transitions})
        if len(self.by_action) != len(self.transitions):
            raise ValueError(f"{self.name}: an action stands twice in the table")
        for move in self.transitions:
            for code in (*move.sources, move.target):
                if code not in self.by_code:
                    raise ValueError(f"{self.name}: {move.action} names the unknown state {code}")

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """Return the states as Django choices."""
        return [(state.code, state.label) for state in self.states]

    def actions_for(self, thing: Stateful, actor: Actor) -> list[Transition]:
        """Return the moves this actor's roles allow from the thing's state (separation is the service's check)."""
        return [
            m for m in self.transitions if thing.state in m.sources and m.roles and actor.has_role(*m.roles)
        ]


def check(
    thing: Stateful, lifecycle: Lifecycle, action: str, actor: Actor | None, version: int | None
) -> Transition:
    """Say whether the move is allowed, without making it. Raises NotAllowed, Stale or Refusal.

    ``version`` is what the page showed; None where no page was involved (jobs, imports).
    """
    move = lifecycle.by_action[action]
    if move.roles and (actor is None or not actor.has_role(*move.roles)):
        raise NotAllowed(
            _t("You can't %(action)s here.") % {"action": move.label},
            given=action,
            expected=", ".join(move.roles),
            todo=_t("A person with the role %(roles)s can.") % {"roles": ", ".join(move.roles)},
        )
    if version is not None and version != thing.version:
        raise Stale(
            _t("This changed while you were looking at it.") + " " + last_word(thing, lifecycle),
            todo=_t("Look again."),
        )
    if thing.state not in move.sources:
        state = lifecycle.by_code[thing.state].label
        raise Refusal(
            _t("It can't be done from the state “%(state)s”.") % {"state": state}
            + " "
            + last_word(thing, lifecycle),
            where="state",
            given=thing.state,
            expected=", ".join(move.sources),
        )
    return move


def advance(
    thing: Stateful,
    lifecycle: Lifecycle,
    action: str,
    *,
    actor: Actor | None,
    version: int | None = None,
    changes: Mapping[str, object] | None = None,
    also: Sequence[str] = (),
) -> Transition:
    """Make one move: check it, set the state, record the event. The caller has locked the row and saves nothing else.

    Other changed fields must be saved by the caller before; they go into ``changes``. Fields a constraint ties to the
    state are named in ``also`` and saved by the same statement.
    """
    move = check(thing, lifecycle, action, actor, version)
    before = thing.state
    thing.state, thing.version = move.target, thing.version + 1
    thing.state_since, thing.state_since_day = now(), business_today()
    thing.save(update_fields=["state", "version", "state_since", "state_since_day", *also])
    record(thing, action, actor, {"state": [before, thing.state], **(changes or {})})
    return move


def last_word(thing: Stateful, lifecycle: Lifecycle | None = None) -> str:
    """Return who did what to the thing last, for the person who came second.

    What was done stands in the words of the lifecycle's table where the action is one of its moves.
    """
    last = (
        Event.objects.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk))
        .order_by("-seq")
        .first()
    )
    if last is None:
        return ""
    move = lifecycle.by_action.get(last.action) if lifecycle else None
    person = get_user_model()._default_manager.filter(person__pseudonym=last.actor).first()
    return _t("Last: %(action)s by %(who)s on %(day)s.") % {
        "action": f"“{move.label}”" if move else last.action,
        "who": person or last.actor,
        "day": last.business_date.strftime("%d-%m-%Y"),
    }
