"""Loading under the fence: a killed or overtaken attempt neither repeats nor loses a row; sizes as they come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applicants.jobs_register import read_register
from applicants.models import Register, RegisterLine, RegisterProblem
from applicants.registers import loading
from applicants.registers.lines import digest_of
from applicants.services.register import recount_register
from portal.common import jobs
from portal.common.clock import now
from portal.common.files import path_of
from portal.common.jobs import Report, Superseded
from portal.common.models import Job
from portal.common.refusals import Refusal
from tests import factories
from tests.applicants.registers import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> factories.AwardedUnit:
    """Return a commissioned unit."""
    return factories.awarded_unit()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load ten rows a chunk."""
    monkeypatch.setattr(loading, "CHUNK", 10)


def many(made: factories.AwardedUnit, count: int, wrong: int = 0) -> bytes:
    """Return a register of so many rows, every ``wrong``-th of them wrong."""
    rows = (
        samples.sale(made, document_no=f"A/{n}", quantity="x" if wrong and n % wrong == 0 else f"{n}.001")
        for n in range(1, count + 1)
    )
    return samples.as_csv(list(rows))


def overtaking(job: Job, after: int) -> Report:
    """Return a report during whose ``after``-th call another worker takes the job over."""
    calls: Iterator[int] = iter(range(1, 10_000))

    class Overtaken(Report):
        def __call__(self, done: int, total: int = 0, message: str = "") -> None:
            if next(calls) == after:
                Job.objects.filter(pk=job.pk).update(lease_until=now() - dt.timedelta(seconds=1))
                assert jobs.take(job.pk) is not None

    return Overtaken(job.pk, job.attempt)


def test_an_attempt_that_was_overtaken_writes_nothing_more(made, small_chunks) -> None:
    register = samples.upload(made, many(made, 45))
    job = jobs.take(samples.job_of(register).pk)
    assert job is not None
    with pytest.raises(Superseded):
        read_register(job, overtaking(job, 2))
    assert RegisterLine.objects.filter(register=register).count() == 20
    register.refresh_from_db()
    assert (register.state, register.rows_read) == ("uploaded", 0)


def test_the_next_attempt_starts_anew_and_loses_and_repeats_no_row(made, small_chunks) -> None:
    register = samples.upload(made, many(made, 45, wrong=9))
    first = jobs.take(samples.job_of(register).pk)
    assert first is not None
    with pytest.raises(Superseded):
        read_register(first, overtaking(first, 3))
    Job.objects.filter(pk=first.pk).update(lease_until=now() - dt.timedelta(seconds=1))
    jobs.run_now(samples.job_of(register))
    register.refresh_from_db()
    assert (register.state, register.rows_good, register.rows_wrong) == ("ready", 40, 5)
    assert sorted(register.lines.values_list("row", flat=True)) == [n + 1 for n in range(1, 46) if n % 9]
    assert len(samples.problems(register)) == 5
    assert register.digest == digest_of(register)
    assert samples.job_of(register).attempt == 3


def test_an_overtaken_attempt_does_not_clear_what_the_next_one_loaded(made, small_chunks) -> None:
    register = samples.upload(made, many(made, 25))
    job = samples.job_of(register)
    sleeper = jobs.take(job.pk)
    assert sleeper is not None
    Job.objects.filter(pk=job.pk).update(lease_until=now() - dt.timedelta(seconds=1))
    jobs.run_now(job)
    Register.objects.filter(pk=register.pk).update(state="uploaded")  # what the sleeper read before it slept
    with pytest.raises(Superseded):
        read_register(sleeper, Report(sleeper.pk, sleeper.attempt))
    assert RegisterLine.objects.filter(register=register).count() == 25


def test_a_finished_register_is_not_read_twice(made) -> None:
    register = samples.read(made, many(made, 3))
    job = samples.job_of(register)
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
    jobs.run_now(job)
    job.refresh_from_db()
    assert job.result == {"register": register.pk, "state": "ready"}
    assert register.lines.count() == 3


def test_a_file_that_breaks_off_midway_keeps_no_line(made, small_chunks) -> None:
    register = samples.read(made, many(made, 35) + b'07,"open\r\n')
    assert (register.state, register.rows_read, register.lines.count()) == ("unreadable", 0, 0)
    assert register.error.startswith("The file stops making sense at line 37")


