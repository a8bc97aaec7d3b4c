"""Every page of the portal under axe, on a desk's screen and on a telephone's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.accounts.roles import Role
from tests.browser.conftest import Window
from tests.journeys.screen import Screen
from tests.permissions.addresses import addresses
from tests.permissions.parts import paths
from tests.permissions.table import API, OF_PACKAGES, TABLE
from tests.permissions.world import ANYBODY, World

pytestmark = [pytest.mark.portal_env(DEMO="1"), pytest.mark.xdist_group("every page")]
WIDTHS = (1320, 360)
# Who looks: the first of these whom the table lets in, so that each page is seen with its forms.
LOOKING = (
    *(Role.APPLICANT_SIGNATORY, Role.MHI_SO, Role.MHI_DIRECTOR, Role.PMA_OFFICER),
    *(Role.AUDITOR, Role.SYS_ADMIN, ANYBODY),
)
SIGNING_IN = (
    "account_login",
    "account_reset_password",
    "account_change_password",
    "mfa_index",
    "account_logout",
)
NO_PAGES = ("manufacturer:application_ladder", "healthz", "favicon")


def looked_at(world: World) -> Iterator[tuple[str, str, str]]:
    """Give each page's name, its path and who looks at it; files and steps are no pages."""
    for address in addresses():
        if address.name.startswith(OF_PACKAGES) and address.name not in SIGNING_IN:
            continue
        for name, path in paths(address, world.ids):
            group = (TABLE[name][0] or ()) if name in TABLE else (ANYBODY, Role.APPLICANT_SIGNATORY)
            looking = [str(role) for role in LOOKING if role in group]
            file = path.partition("?")[0].rpartition("/")[2]
            if looking and not file and " " not in name and name not in (*API, *NO_PAGES):
                yield name, path, ANYBODY if name == "account_login" else looking[0]


def faults_of(screen: Screen, name: str, width: int) -> list[str]:
    """What axe says of the page at a width, and whether it is wider than the screen."""
    screen.page.set_viewport_size({"width": width, "height": 900})
    found = [
        f"{name} at {width}: {violation['id']}: {violation['nodes'][0]['html'][:160]}"
        for violation in Axe().run(screen.page).response["violations"]
    ]
    wide = screen.page.evaluate("document.scrollingElement.scrollWidth")
    return [*found, *([f"{name} at {width}: {wide} px wide"] if wide > width else [])]


def test_axe_finds_nothing_on_any_page(world: World, window: Window) -> None:
    windows: dict[str, Screen] = {}
    faults = []
    for name, path, role in looked_at(world):
        screen = windows.setdefault(role, window(world.users[role]) if role not in windows else windows[role])
        head = screen.context.request.head(f"{screen.base}{path}").headers
        if "text/html" in head["content-type"] and "attachment" not in head.get("content-disposition", ""):
            answer = screen.page.goto(f"{screen.base}{path}")
            assert answer is not None and answer.status == 200, path
            faults += [fault for width in WIDTHS for fault in faults_of(screen, name, width)]
    assert not faults, "\n".join(faults)
