"""Screening: findings by the book, the officer's word, the second officer."""

import pytest

from applicants.services.screening import screen
from portal.accounts.roles import Role
from portal.common.refusals import NotAllowed, Refusal, Stale, WrongInput
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_responsive_application_carries_its_findings() -> None:
    made = factories.responsive_application()
    found = {finding.key: finding for finding in made.findings.order_by("pk")}
    assert list(found) == ["capacity", "rate", "net_worth", "lead_member", "clearance", "investment", "chain"]
    assert all(finding.holds and finding.clause and finding.required for finding in found.values())


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"net_worth_crore": "309.99"}, "net_worth"),
        ({"lead_equity_percent": "50.99"}, "lead_member"),
        ({"stages": ["metal", "alloy", "magnet"]}, "chain"),
    ],
)
def test_an_application_that_fails_a_condition_is_not_found_responsive(
    changes: dict[str, object], key: str
) -> None:
    made = factories.submitted_application(**changes)
    agency = factories.officer(Role.PMA_OFFICER)
    with pytest.raises(Refusal) as refusal:
        screen(by=agency, application_id=made.pk, version=made.version, responsive=True)
    assert refusal.value.where == key
    made.refresh_from_db()
    assert (made.state, made.findings.count()) == ("submitted", 0)


def test_a_missing_clearance_does_not_refuse_by_itself() -> None:
    made = factories.responsive_application(clearance="missing")
    assert made.state == "responsive"
    assert not made.findings.get(key="clearance").holds


def test_not_responsive_needs_a_reason() -> None:
    made = factories.submitted_application(net_worth_crore="1")
    agency = factories.officer(Role.PMA_OFFICER)
    with pytest.raises(WrongInput):
        screen(by=agency, application_id=made.pk, version=made.version, responsive=False)
    screen(by=agency, application_id=made.pk, version=made.version, responsive=False, note="Net worth.")
    made.refresh_from_db()
    assert (made.state, made.note) == ("non_responsive", "Net worth.")


def test_the_second_officer_is_told_who_did_what() -> None:
    made = factories.submitted_application()
    first, second = factories.officer(Role.PMA_OFFICER), factories.officer(Role.PMA_OFFICER)
    shown = made.version
    screen(by=first, application_id=made.pk, version=shown, responsive=True)
    with pytest.raises(Stale, match=f"Find responsive” by {first.person.name}"):
        screen(by=second, application_id=made.pk, version=shown, responsive=False, note="No.")
    made.refresh_from_db()
    assert made.state == "responsive"


@pytest.mark.parametrize("role", [Role.PMA_HEAD, Role.MHI_SO, Role.AUDITOR])
def test_others_do_not_screen(role: Role) -> None:
    made = factories.submitted_application()
    with pytest.raises(NotAllowed):
        screen(by=factories.officer(role), application_id=made.pk, version=made.version, responsive=True)
