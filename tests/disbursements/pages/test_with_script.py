"""The claim page in a real browser: the dialog before money moves, live progress, and no barrier at two widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect

from disbursements.models import Claim, Tranche
from disbursements.services import tranches
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.common.models import DemoCalendar
from tests import factories, factories_money
from tests.factories_money import DAY, Officers
from tests.services.portal import LivePortal

pytestmark = pytest.mark.portal_env(DEMO="1")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def today(fresh_database: str) -> Iterator[None]:
    """Let the calendar stand on one day, here and in the server."""
    with factories.on_day(DAY):
        DemoCalendar.objects.create(pk=1, today=DAY)
        yield


def enter(chromium: Browser, portal: LivePortal, user: User, width: int = 1320) -> Page:
    """A page of a browser in which the user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="en-IN")
    context.add_cookies([{"name": "sessionid", "value": str(session.session_key), "url": portal.url}])
    return context.new_page()


def test_the_dialog_asks_in_words_and_one_yes_moves_the_money(
    today: None, live_portal: LivePortal, chromium: Browser
) -> None:
    made, who = factories.awarded_unit(), Officers()
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    tranche = claim.tranches.get()
    tranches.recommend(by=who[Role.MHI_DIRECTOR], tranche_id=tranche.pk, version=None)
    page = enter(chromium, live_portal, who[Role.IFD])
    page.goto(f"{live_portal.url}/officer/claims/{claim.pk}/")
    page.get_by_label("Diary number").fill("IFD/77")
    page.get_by_role("button", name="Concur", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Rupees one hundred forty-two crore eighty lakh only")
    page.get_by_role("button", name="Go back, change nothing").click()
    assert Tranche.objects.get().state == "recommended"
    page.get_by_role("button", name="Concur", exact=True).click()
    page.get_by_role("button", name="Yes: Concur").click()
    expect(page.get_by_role("status")).to_contain_text("Done: Concur.")
    assert Tranche.objects.get().state == "concurred"
    page.context.close()


def test_progress_gives_way_to_the_result_and_what_was_typed_stays(
    today: None, live_portal: LivePortal, chromium: Browser
) -> None:
    made = factories.awarded_unit()
    claim = factories_money.draft_claim(made)
    factories_money.claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=claim.version)
    page = enter(chromium, live_portal, made.signatory)
    page.goto(f"{live_portal.url}/manufacturer/claims/{claim.pk}/")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_text("Withdraw the claim").first.click()
    page.get_by_label("Reason").fill("Filed too early")
    factories_money.computed(Claim.objects.get())
    expect(page.get_by_text("The rate decides.", exact=True)).to_be_visible(timeout=15_000)
    assert page.get_by_label("Reason").input_value() == "Filed too early"
    page.context.close()


@pytest.mark.parametrize("width", [1320, 360])
def test_no_barrier_on_a_claim_s_page(
    width: int, today: None, live_portal: LivePortal, chromium: Browser
) -> None:
    made, who = factories.awarded_unit(), Officers()
    claim = factories_money.checked(factories_money.draft_claim(made), made, who)
    page = enter(chromium, live_portal, who[Role.PMA_HEAD], width)
    page.goto(f"{live_portal.url}/officer/claims/{claim.pk}/")
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.context.close()
