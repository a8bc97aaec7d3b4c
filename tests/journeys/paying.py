"""The chain of five and more: checked, verified, recommended, concurred, approved, allotted, sanctioned, paid."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from portal.accounts.roles import Role
from tests.journeys.claiming import Filed
from tests.journeys.people import OFFICERS
from tests.journeys.rupees import inr
from tests.journeys.screen import FOR_A_JOB_MS, Screen
from tests.journeys.town import Town


@dataclass(frozen=True)
class Money:
    """One tranche on its way: which head and year pay it, how much it is, and its marks on paper."""

    head: str
    fy: str
    amount: int
    serial: str
    today: str

    @property
    def utr(self) -> str:
        """The bank's reference."""
        return f"JRNYR{self.today.replace('-', '')}{self.serial:0>9}"


def enter_authority(town: Town) -> None:
    """Put an order behind the book by two officers, so that letters are no specimens."""
    maker = town.window(OFFICERS[Role.MHI_SO]).go("/books/repm-7350/authority/")
    maker.fill("Number of the order", "F. No. 12(3)/2026-REPM").fill("Date of the order", "2026-12-20")
    maker.press("Enter the order").sees("The order waits for a second officer.")
    checker = town.window(OFFICERS[Role.MHI_DIRECTOR]).go("/books/repm-7350/authority/")
    checker.press("Confirm").sees("letters under this book are no longer specimens")


def vote(town: Town, money: Money, rupees: int) -> None:
    """Enter a provision by one officer and confirm it by another."""
    maker = town.window(OFFICERS[Role.MHI_SO]).go("/officer/budget/provisions/new/")
    maker.choose("Head", money.head).fill("Financial year", money.fy).choose(
        "What the order does", "Budget estimate, further to the vote on account"
    )
    maker.fill("Amount, in whole rupees", rupees).fill(
        "Number of the order", f"BE/{money.fy}/{money.head[:3]}"
    )
    maker.fill("Date of the order", money.today).press("Enter the provision")
    checker = town.window(OFFICERS[Role.MHI_DIRECTOR]).go("/officer/budget/")
    checker.confirm("Confirm the provision").sees("Done: Confirm the provision.")


def check_and_verify(town: Town, claim: Filed) -> None:
    """Take the claim through the agency: two people."""
    desk = town.window(OFFICERS[Role.PMA_OFFICER]).go(claim.for_officers)
    desk.press("Take to the desk").sees("Done: Take to the desk.")
    desk.fill("Note for the file", "Register, phases and documents agree with the claim.")
    desk.press("Finish the desk check").sees("Done: Finish the desk check.")
    head = town.window(OFFICERS[Role.PMA_HEAD]).go(claim.for_officers)
    head.press("Verify").sees("Done: Verify.")
    expect(head.main).to_contain_text("Computation 2", timeout=FOR_A_JOB_MS)


def decide(window: Screen, claim: Filed, label: str, **typed: str) -> Screen:
    """Press the button that moves money on the claim's page, with what its form asks for."""
    window.go(claim.for_officers)
    for name, value in typed.items():
        window.fill(name.replace("_", " "), value)
    return window.confirm(label).sees(f"Done: {label}.")


def put_up(town: Town, claim: Filed, money: Money) -> None:
    """Recommend, concur, approve: three people."""
    decide(town.window(OFFICERS[Role.MHI_DIRECTOR]), claim, "Recommend")
    concur(town, claim, money)
    decide(town.window(OFFICERS[Role.COMPETENT_AUTHORITY]), claim, "Approve")


def concur(town: Town, claim: Filed, money: Money) -> None:
    """Let internal finance concur under its diary number."""
    window = town.window(OFFICERS[Role.IFD])
    decide(window, claim, "Concur", Diary_number=f"IFD/{money.serial}", Diary_date=money.today)


def reconcile(town: Town, claim: Filed, day: str) -> None:
    """Record the statutory auditor's reconciliation, which makes the rest due."""
    desk = town.window(OFFICERS[Role.PMA_OFFICER]).go(claim.for_officers)
    desk.fill("Date of the certificate", day).fill("Number of the auditor's certificate", "SA/2029-30/7")
    desk.press("Record the reconciliation").sees("Done: Record the reconciliation.")


def hold_round(town: Town, claim: Filed, money: Money) -> None:
    """Close a budget round by one officer, approve it by another."""
    closing = town.window(OFFICERS[Role.MHI_SO]).go("/officer/budget/").follow("Preview a round")
    closing.choose("Head", money.head).fill("Financial year", money.fy)
    closing.press("Show what it would give").sees(claim.number, inr(money.amount))
    closing.confirm("Close the round").sees("It waits for approval.")
    approving = town.window(OFFICERS[Role.COMPETENT_AUTHORITY]).go(closing.path)
    approving.confirm("Approve the round").sees("Done: Approve the round.")


def sanction(town: Town, claim: Filed) -> Screen:
    """Sanction what was allotted; the letter comes by itself."""
    return decide(town.window(OFFICERS[Role.MHI_US]), claim, "Sanction")


def open_order(window: Screen, claim: Filed) -> Screen:
    """Open the newest order of the claim and wait for its letter."""
    window.go("/officer/sanctions/").open_row(claim.number)
    expect(window.main.locator("#letter")).to_contain_text("SHA-256", timeout=FOR_A_JOB_MS)
    return window


def pay(town: Town, claim: Filed, money: Money) -> None:
    """Make the bill, release it, and record what the bank says: two people; a second click pays nothing more."""
    bill = {"Bill_number": f"B/{money.serial}", "Bill_date": money.today}
    decide(town.window(OFFICERS[Role.DDO]), claim, "Make the bill", **bill)
    accounts = town.window(OFFICERS[Role.PAO])
    decide(accounts, claim, "Release")
    accounts.fill("UTR (the bank's reference)", money.utr).fill("Value date", money.today)
    sent = accounts.fill("Amount paid, in rupees", money.amount).confirm_twice("Record the payment")
    accounts.sees("Done: Record the payment.", money.utr)
    assert "You did this already" in accounts.send_again(sent).text()
    accounts.go("/reports/payments/")
    expect(accounts.main.get_by_role("row").filter(has_text=money.utr)).to_have_count(1)
