"""A register in a claim: locked, its lines held once, given back when the claim ends."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applicants.models import CountedKey, Register
from applicants.services.register import (
    discard_register,
    free_counted,
    free_register,
    lock_register,
    mark_counted,
    recount_register,
    upload_register,
)
from portal.accounts.models import User
from portal.common import jobs
from portal.common.events import service
from portal.common.models import Event
from portal.common.refusals import NotAllowed, NotFound, Refusal, Stale, WrongInput
from tests import factories
from tests.applicants.registers import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> factories.AwardedUnit:
    """Return a commissioned unit."""
    return factories.awarded_unit()


def three(made: factories.AwardedUnit) -> list[dict[str, str]]:
    """Return two invoices that count and one that is cancelled."""
    return [
        samples.sale(made, document_no="A/1"),
        samples.sale(made, document_no="a/2"),
        samples.sale(made, document_no="A/3", status="CANCELLED"),
    ]


def claim(register: Register, made: factories.AwardedUnit) -> int:
    """Do what a claim's submission does with a register."""

    @service
    def submit() -> int:
        lock_register(register=register, by=made.signatory)
        return mark_counted(register)

    return submit()


def keys(register: Register) -> list[tuple[str, int]]:
    """Return the keys a register holds, with their rows."""
    return list(CountedKey.objects.filter(register=register).order_by("row").values_list("key", "row"))


def test_counted_lines_are_held_by_the_key_of_formats(made: factories.AwardedUnit) -> None:
    register = samples.read(made, samples.as_csv(three(made)))
    assert claim(register, made) == 2
    gstin = made.company.gstin
    assert keys(register) == [(f"{gstin}|2029-30|INV|a/1|1", 2), (f"{gstin}|2029-30|INV|a/2|1", 3)]
    assert register.state == "locked"


def test_a_late_note_is_held_under_its_own_year(made: factories.AwardedUnit) -> None:
    rows = [samples.sale(made), samples.note(made, document_date="10-04-2030")]
    register = samples.read(made, samples.as_csv(rows))
    claim(register, made)
    assert [key.split("|")[1] for key, _row in keys(register)] == ["2029-30", "2030-31"]


def test_another_units_claim_for_the_same_document_is_refused_by_name(made: factories.AwardedUnit) -> None:
    other = factories.awarded_unit(made.company, capacity=600)
    first = samples.read(made, samples.as_csv(three(made)))
    second = samples.read(
        other, samples.as_csv([samples.sale(made, document_no="B/1"), samples.sale(made, document_no="A/2")])
    )
    claim(first, made)
    with pytest.raises(Refusal) as refused:
        claim(second, made)
    assert refused.value.as_dict() == {
        "what": f"INV A/2, 1 ({made.company.gstin}) is already counted in Sales register 2029-30 v1 of "
        f"{made.unit}, which a claim holds.",
        "where": "row 3",
        "given": f"INV A/2, 1 ({made.company.gstin})",
        "expected": "a document line that no other claim counts",
        "todo": "Take the row out, or withdraw the other claim.",
    }
    second.refresh_from_db()
    assert second.state == "ready"
    assert not CountedKey.objects.filter(register=second).exists()


def test_a_stranger_learns_only_that_a_line_is_taken(made: factories.AwardedUnit) -> None:
    stranger = factories.awarded_unit()
    mine = samples.read(made, samples.as_assets([samples.asset()]), kind="assets")
    theirs = samples.read(stranger, samples.as_assets([samples.asset()]), kind="assets")
    claim(mine, made)
    with pytest.raises(
        Refusal, match=r"^Furnaces of Example, F/1, 1 is already counted in a claim of another unit\."
    ):
        claim(theirs, stranger)


def test_a_freed_register_lets_another_claim_count(made: factories.AwardedUnit) -> None:
    other = factories.awarded_unit(made.company, capacity=600)
    first = samples.read(made, samples.as_csv(three(made)))
    second = samples.read(other, samples.as_csv(three(made)))
    claim(first, made)
    free_counted(first)
    free_register(register=first, by=made.signatory)
    assert claim(second, made) == 2
    first.refresh_from_db()
    assert first.state == "ready"


def test_a_later_version_takes_over_and_gives_back(made: factories.AwardedUnit) -> None:
    first = samples.read(made, samples.as_csv(three(made)))
    claim(first, made)
    second = samples.read(made, samples.as_csv([*three(made)[:1], samples.sale(made, document_no="A/9")]))
    assert claim(second, made) == 2
    gstin = made.company.gstin
    assert keys(second) == [(f"{gstin}|2029-30|INV|a/1|1", 2), (f"{gstin}|2029-30|INV|a/9|1", 3)]
    assert keys(first) == [(f"{gstin}|2029-30|INV|a/2|1", 3)]
    free_counted(second)
    assert keys(first) == [(f"{gstin}|2029-30|INV|a/1|1", 2), (f"{gstin}|2029-30|INV|a/2|1", 3)]


