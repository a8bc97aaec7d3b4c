"""Two officers at once, a second function, a double click, a stranger: each told in a sentence."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from portal.accounts.roles import Role
from tests.journeys import opening
from tests.journeys.claiming import Filed
from tests.journeys.people import OFFICERS, OTHER_HAT, RIVAL_SIGNATORY, SECOND_DIRECTOR
from tests.journeys.screen import Screen
from tests.journeys.town import Town

ONE_FUNCTION = "already holds the function “Recommended”"


def recommend_at_once(town: Town, claim: Filed) -> None:
    """Let two directors look at one page; the second to press is told who was first, and what was typed is kept."""
    slow = town.window(OFFICERS[Role.MHI_DIRECTOR]).go(claim.for_officers)
    quick = town.window(SECOND_DIRECTOR).go(claim.for_officers)
    quick.confirm("Recommend").sees("Done: Recommend.")
    slow.fill("Note for the file", "The working is in order.").confirm("Recommend")
    slow.sees("Not done: Recommend", "This changed while you were looking at it.", SECOND_DIRECTOR.name)
    slow.sees("What you typed is kept:", "The working is in order.")


def try_second_function(town: Town, claim: Filed) -> None:
    """Refuse the one who recommended, now in internal finance under another sign-in, by page and by service."""
    opening.change_hats(town)
    window = town.window(OTHER_HAT).go(claim.for_officers).sees(OTHER_HAT.name, ONE_FUNCTION)
    expect(window.main.get_by_role("button", name="Concur", exact=True)).to_have_count(0)
    tranche = _tranche_of(town.window(OFFICERS[Role.IFD]).go(claim.for_officers))
    answer = window.context.request.post(
        f"{town.url}/officer/tranches/{tranche}/do/concur/",
        form={
            "csrfmiddlewaretoken": window.page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
            "diary_no": "IFD/1",
            "diary_date": "2030-07-01",
            "note": "",
            "version": "",
            "confirmed": "1",
        },
        headers={"Referer": window.page.url},
    )
    assert answer.status in (403, 409)
    assert ONE_FUNCTION in answer.text()


def _tranche_of(window: Screen) -> str:
    action = window.main.locator("form[action*='/do/concur/']").first.get_attribute("action") or ""
    return action.split("/")[3]


def sanction_twice(town: Town, claim: Filed) -> None:
    """Sanction by a double click, then send the same form again: one order, one payment."""
    window = town.window(OFFICERS[Role.MHI_US]).go(claim.for_officers)
    sent = window.confirm_twice("Sanction")
    window.sees("Done: Sanction.")
    again = window.send_again(sent)
    assert again.status == 200
    assert "You did this already" in again.text()
    window.go("/officer/sanctions/")
    expect(window.main.get_by_role("row").filter(has_text=claim.number)).to_have_count(1)


def keep_strangers_out(town: Town, claim: Filed) -> None:
    """Show the claim to no other company and to nobody who hasn't signed in."""
    rival = town.window(RIVAL_SIGNATORY)
    for path in (claim.for_company, claim.for_officers):
        answer = rival.context.request.get(f"{town.url}{path}")
        assert answer.status in (403, 404)
        assert claim.number not in answer.text()
    nobody = town.stranger().go(claim.for_company)
    expect(nobody.page).to_have_url(re.compile(r"/account/login/"))
