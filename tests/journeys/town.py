"""A portal with nothing in it but its tables: web, worker and scheduler, and whoever opens a window on it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser

from portal.common.models import DemoCalendar
from tests.journeys.people import Someone
from tests.journeys.screen import Screen
from tests.services.portal import environment


@dataclass
class Town:
    """The running portal, its calendar and its open windows."""

    url: str
    browser: Browser
    folder: Path
    windows: dict[str, Screen] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    strangers: int = 0

    def manage(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run one of the portal's commands, as an operator does."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment({"DEMO": "1", "PORTAL_BASE_URL": self.url, **env}),
            capture_output=True,
            text=True,
            check=False,
        )

    def on(self, year: int, month: int, day: int) -> None:
        """Turn the scheme's calendar to a day. Only a portal that runs as a demonstration looks at it."""
        DemoCalendar.objects.update_or_create(pk=1, defaults={"today": dt.date(year, month, day)})

    def window(self, who: Someone) -> Screen:
        """Return this person's window, signed in once."""
        if who.email not in self.windows:
            self.windows[who.email] = Screen(self.browser, self.url).sign_in(who)
        return self.windows[who.email]

    def adopt(self, screen: Screen, who: Someone) -> None:
        """Keep a window as this person's, who has signed in there by registering."""
        self.windows = {name: kept for name, kept in self.windows.items() if kept is not screen}
        self.windows[who.email] = screen

    def leave(self, who: Someone) -> None:
        """Let the person sign out and close the window; the next one signs in again."""
        screen = self.windows.pop(who.email)
        screen.page.get_by_role("button", name="Sign out").click()
        screen.page.wait_for_url(f"{self.url}/")
        self.gone += screen.faults
        screen.close()

    def stranger(self, **look: bool) -> Screen:
        """Return a window of somebody who has not signed in."""
        self.strangers += 1
        screen = self.windows[f"stranger {self.strangers}"] = Screen(self.browser, self.url, **look)
        return screen

    def faults(self) -> list[str]:
        """Return everything that went wrong behind any window."""
        return self.gone + [fault for screen in self.windows.values() for fault in screen.faults]

    def close(self) -> None:
        """Close every window."""
        for screen in self.windows.values():
            screen.close()