def test_asset_keys_pass_to_the_cumulative_version_and_back(made: factories.AwardedUnit) -> None:
    long_name = "Furnaces of a very long name " * 4
    rows = [samples.asset(), samples.asset(asset_no="P-2", supplier=long_name[:120], invoice_no="X" * 40)]
    first = samples.read(made, samples.as_assets(rows), kind="assets")
    assert claim(first, made) == 2
    more = [*rows, samples.asset(asset_no="P-3", invoice_no="F/3")]
    second = samples.read(made, samples.as_assets(more), kind="assets")
    assert claim(second, made) == 3
    assert keys(first) == []
    free_counted(second)
    assert [row for _key, row in keys(first)] == [2, 3]
    assert keys(first)[0][0] == "asset|furnaces of example|f/1|1"


def test_a_register_counted_under_older_facts_is_not_locked(made: factories.AwardedUnit) -> None:
    unborn = factories.awarded_unit(phases={})
    register = samples.read(unborn, samples.as_csv([samples.sale(unborn)]))
    assert register.sold_grams == 0
    factories.confirmed_phase(unborn.unit, unborn.company, dt.date(2029, 4, 1), 900)
    with pytest.raises(Refusal, match="was counted before the unit's commissioning"):
        lock_register(register=register, by=unborn.signatory)
    recount_register(by=unborn.preparer, register_id=register.pk, version=register.version)
    jobs.run_now(samples.job_of(register))
    register.refresh_from_db()
    assert register.sold_grams == 1_000_000
    assert lock_register(register=register, by=unborn.signatory).state == "locked"


def test_a_newer_version_replaces_one_that_no_claim_holds(made: factories.AwardedUnit) -> None:
    first = samples.read(made, samples.as_csv(three(made)))
    second = samples.read(made, samples.as_csv(three(made)[:1]))
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("replaced", "ready", 2)


def test_a_freed_older_version_is_replaced(made: factories.AwardedUnit) -> None:
    first = samples.read(made, samples.as_csv(three(made)))
    lock_register(register=first, by=made.signatory)
    samples.read(made, samples.as_csv(three(made)[:1]))
    first.refresh_from_db()
    assert first.state == "locked"
    free_register(register=first, by=made.signatory)
    assert first.state == "replaced"


def test_a_locked_register_is_neither_discarded_nor_recounted(made: factories.AwardedUnit) -> None:
    register = samples.read(made, samples.as_csv(three(made)))
    lock_register(register=register, by=made.signatory)
    for act in (discard_register, recount_register):
        with pytest.raises(Refusal, match="In a claim"):
            act(by=made.signatory, register_id=register.pk, version=None)


def test_discarding_keeps_the_lines_and_refuses_a_stale_page(made: factories.AwardedUnit) -> None:
    register = samples.read(made, samples.as_csv(three(made)))
    with pytest.raises(Stale):
        discard_register(by=made.signatory, register_id=register.pk, version=register.version - 1)
    discard_register(by=made.signatory, register_id=register.pk, version=register.version)
    register.refresh_from_db()
    assert (register.state, register.lines.count()) == ("discarded", 3)


def test_the_same_file_sent_twice_is_one_register(made: factories.AwardedUnit) -> None:
    content = samples.as_csv(three(made))
    assert samples.upload(made, content).pk == samples.upload(made, content).pk
    assert Register.objects.count() == 1


def send(made: factories.AwardedUnit, by: User, **changes: str) -> Register:
    """Send a file to a unit as somebody."""
    facts = {"kind": "sales", "fy": "2029-30", **changes}
    content = samples.as_csv([samples.sale(made)])
    return upload_register(
        by=by, unit_id=made.unit.pk, upload=SimpleUploadedFile("register.csv", content), **facts
    )


def test_uploading_is_the_companys_own_for_its_own_unit(made: factories.AwardedUnit) -> None:
    with pytest.raises(NotFound):
        send(made, factories.company().signatory)
    with pytest.raises(NotAllowed):
        send(made, factories.officer("PMA_OFFICER"))
    assert send(made, made.signatory).state == "uploaded"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"fy": "2029-31"}, "fy"),
        ({"fy": ""}, "fy"),
        ({"kind": "assets"}, "fy"),
        ({"kind": "oxide"}, "kind"),
    ],
)
def test_a_wrong_kind_or_year_is_refused(
    made: factories.AwardedUnit, changes: dict[str, str], where: str
) -> None:
    with pytest.raises(WrongInput) as refused:
        send(made, made.signatory, **changes)
    assert refused.value.where == where


def test_uploading_and_reading_leave_events_with_the_digest(made: factories.AwardedUnit) -> None:
    register = samples.read(made, samples.as_csv(three(made)))
    events = Event.objects.filter(object_type="applicants.register", object_id=str(register.pk)).order_by(
        "seq"
    )
    assert [event.action for event in events] == ["upload", "read"]
    assert f'"digest":"{register.digest}"' in events[1].changes
