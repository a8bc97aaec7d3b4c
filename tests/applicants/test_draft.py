"""Drafts: what is kept, what is refused with what is allowed, and that nothing typed is lost."""

from decimal import Decimal

import pytest

from applicants.models import Application
from applicants.selectors.applications import planned_investment, what_is_missing
from applicants.services.application import save_draft, start_application
from applicants.services.documents import add_document
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> factories.Company:
    """A registered company."""
    return factories.company()


@pytest.fixture
def draft(owner: factories.Company) -> Application:
    """Its draft."""
    return factories.draft(owner)


def save(owner: factories.Company, draft: Application, **fields: object) -> dict[str, WrongInput]:
    """Save fields and keep what is wrong as typed."""
    return save_draft(
        by=owner.preparer, application_id=draft.pk, version=None, fields=fields, keep_wrong=True
    )


def test_a_capacity_off_the_ladder_is_refused_with_the_ladder(
    owner: factories.Company, draft: Application
) -> None:
    with pytest.raises(WrongInput, match="650 t a year is not a capacity") as refusal:
        save_draft(by=owner.preparer, application_id=draft.pk, version=None, fields={"capacity_mtpa": "650"})
    assert refusal.value.where == "capacity_mtpa"
    assert "600, 700, 800, 900, 1,000, 1,100, 1,200" in str(refusal.value.expected)
    draft.refresh_from_db()
    assert draft.capacity_mtpa is None


@pytest.mark.parametrize("rate", ["2,150.01", "2150.01", "0", "9999"])
def test_a_rate_above_the_ceiling_or_of_nought_is_refused_with_the_ceiling(
    owner: factories.Company, draft: Application, rate: str
) -> None:
    with pytest.raises(WrongInput) as refusal:
        save_draft(by=owner.preparer, application_id=draft.pk, version=None, fields={"quoted_rate": rate})
    assert refusal.value.where == "quoted_rate"
    assert "2,150.00" in str(refusal.value.expected)


def test_the_ceiling_itself_is_taken(owner: factories.Company, draft: Application) -> None:
    assert save(owner, draft, quoted_rate="2,150.00") == {}
    draft.refresh_from_db()
    assert draft.quoted_rate == Decimal("2150.00")


@pytest.mark.parametrize("field", ["quoted_rate", "net_worth_crore", "lead_equity_percent", "capacity_mtpa"])
@pytest.mark.parametrize("raw", [2100.5, "-1", "1e3", "2,15", "12.345", "२१००", "abc", True, "NaN"])
def test_floats_negatives_and_odd_writings_are_refused(
    owner: factories.Company, draft: Application, field: str, raw: object
) -> None:
    with pytest.raises(WrongInput) as refusal:
        save_draft(by=owner.preparer, application_id=draft.pk, version=None, fields={field: raw})
    assert refusal.value.where == field


@pytest.mark.parametrize("amount", [1.5, -5, "-5", "12.50", True])
def test_a_float_or_negative_amount_in_the_plan_is_refused(
    owner: factories.Company, draft: Application, amount: object
) -> None:
    line = {"head": "plant_machinery", "fy": "2026-27", "amount": amount}
    with pytest.raises(WrongInput) as refusal:
        save_draft(by=owner.preparer, application_id=draft.pk, version=None, fields={}, investment=[line])
    assert refusal.value.where == "investment_plant_machinery_2026-27"


@pytest.mark.parametrize(
    ("head", "fy"), [("yacht", "2026-27"), ("plant_machinery", "2026-28"), ("plant_machinery", "26-27")]
)
def test_an_unknown_head_or_year_is_refused(
    owner: factories.Company, draft: Application, head: str, fy: str
) -> None:
    with pytest.raises(WrongInput):
        save_draft(
            by=owner.preparer,
            application_id=draft.pk,
            version=None,
            fields={},
            investment=[{"head": head, "fy": fy, "amount": 1}],
        )


def test_wrong_values_are_kept_as_typed_and_good_ones_are_saved(
    owner: factories.Company, draft: Application
) -> None:
    wrong = save(owner, draft, capacity_mtpa="650", unit_name="Dhruva", quoted_rate="2,150.01")
    draft.refresh_from_db()
    assert set(wrong) == {"capacity_mtpa", "quoted_rate"}
    assert draft.typed == {"capacity_mtpa": "650", "quoted_rate": "2,150.01"}
    assert (draft.unit_name, draft.capacity_mtpa) == ("Dhruva", None)


