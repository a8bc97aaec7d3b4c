"""Two officers at the same moment: one of them decides, the other is told."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from applicants.models import Award, Selection, Unit
from applicants.services.award import issue_award, record_award
from applicants.services.selection import prepare_selection
from portal.accounts.roles import Role
from portal.common.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.usefixtures("fresh_database")
DAY = dt.date(2026, 5, 1)


def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start at once; "done" or the refusal's class for each."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait()
        try:
            act()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_of_two_under_secretaries_issues_the_letter() -> None:
    factories.books()
    award = record_award(
        by=factories.officer(Role.MHI_SO), **factories.award_facts(factories.company(), award_date=DAY)
    )
    officers = [factories.officer(Role.MHI_US) for _number in range(2)]
    acts = [lambda by=by: issue_award(by=by, award_id=award.pk, version=award.version) for by in officers]
    assert sorted(together(*acts)) == ["Stale", "done"]
    assert Unit.objects.count() == 1


def test_the_last_place_is_given_once() -> None:
    factories.books()
    officers = [factories.officer(Role.MHI_SO) for _number in range(2)]
    for _number in range(4):
        record_award(by=officers[0], **factories.award_facts(factories.company(), award_date=DAY))
    owners = [factories.company() for _number in range(2)]
    acts = [
        lambda by=by, owner=owner: record_award(by=by, **factories.award_facts(owner, award_date=DAY))
        for by, owner in zip(officers, owners, strict=True)
    ]
    assert sorted(together(*acts)) == ["Refusal", "done"]
    assert Award.objects.count() == 5


def test_one_of_two_directors_prepares_the_ranking() -> None:
    factories.responsive_application()
    officers = [factories.officer(Role.MHI_DIRECTOR) for _number in range(2)]
    acts = [lambda by=by: prepare_selection(by=by, book_code=factories.BOOK) for by in officers]
    assert sorted(together(*acts)) == ["Refusal", "done"]
    assert Selection.objects.count() == 1
