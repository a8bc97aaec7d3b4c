"""The first hour of an empty portal: the books, the administrator, the officers."""

from __future__ import annotations

import re

from portal.accounts.roles import Role
from tests.journeys.people import ADMINISTRATOR, OFFICERS, OTHER_HAT, PASSWORD, SECOND_DIRECTOR, Someone
from tests.journeys.screen import Screen
from tests.journeys.town import Town


def publish_books(town: Town) -> None:
    """Publish the shipped books by the operator's command; a second time changes nothing."""
    first = town.manage("publish_books")
    assert first.returncode == 0, first.stderr
    again = town.manage("publish_books")
    assert again.returncode == 0, again.stderr
    town.stranger().go("/books/").sees("repm-7350", "repm-7280")


def create_administrator(town: Town) -> None:
    """Add the first administrator by the command; the command adds no second one."""
    arguments = ("create_administrator", ADMINISTRATOR.email, "--name", ADMINISTRATOR.name)
    first = town.manage(*arguments, "--pan", ADMINISTRATOR.pan, ADMINISTRATOR_PASSWORD=PASSWORD)
    assert first.returncode == 0, first.stderr
    second = town.manage(*arguments, "--pan", "ZZZPJ0099Z", ADMINISTRATOR_PASSWORD=PASSWORD)
    assert second.returncode != 0
    assert "administrator already" in second.stderr


def add_officers(town: Town) -> None:
    """Let the administrator add everybody by the page; one person can't come in twice for two functions."""
    window = town.window(ADMINISTRATOR)
    for person in (*OFFICERS.values(), SECOND_DIRECTOR):
        _add(window, person)
        window.sees(f"{person.name} can sign in now.")
    director = SECOND_DIRECTOR
    _add(window, Someone(director.name, "other-hat@example.org", director.pan, Role.PMA_OFFICER))
    window.sees("the same person is already Director")
    assert window.field("E-mail").input_value() == "other-hat@example.org"


def change_hats(town: Town) -> None:
    """End the second director's role and let the same person in again, as an officer of internal finance."""
    window = town.window(ADMINISTRATOR).go("/users/").follow(SECOND_DIRECTOR.name)
    window.press(re.compile("End the role")).sees("ended")
    _add(window, OTHER_HAT)
    window.sees(f"{OTHER_HAT.name} can sign in now.")


def _add(window: Screen, person: Someone) -> None:
    window.go("/users/").follow("Add a person")
    window.fill("Name", person.name).fill("Designation", person.designation).fill("Office", person.office)
    window.fill("E-mail", person.email).fill("PAN", person.pan).fill("First password", PASSWORD)
    window.choose("Role", str(person.role.label)).press("Add the person")
