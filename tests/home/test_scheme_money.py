"""Every figure of a dashboard is a sum of ledger rows, whatever was posted in whatever order."""

from __future__ import annotations

from collections import defaultdict
from itertools import count

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disbursements.models import LedgerAccount, LedgerEntry
from disbursements.services.ledger import Row, head_account, post, year_account
from portal.common.events import service
from portal.common.refusals import Refusal
from portal.home import scheme_money

HEADS, YEARS = ("SLI", "CS"), ("2029-30", "2030-31")
OUTLAY = 1_000
_journals = count(1)

# What happens to a head in a year: which accounts the rupees leave and enter.
MOVES = {
    "vote": (("voted_source", "voted"),),
    "take back": (("voted", "voted_source"),),
    "sanction": (("voted", "committed"), ("outlay", "outlay_used")),
    "cancel": (("committed", "voted"), ("outlay_used", "outlay")),
    "release": (("committed", "released"),),
    "pay": (("released", "paid"),),
    "bounce": (("paid", "released"),),
}
steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(MOVES)),
        st.sampled_from(HEADS),
        st.sampled_from(YEARS),
        st.integers(min_value=1, max_value=600),
    ),
    max_size=25,
)


def heads() -> list[scheme_money.HeadMoney]:
    return scheme_money.heads(scheme_money.balances())


def years() -> list[scheme_money.YearMoney]:
    return scheme_money.years(scheme_money.balances())


def account(kind: str, head: str, fy: str) -> LedgerAccount:
    return head_account(kind, head) if kind.startswith("outlay") else year_account(kind, head, fy)


@service
def move(rows: list[Row]) -> None:
    post(journal=f"test {next(_journals)}", order_number="O/1", rows=rows)


def posted(taken: list[tuple[str, str, str, int]]) -> dict[tuple[str, str, str], int]:
    """Post what the ledger lets through; return what a clerk with a pencil has for each account."""
    pencil: dict[tuple[str, str, str], int] = defaultdict(int)
    for head in HEADS:
        move([Row(head_account("outlay_source", head), head_account("outlay", head), OUTLAY)])
        pencil["outlay", head, ""] = OUTLAY
    for name, head, fy, amount in taken:
        try:
            move([Row(account(a, head, fy), account(b, head, fy), amount) for a, b in MOVES[name]])
        except Refusal:
            continue
        for left, entered in MOVES[name]:
            pencil[left, head, "" if left.startswith("outlay") else fy] -= amount
            pencil[entered, head, "" if entered.startswith("outlay") else fy] += amount
    return pencil


def assert_figures_are(pencil: dict[tuple[str, str, str], int]) -> None:
    for row in heads():
        paid = sum(pencil["paid", row.head, fy] for fy in YEARS)
        assert (row.outlay, row.paid) == (OUTLAY, paid)
        assert row.committed == pencil["outlay_used", row.head, ""] - paid
        assert row.left == pencil["outlay", row.head, ""]
        assert min(row.committed, row.left) >= 0
    for year in years():
        parts = [pencil[kind, year.head, year.fy] for kind in ("voted", "committed", "released", "paid")]
        assert [year.left, year.committed, year.released, year.paid] == parts
        assert year.voted == sum(parts) == -pencil["voted_source", year.head, year.fy]


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_figures_are_sums_of_rows(taken: list[tuple[str, str, str, int]]) -> None:
    with transaction.atomic():
        pencil = posted(taken)
        assert [row.head for row in heads()] == sorted(HEADS)
        assert_figures_are(pencil)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_empty_ledger_has_no_figures() -> None:
    assert heads() == []
    assert years() == []


@pytest.mark.django_db
def test_figures_come_from_the_rows_and_not_from_kept_balances() -> None:
    posted([("vote", "SLI", "2029-30", 500), ("sanction", "SLI", "2029-30", 300)])
    LedgerAccount.objects.update(balance=7)
    (first, second), (year,) = heads(), years()
    assert (second.head, second.committed, second.left) == ("SLI", 300, 700)
    assert (first.head, first.committed) == ("CS", 0)
    assert (year.voted, year.committed, year.left) == (500, 300, 200)


@pytest.mark.django_db
def test_years_stand_in_order_of_year_and_head() -> None:
    posted([("vote", "SLI", "2030-31", 5), ("vote", "SLI", "2029-30", 5), ("vote", "CS", "2030-31", 5)])
    assert [(row.fy, row.head) for row in years()] == [
        ("2029-30", "SLI"),
        ("2030-31", "CS"),
        ("2030-31", "SLI"),
    ]


@pytest.mark.django_db
def test_the_cost_does_not_grow_with_the_ledger() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            scheme_money.balances()
        return len(captured)

    posted([("vote", "SLI", "2029-30", 5)])
    few = queries()
    posted_more = [("vote", head, fy, 5) for head in HEADS for fy in YEARS for _ in range(5)]
    for name, head, fy, amount in posted_more:
        move([Row(account(a, head, fy), account(b, head, fy), amount) for a, b in MOVES[name]])
    assert LedgerEntry.objects.count() > 20
    assert queries() == few == 2