def test_a_reading_that_failed_can_be_asked_for_again(made) -> None:
    register = samples.upload(made, many(made, 3))
    job = samples.job_of(register)
    path = path_of(register.file.sha256)
    hidden = path.rename(path.with_suffix(".away"))
    with pytest.raises(Refusal, match="FileNotFoundError"):
        jobs.run_now(job)
    hidden.rename(path)
    recount_register(by=made.preparer, register_id=register.pk, version=register.version)
    jobs.run_now(job)
    register.refresh_from_db()
    assert (register.state, register.rows_good) == ("ready", 3)


def test_loading_takes_no_query_for_a_row(made) -> None:
    def queries(count: int) -> int:
        register = samples.upload(made, many(made, count, wrong=5))
        with CaptureQueriesContext(connection) as caught:
            jobs.run_now(samples.job_of(register))
        return len(caught)

    few = queries(10)
    assert queries(900) <= few + 5
    assert few <= 60


def test_progress_is_told_while_rows_are_read(made, small_chunks) -> None:
    told: list[tuple[int, int]] = []

    class Listening(Report):
        def __call__(self, done: int, total: int = 0, message: str = "") -> None:
            told.append((done, total))

    register = samples.upload(made, many(made, 25))
    job = jobs.take(samples.job_of(register).pk)
    assert job is not None
    read_register(job, Listening(job.pk, job.attempt))
    assert [done for done, _total in told] == [10, 20, 25]
    assert all(done <= total <= 27 for done, total in told)


def test_ten_thousand_invoices_from_upload_to_totals(made) -> None:
    count, every = 10_000, 97
    register = samples.read(made, many(made, count, wrong=every))
    wrong = count // every
    good = [n for n in range(1, count + 1) if n % every]
    assert (register.state, register.rows_read) == ("ready", count)
    assert (register.rows_good, register.rows_wrong) == (count - wrong, wrong)
    assert register.sold_grams == sum(n * 1000 + 1 for n in good)
    assert register.value_millipaise == len(good) * 559_000_000 * 1000
    assert RegisterProblem.objects.filter(register=register, severity="error").count() == wrong
    assert register.digest == digest_of(register)


ROWS = st.lists(
    st.tuples(
        st.integers(0, 10**7),
        st.integers(0, 10**8),
        st.sampled_from(["good", "wrong", "cancelled", "return"]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=ROWS, chunk=st.integers(1, 7))
def test_any_mixture_keeps_exactly_the_good_rows_and_sums_them_exactly(
    made: factories.AwardedUnit,
    monkeypatch: pytest.MonkeyPatch,
    drawn: list[tuple[int, int, str]],
    chunk: int,
) -> None:
    monkeypatch.setattr(loading, "CHUNK", chunk)
    rows, kept, grams_sum, paise_sum = [], [], 0, 0
    for place, (grams, paise, kind) in enumerate(drawn, 2):
        figures = {
            "document_no": f"A/{place}",
            "quantity": f"{grams // 1000}.{grams % 1000:03d}" if grams else "0.001",
            "taxable_value": f"{paise // 100}.{paise % 100:02d}",
            "freight_insurance": "0",
        }
        if kind == "wrong":
            figures["taxable_value"] = f"-{figures['taxable_value']}"
        if kind == "cancelled":
            figures["status"] = "CANCELLED"
        rows.append(samples.note(made, **figures) if kind == "return" else samples.sale(made, **figures))
        if kind == "wrong":
            continue
        kept.append(place)
        sign = {"good": 1, "cancelled": 0, "return": -1}[kind]
        grams_sum, paise_sum = grams_sum + sign * (grams or 1), paise_sum + sign * paise
    register = samples.read(made, samples.as_csv(rows))
    assert list(register.lines.order_by("row").values_list("row", flat=True)) == kept
    came_back = set(
        RegisterProblem.objects.filter(register=register, severity="error").values_list("row", flat=True)
    )
    assert came_back == {place for place, (*_figures, kind) in enumerate(drawn, 2) if kind == "wrong"}
    assert (register.sold_grams, register.value_millipaise) == (grams_sum, paise_sum * 1000)
    assert register.digest == digest_of(register)
