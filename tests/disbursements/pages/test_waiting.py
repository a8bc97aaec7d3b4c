"""What waits for whom, since when and until when; and what a draft book would move."""

from __future__ import annotations

import datetime as dt
import json

from disbursements.todo import todo_of
from portal.accounts.roles import Role
from schemes.impact import impact_of
from schemes.models import BookVersion
from schemes.terms import current_version
from tests import factories, factories_money
from tests.factories import BOOK, AwardedUnit
from tests.factories_money import DAY, Officers


def titles(user: object) -> list[str]:
    """What waits for a user, as the list says it."""
    return [str(item.title) for item in todo_of(user)]


def test_a_claim_waits_for_one_role_after_the_other(made: AwardedUnit, who: Officers) -> None:
    claim = factories_money.draft_claim(made)
    assert titles(made.signatory) == [f"Submit the claim: {claim}"]
    claim = factories_money.filed(claim, made)
    [item] = todo_of(who[Role.PMA_OFFICER])
    assert (str(item.title), item.due) == ("Take to the desk: SLI/2029-30/0001", DAY + dt.timedelta(days=3))
    assert titles(who[Role.PMA_HEAD]) == []
    assert titles(made.signatory) == []
    assert titles(factories.officer(Role.AUDITOR)) == []


def test_the_money_waits_for_one_role_after_the_other(made: AwardedUnit, who: Officers) -> None:
    claim = factories_money.verified(factories_money.draft_claim(made), made, who)
    assert titles(who[Role.MHI_DIRECTOR]) == ["Recommend: SLI/2029-30/0001"]
    factories_money.approved(claim.tranches.get(), who)
    assert titles(who[Role.MHI_SO]) == ["Close a budget round: Sales-linked incentive"]
    factories_money.provided(who)
    factories_money.closed_round(who)
    assert titles(who[Role.MHI_SO]) == []
    assert titles(who[Role.COMPETENT_AUTHORITY]) == ["Approve the round: BR/SLI/2030-31/01"]


def test_a_query_is_quoted_and_the_clock_of_verification_stands_still(
    made: AwardedUnit, who: Officers
) -> None:
    claim = factories_money.at_desk(factories_money.draft_claim(made), made, who)
    service = factories_money.claims
    service.ask_query(by=who[Role.PMA_OFFICER], claim_id=claim.pk, version=None, text="Which lots?")
    [item] = todo_of(made.preparer)
    assert (str(item.note), item.due) == ("Which lots?", DAY + dt.timedelta(days=15))
    later = DAY + dt.timedelta(days=10)
    with factories.on_day(later):
        service.answer_query(by=made.preparer, claim_id=claim.pk, version=None, text="Lots 1 to 4.")
        service.finish_check(by=who[Role.PMA_OFFICER], claim_id=claim.pk, version=None)
        [verify] = todo_of(who[Role.PMA_HEAD])
    assert verify.due == DAY + dt.timedelta(days=60 + 10)


def test_who_holds_another_function_has_nothing_waiting(made: AwardedUnit, who: Officers) -> None:
    claim = factories_money.checked(factories_money.draft_claim(made), made, who)
    head = who[Role.PMA_HEAD]
    assert titles(head) == [f"Verify: {claim}"]
    claim.functions.model.objects.create(claim=claim, person=head.person, function="check", user=head)
    assert titles(head) == []


def test_a_draft_book_moves_claims_by_the_rupee(made: AwardedUnit, who: Officers) -> None:
    claim = factories_money.filed(factories_money.draft_claim(made), made)
    now = current_version(BOOK)
    content = json.loads(now.content)
    draft = BookVersion(code=BOOK, number=now.number + 1, content=now.content, sha256="0" * 64, state="draft")
    assert impact_of(draft).rows == ()
    for entry in content["parameters"]["turnover_percent"]:
        entry["value"] = "30"
    draft.content, draft.sha256 = json.dumps(content), "1" * 64
    [moved] = impact_of(draft).rows
    assert (moved.claim, moved.old) == (claim.number, claim.current.entitlement)
    assert moved.new == 800_000 * 5_600 * 30 // 100
    assert impact_of(draft).total == moved.new - moved.old
    claim.refresh_from_db()
    assert claim.computations.count() == 1
