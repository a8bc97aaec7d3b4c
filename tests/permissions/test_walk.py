"""Every address of the portal, asked by everybody: open to whom the table names, closed to all others."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from tests.permissions.addresses import Address, addresses
from tests.permissions.parts import paths
from tests.permissions.requests import CLOSED, NO_METHOD, OPEN, SIGN_IN, Visitor, outcome
from tests.permissions.table import ALL, API, OF_PACKAGES, OWN, TABLE, Group
from tests.permissions.world import ANYBODY, RIVAL, World

pytestmark = pytest.mark.xdist_group("permissions")
ROLES = (ANYBODY, RIVAL, *(role.value for role in Role))
OURS = [address for address in addresses() if not address.name.startswith(OF_PACKAGES)]
PACKAGES = [address for address in addresses() if address.name.startswith(OF_PACKAGES)]
NOTHING = 987_654_321


def is_api(name: str) -> bool:
    return name in API or name.startswith("api:")


def expected(name: str, role: str, group: Group | None) -> str:
    """Return what must come of asking: deny by default."""
    if group is None:
        return NO_METHOD
    if role in group:
        return OPEN
    return SIGN_IN if role == ANYBODY and not is_api(name) else CLOSED


def named_paths(world: World, chosen: list[Address]) -> list[tuple[str, str]]:
    return [found for address in chosen for found in paths(address, world.ids)]


def test_every_address_stands_in_the_table_and_every_row_has_an_address(world: World) -> None:
    named = {name for name, _path in named_paths(world, OURS)}
    assert named == set(TABLE)


def test_every_view_is_guarded() -> None:
    unguarded = [
        address.name
        for address in OURS
        if not hasattr(address.view, "access") and not hasattr(address.view, "cls")
    ]
    assert unguarded == []
    by_packages = {address.view.__module__.partition(".")[0] for address in PACKAGES}
    assert by_packages <= {"allauth", "drf_spectacular", "django"}


@pytest.mark.parametrize("role", ROLES)
def test_what_each_may_open_and_do(world: World, role: str) -> None:
    visitor = Visitor(world.users[role])
    wrong = []
    for name, path in named_paths(world, OURS):
        for method, group in zip(("GET", "POST"), TABLE[name], strict=True):
            if group is None and role != ANYBODY:
                continue  # an address without a method has it for nobody; one asks
            answer = visitor.ask(method, path)
            found, due = outcome(answer), expected(name, role, group)
            if is_api(name) and group is None and found == CLOSED:
                continue  # the API asks who it is before it looks at the method
            if found != due:
                wrong.append(f"{method} {path} ({name}): {found} {answer.status_code}, expected {due}")
    assert not wrong, "\n".join(wrong)


def test_another_companys_things_are_not_found(world: World) -> None:
    rival = Visitor(world.users[RIVAL])
    told = [
        (method, path, status)
        for name, path in named_paths(world, OURS)
        for method, group in zip(("GET", "POST"), TABLE[name], strict=True)
        if group
        and group & OWN
        and RIVAL not in group
        and (status := rival.ask(method, path).status_code) != 404
    ]
    assert told == []


def test_ids_of_nothing_are_not_found(world: World) -> None:
    nothing = World(world.users, dict.fromkeys(world.ids, NOTHING) | {"token": "0" * 32})
    visitors = {role: Visitor(user) for role, user in world.users.items()}
    told = []
    for address in OURS:
        if "pk" not in address.parts and "reference" not in address.parts:
            continue
        for name, path in paths(address, nothing.ids):
            for method, group in zip(("GET", "POST"), TABLE[name], strict=True):
                asking = next((role for role in ROLES if role in (group or ()) and role != ANYBODY), None)
                if asking and (status := visitors[asking].ask(method, path).status_code) != 404:
                    told.append((method, path, asking, status))
    assert told == []


@pytest.mark.ignore_template_errors  # packages' own templates lean on undefined names
@pytest.mark.parametrize("role", [ANYBODY, Role.APPLICANT_SIGNATORY.value, Role.AUDITOR.value])
def test_pages_of_packages_answer(world: World, role: str) -> None:
    visitor = Visitor(world.users[role])
    for _name, path in named_paths(world, PACKAGES):
        for method in ("GET", "POST"):
            assert visitor.ask(method, path).status_code < 500, path


def test_the_table_speaks_of_everybody() -> None:
    assert set(ROLES) == ALL
