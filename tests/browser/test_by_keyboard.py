"""Signing in and approving a tranche with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from disbursements.models import Claim
from disbursements.services import tranches
from portal.accounts.roles import Role
from portal.common.models import DemoCalendar
from tests import factories_money as money
from tests.browser.conftest import Window, with_password
from tests.factories import PASSWORD, awarded_unit, on_day

pytestmark = [pytest.mark.portal_env(DEMO="1"), pytest.mark.xdist_group("keyboard")]
FOCUSED = "(document.activeElement.innerText || document.activeElement.name || '').trim()"
MOST_STOPS = 120


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus stands on what says or is named ``wanted``, and see that the focus shows."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).split("\n")[0].startswith(wanted):
            shown = page.evaluate(
                "(() => { const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'; })()"
            )
            assert shown, f"the focus on {wanted} can't be seen"
            return
    raise AssertionError(f"Tab never came to {wanted}")


def concurred_claim(who: money.Officers) -> Claim:
    """A claim whose first tranche waits for the competent authority."""
    made = awarded_unit()
    DemoCalendar.objects.update_or_create(pk=1, defaults={"today": money.DAY})
    with on_day(money.DAY):
        claim = money.verified(money.draft_claim(made), made, who)
        due = claim.tranches.get(state="due")
        tranches.recommend(by=who[Role.MHI_DIRECTOR], tranche_id=due.pk, version=None)
        tranches.concur(
            by=who[Role.IFD], tranche_id=due.pk, version=None, diary_no="IFD/1", diary_date=money.DAY
        )
    return claim


@pytest.mark.usefixtures("fresh_database")
def test_sign_in_and_approve(window: Window) -> None:
    who = money.Officers()
    claim = concurred_claim(who)
    authority = with_password(who[Role.COMPETENT_AUTHORITY])
    screen = window().go("/account/login/")
    keys = screen.page.keyboard
    keys.press("Tab")
    assert screen.page.evaluate(FOCUSED) == "Skip to the main content"
    tab_to(screen.page, "login")
    keys.type(authority.email)
    tab_to(screen.page, "password")
    keys.type(PASSWORD)
    keys.press("Enter")
    screen.sees(str(claim.number))
    tab_to(screen.page, "Approve")
    keys.press("Enter")
    screen.sees("Your turn: Approve")
    tab_to(screen.page, "Approve")
    keys.press("Enter")
    expect(screen.page.get_by_role("dialog")).to_be_visible()
    tab_to(screen.page, "Yes: Approve")
    keys.press("Enter")
    screen.sees("Done: Approve.")
    assert claim.tranches.get().state == "approved"


@pytest.mark.usefixtures("fresh_database")
def test_the_question_can_be_left_by_escape(window: Window) -> None:
    who = money.Officers()
    claim = concurred_claim(who)
    screen = window(who[Role.COMPETENT_AUTHORITY]).go(f"/officer/claims/{claim.pk}/").press("Approve")
    expect(screen.page.get_by_role("dialog")).to_be_visible()
    screen.page.keyboard.press("Escape")
    expect(screen.page.get_by_role("dialog")).not_to_be_visible()
    assert claim.tranches.get().state == "concurred"