def test_mending_a_value_clears_what_was_typed(owner: factories.Company, draft: Application) -> None:
    save(owner, draft, capacity_mtpa="650")
    save(owner, draft, capacity_mtpa="1,000")
    draft.refresh_from_db()
    assert (draft.typed, draft.capacity_mtpa) == ({}, 1000)


def test_the_plan_is_kept_in_whole_rupees_and_a_wrong_cell_as_typed(
    owner: factories.Company, draft: Application
) -> None:
    plan = [
        {"head": "plant_machinery", "fy": "2026-27", "crore": "120.5000001"},
        {"head": "plant_machinery", "fy": "2027-28", "crore": "abc"},
    ]
    wrong = save_draft(
        by=owner.preparer, application_id=draft.pk, version=None, fields={}, investment=plan, keep_wrong=True
    )
    draft.refresh_from_db()
    assert set(wrong) == {"investment_plant_machinery_2027-28"}
    assert draft.typed["investment"] == {"investment_plant_machinery_2027-28": "abc"}
    assert planned_investment(draft) == 1_205_000_001


def test_a_missing_value_is_named_with_its_step(owner: factories.Company, draft: Application) -> None:
    assert save(owner, draft, capacity_mtpa="") == {}
    missing = {(item.step, item.anchor) for item in what_is_missing(draft)}
    assert ("unit", "capacity_mtpa") in missing
    assert ("documents", "dpr") in missing
    assert ("investment", "investment") in missing


def test_the_second_of_two_people_is_told_who_saved(owner: factories.Company, draft: Application) -> None:
    save_draft(
        by=owner.preparer, application_id=draft.pk, version=draft.version, fields={"unit_name": "First"}
    )
    with pytest.raises(Stale, match=str(owner.preparer.person.name)):
        save_draft(
            by=owner.signatory, application_id=draft.pk, version=draft.version, fields={"unit_name": "Second"}
        )
    draft.refresh_from_db()
    assert draft.unit_name == "First"


def test_saving_in_passing_leaves_the_open_page_its_version(
    owner: factories.Company, draft: Application
) -> None:
    save_draft(
        by=owner.preparer,
        application_id=draft.pk,
        version=draft.version,
        fields={"unit_name": "Typing"},
        keep_wrong=True,
        in_passing=True,
    )
    save_draft(
        by=owner.preparer, application_id=draft.pk, version=draft.version, fields={"unit_name": "Typed"}
    )
    draft.refresh_from_db()
    assert (draft.unit_name, draft.version) == ("Typed", 2)


def test_one_live_application_a_book(owner: factories.Company, draft: Application) -> None:
    with pytest.raises(Refusal, match="live application"):
        start_application(by=owner.preparer, manufacturer=owner.manufacturer, book_code=factories.BOOK)
    other = start_application(by=owner.preparer, manufacturer=owner.manufacturer, book_code="repm-7280")
    assert other.state == "draft"


def test_nobody_applies_under_a_book_that_is_not_in_force(owner: factories.Company) -> None:
    factories.books()
    with pytest.raises(Refusal) as refusal:
        start_application(by=owner.preparer, manufacturer=owner.manufacturer, book_code="repm-1")
    assert refusal.value.where == "book_code"


def test_nobody_applies_or_writes_for_another_company(owner: factories.Company, draft: Application) -> None:
    rival = factories.company()
    with pytest.raises(NotAllowed):
        start_application(by=rival.preparer, manufacturer=owner.manufacturer, book_code="repm-7280")
    with pytest.raises(NotFound):
        save_draft(by=rival.preparer, application_id=draft.pk, version=None, fields={"unit_name": "Mine"})
    with pytest.raises(NotFound):
        add_document(by=rival.preparer, application_id=draft.pk, kind="dpr", upload=factories.pdf())


def test_a_newer_document_stands_beside_the_older(owner: factories.Company, draft: Application) -> None:
    for _round in range(2):
        add_document(by=owner.preparer, application_id=draft.pk, kind="dpr", upload=factories.pdf())
    assert list(draft.documents.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("name", "content"), [("report.pdf", b""), ("report.pdf", b"MZ\x00\x01\x00"), ("report.pdf", b"hello")]
)
def test_an_empty_or_renamed_document_is_refused(
    owner: factories.Company, draft: Application, name: str, content: bytes
) -> None:
    upload = factories.upload(name, content)
    with pytest.raises(WrongInput) as refusal:
        add_document(by=owner.preparer, application_id=draft.pk, kind="dpr", upload=upload)
    assert refusal.value.where == "file"
    assert not draft.documents.exists()
