"""Who sees what: a rival's ids are 404, officers see no draft, the administrator sees nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from applicants import permissions
from portal.accounts.models import User
from portal.accounts.roles import CHAIN, Role
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    """A browser in which the user is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def made() -> factories.AwardedUnit:
    """A unit with an award and a confirmed phase."""
    return factories.awarded_unit()


def test_a_company_sees_its_own_alone(made: factories.AwardedUnit) -> None:
    rival = factories.company()
    factories.submitted_application(made.company)
    for rows in (
        permissions.applications_visible_to,
        permissions.awards_visible_to,
        permissions.units_visible_to,
        permissions.phases_visible_to,
    ):
        assert rows(made.preparer).count() == 1
        assert not rows(rival.signatory).exists()


def test_officers_and_auditors_see_all_but_drafts(made: factories.AwardedUnit) -> None:
    factories.draft()
    submitted = factories.submitted_application()
    for role in (*CHAIN, Role.AUDITOR, Role.TECH_MEMBER):
        user = factories.officer(role)
        assert list(permissions.applications_visible_to(user)) == [submitted]
        assert permissions.units_visible_to(user).count() == 1


def test_the_administrator_sees_no_company(made: factories.AwardedUnit) -> None:
    admin = factories.officer(Role.SYS_ADMIN)
    factories.submitted_application()
    assert not permissions.applications_visible_to(admin).exists()
    assert not permissions.units_visible_to(admin).exists()
    assert not permissions.manufacturers_visible_to(admin).exists()


def test_a_prepared_award_is_not_shown_to_its_company() -> None:
    factories.books()
    owner = factories.company()
    with factories.on_day(factories.AWARD_DATE):
        factories.record_award(by=factories.officer(Role.MHI_SO), **factories.award_facts(owner))
    assert not permissions.awards_visible_to(owner.signatory).exists()


def test_a_company_sees_no_ranking() -> None:
    owner = factories.company()
    factories.responsive_application(owner)
    factories.prepare_selection(by=factories.officer(Role.MHI_DIRECTOR), book_code=factories.BOOK)
    assert not permissions.selections_visible_to(owner.signatory).exists()


def test_a_rivals_ids_are_404(made: factories.AwardedUnit) -> None:
    application = factories.submitted_application(made.company)
    document = application.documents.order_by("pk")[0]
    client = signed_in(factories.company().signatory)
    addresses = [
        reverse("manufacturer:application", args=[application.pk]),
        reverse("manufacturer:application_check", args=[application.pk]),
        reverse("manufacturer:application_done", args=[application.pk]),
        reverse("manufacturer:application_acknowledgement", args=[application.pk]),
        reverse("manufacturer:application_withdraw", args=[application.pk]),
        reverse("manufacturer:application_step", args=[application.pk, "unit"]),
        reverse("manufacturer:application_ladder", args=[application.pk]),
        reverse("manufacturer:application_document", args=[application.pk, document.pk]),
        reverse("manufacturer:unit", args=[made.unit.pk]),
        reverse("manufacturer:phase_new", args=[made.unit.pk]),
        reverse("manufacturer:award_letter", args=[made.award.pk]),
        reverse("manufacturer:phase_certificate", args=[made.phases[0].pk]),
        f"/api/v1/applications/{application.pk}/",
        f"/api/v1/awards/{made.award.pk}/",
        f"/api/v1/units/{made.unit.pk}/",
        f"/api/v1/phases/{made.phases[0].pk}/",
    ]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )


def test_a_draft_is_404_for_officers() -> None:
    made = factories.draft()
    client = signed_in(factories.officer(Role.PMA_OFFICER))
    assert client.get(reverse("officer:application", args=[made.pk])).status_code == 404


def test_companies_have_no_office_pages_and_officers_no_company_pages() -> None:
    company, officer = signed_in(factories.company().signatory), signed_in(factories.officer(Role.MHI_SO))
    assert company.get(reverse("officer:applications")).status_code == 403
    assert officer.get(reverse("manufacturer:applications")).status_code == 403


def test_strangers_are_sent_to_sign_in() -> None:
    answer = Client().get(reverse("manufacturer:applications"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
