"""One person at a browser: signs in, fills forms by their labels, presses buttons, reads what the page says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import APIResponse, Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.journeys.people import PASSWORD, Someone

PATIENCE_MS = 30_000
FOR_A_JOB_MS = 120_000
QUIET = "Failed to load resource"  # Chromium repeats each 4xx answer on the console; answers are watched themselves


@dataclass(frozen=True)
class Upload:
    """A file chosen in a form."""

    name: str
    mime: str
    content: bytes


class Screen:
    """One person's window. Whatever goes wrong behind it (a 500, a script error) is kept in ``faults``."""

    def __init__(self, browser: Browser, base: str, *, script: bool = True, width: int = 1320) -> None:
        self.base = base
        self.context = browser.new_context(
            locale="en-IN",
            timezone_id="Asia/Kolkata",
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.faults: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._on_console)
        self.page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and QUIET not in message.text:
            self.faults.append(f"console on {self.page.url}: {message.text}")

    def _on_response(self, answer: Response) -> None:
        if answer.status >= 500:
            self.faults.append(f"{answer.status} from {answer.request.method} {answer.url}")

    def sign_in(self, who: Someone, password: str = PASSWORD) -> Screen:
        """Sign in by the page and land where the person works."""
        self.go("/account/login/").fill("Email", who.email).fill("Password", password)
        self.main.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page).not_to_have_url(re.compile("/account/login/"))
        return self

    def go(self, path: str) -> Screen:
        """Open an address of the portal."""
        self.page.goto(path if path.startswith("http") else f"{self.base}{path}")
        return self._settled()

    def _settled(self) -> Screen:
        """Wait for the page, and stop where the portal itself failed."""
        self.page.wait_for_load_state("load")
        assert self.faults == []
        return self

    @property
    def main(self) -> Locator:
        """The page's content, without head and foot."""
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """The address, without the portal's own."""
        return self.page.url.removeprefix(self.base)

    def text(self) -> str:
        """What the content says, each run of spaces as one."""
        return " ".join(self.main.inner_text().split())

    def field(self, label: str) -> Locator:
        """A field by the words of its label."""
        words = re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$")
        return self.main.get_by_label(words).first

    def fill(self, label: str, value: object) -> Screen:
        """Type a value into a field."""
        self.field(label).fill(str(value))
        return self

    def choose(self, label: str, option: str) -> Screen:
        """Choose an option of a list by its words."""
        self.field(label).select_option(label=option)
        return self

    def tick(self, label: str) -> Screen:
        """Tick a box or choose a radio button by its words."""
        self.main.get_by_label(label).first.check()
        return self

    def attach(self, label: str, upload: Upload) -> Screen:
        """Choose a file."""
        payload = {"name": upload.name, "mimeType": upload.mime, "buffer": upload.content}
        self.field(label).set_input_files(payload)
        return self

    def press(self, name: str | re.Pattern[str]) -> Screen:
        """Press a button of the page's content by its words."""
        self.main.get_by_role("button", name=name, exact=True).first.click()
        return self._settled()

    def confirm(self, label: str) -> Screen:
        """Press a button that moves money, and say yes to the question it asks."""
        self.press(label)
        self.page.get_by_role("button", name=f"Yes: {label}", exact=True).click()
        return self._settled()

    def confirm_twice(self, label: str) -> Request:
        """Say yes by a double click; returns what the browser sent."""
        self.press(label)
        with self.page.expect_request(lambda request: request.method == "POST") as sent:
            self.page.get_by_role("button", name=f"Yes: {label}", exact=True).dblclick()
        self._settled()
        return sent.value

    def send_again(self, request: Request) -> APIResponse:
        """Send a form once more as it was sent, as a second click past all script would."""
        kind = {"Content-Type": request.headers["content-type"], "Referer": self.page.url}
        return self.context.request.post(request.url, data=request.post_data_buffer, headers=kind)

    def follow(self, name: str | re.Pattern[str]) -> Screen:
        """Follow a link of the page's content by its words."""
        self.main.get_by_role("link", name=name).first.click()
        return self._settled()

    def open_row(self, words: str) -> Screen:
        """Follow the first link of the first row that holds these words."""
        row = self.main.get_by_role("row").filter(has_text=words).first
        row.get_by_role("link").first.click()
        return self._settled()

    def sees(self, *wanted: str, patience: int = PATIENCE_MS) -> Screen:
        """Wait until the content holds every text."""
        for words in wanted:
            expect(self.main, f"{self.path} says: {self.text()[:3000]}").to_contain_text(
                words, timeout=patience, use_inner_text=True
            )
        return self

    def sees_not(self, words: str) -> Screen:
        """Check that the content doesn't hold a text."""
        expect(self.main).not_to_contain_text(words, use_inner_text=True)
        return self

    def in_time(self, *wanted: str) -> Screen:
        """Wait as long as background work may take."""
        return self.sees(*wanted, patience=FOR_A_JOB_MS)

    def download(self, name: str | re.Pattern[str], into: Path) -> Path:
        """Follow a link that downloads, and keep the file."""
        with self.page.expect_download() as caught:
            self.main.get_by_role("link", name=name).first.click()
        target = into / caught.value.suggested_filename
        caught.value.save_as(target)
        return target

    def close(self) -> None:
        """Close the window."""
        self.context.close()
