"""Jobs: the row is the truth. Asked once, taken once, written once, whatever dies, sleeps or is told twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from portal.common import jobs
from portal.common.events import record, service
from portal.common.models import Event, Job, StoredFile
from portal.common.refusals import Refusal
from tests.services.processes import free_port

KIND = "test.work"
Handler = Callable[[Job, jobs.Report], jobs.Finish]


@pytest.fixture
def handle(monkeypatch: pytest.MonkeyPatch) -> Callable[[Handler], None]:
    """Say who does the work of this test's kind; forgotten afterwards."""
    monkeypatch.setattr(jobs, "_handlers", dict(jobs._handlers))
    return lambda handler: jobs.register(KIND, handler)


def stored(name: str) -> dict[str, object]:
    """What a handler's last step writes: a row and its event."""
    made = StoredFile.objects.create(sha256="a" * 64, name=name, media_type="x/y", size=1)
    record(made, "made", None)
    return {"name": name}


def writes(name: str) -> Handler:
    return lambda job, report: lambda: stored(name)


def written() -> list[str]:
    return list(StoredFile.objects.order_by("pk").values_list("name", flat=True))


def asked(key: str = "one") -> Job:
    made: Job = service(lambda: jobs.ask(KIND, 7, key=key, requested_by="P-1"))()
    return made


def expire(job: Job) -> None:
    """Let the job's lease be over, as if its worker had died or slept."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_the_same_key_is_the_same_job() -> None:
    first, second, other = asked(), asked(), asked("two")
    assert first == second != other
    assert Job.objects.count() == 2
    assert (first.kind, first.object_id, first.requested_by, first.state) == (KIND, "7", "P-1", "queued")


@pytest.mark.django_db
def test_a_job_is_asked_for_only_when_its_service_is_done(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    @service
    def refused() -> None:
        jobs.ask(KIND, 7, key="one")
        raise Refusal("No.")

    with pytest.raises(Refusal):
        refused()
    assert not Job.objects.exists()
    with django_capture_on_commit_callbacks() as messages:
        asked()
        asked()
    assert len(messages) == 1


@pytest.mark.django_db
def test_the_result_is_written_with_its_events(handle: Callable[[Handler], None]) -> None:
    handle(writes("a"))
    done = jobs.run(asked().pk)
    assert done is not None
    assert (done.state, done.attempt, done.result, done.lease_until) == ("done", 1, {"name": "a"}, None)
    assert done.finished_at is not None
    assert written() == ["a"]
    assert Event.objects.get().action == "made"


@pytest.mark.django_db
def test_a_finished_job_is_left_alone(handle: Callable[[Handler], None]) -> None:
    handle(writes("a"))
    job = asked()
    jobs.run(job.pk)
    assert jobs.run(job.pk) is None
    assert written() == ["a"]


@pytest.mark.django_db
def test_a_job_under_way_is_nobody_elses(settings: Settings) -> None:
    settings.JOB_LEASE_SECONDS = 60
    job = asked()
    mine = jobs.take(job.pk)
    assert mine is not None
    assert mine.attempt == 1
    assert mine.lease_until is not None
    assert timedelta(seconds=50) < mine.lease_until - timezone.now() <= timedelta(seconds=60)
    assert jobs.take(job.pk) is None


@pytest.mark.django_db
def test_work_that_outlives_its_lease_is_taken_over_and_writes_nothing(
    handle: Callable[[Handler], None],
) -> None:
    """The first worker never reports; while it works, another one takes the job and ends it."""

    def slow(job: Job, report: jobs.Report) -> jobs.Finish:
        if job.attempt == 1:
            expire(job)
            jobs.run(job.pk)
        return lambda: stored(f"attempt {job.attempt}")

    handle(slow)
    job = jobs.run(asked().pk)
    assert job is not None
    assert (job.state, job.attempt, job.error) == ("done", 2, "")
    assert written() == ["attempt 2"]
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_superseded_failure_does_not_fail_its_successor(handle: Callable[[Handler], None]) -> None:
    def fails_late(job: Job, report: jobs.Report) -> jobs.Finish:
        if job.attempt == 1:
            expire(job)
            assert jobs.take(job.pk) is not None
            raise ValueError("too late to matter")
        return lambda: stored("second")

    handle(fails_late)
    job = jobs.run(asked().pk)
    assert job is not None
    assert (job.state, job.attempt, job.error) == ("running", 2, "")


@pytest.mark.django_db
def test_a_report_tells_a_superseded_worker_to_stop(handle: Callable[[Handler], None]) -> None:
    reached: list[int] = []

    def reports(job: Job, report: jobs.Report) -> jobs.Finish:
        expire(job)
        assert jobs.take(job.pk) is not None
        report(1, 1)
        reached.append(job.pk)
        return lambda: stored("never")

    handle(reports)
    jobs.run(asked().pk)
    assert reached == []
    assert written() == []


@pytest.mark.django_db
def test_a_retry_never_gives_an_attempts_number_out_twice(handle: Callable[[Handler], None]) -> None:
    """A worker that slept through a failure and a retry must not pass for the new attempt."""
    job = asked()
    sleeper = jobs.take(job.pk)
    assert sleeper is not None
    Job.objects.filter(pk=job.pk).update(
        state="failed", error="given up", finished_at=timezone.now(), lease_until=None
    )
    jobs.retry(job)
    awake = jobs.take(job.pk)
    assert awake is not None
    assert awake.attempt > sleeper.attempt
    with pytest.raises(jobs.Superseded):
        jobs.Report(sleeper.pk, sleeper.attempt)(1, 1)


@pytest.mark.django_db
def test_the_sweep_sends_an_expired_job_again_and_no_other() -> None:
    dead, alive = asked("dead"), asked("alive")
    for job in (dead, alive):
        assert jobs.take(job.pk) is not None
    expire(dead)
    assert jobs.sweep() == [dead.pk]
    dead.refresh_from_db()
    assert (dead.state, dead.attempt) == ("running", 1)
    again = jobs.take(dead.pk)
    assert again is not None
    assert again.attempt == 2


@pytest.mark.django_db
def test_the_sweep_sends_what_nobody_heard_of(settings: Settings) -> None:
    unsent, unheard, fresh = asked("unsent"), asked("unheard"), asked("fresh")
    long_ago = timezone.now() - timedelta(seconds=settings.JOB_PICKUP_SECONDS + 1)
    Job.objects.filter(pk=unsent.pk).update(sent_at=None, created_at=long_ago)
    Job.objects.filter(pk=unheard.pk).update(sent_at=long_ago)
    Job.objects.filter(pk=fresh.pk).update(sent_at=timezone.now())
    assert jobs.sweep() == [unsent.pk, unheard.pk]
    assert jobs.sweep() == []


@pytest.mark.django_db
def test_the_sweep_gives_up_after_so_many_attempts_and_a_retry_gives_as_many_again() -> None:
    job = asked()
    for _round in range(2):
        for _attempt in range(jobs.MAX_ATTEMPTS):
            assert jobs.take(job.pk) is not None
            expire(job)
            jobs.sweep()
        job.refresh_from_db()
        assert job.state == "failed"
        assert job.error == "Given up after 5 attempts whose worker died or slept."
        assert jobs.take(job.pk) is None
        jobs.retry(job)
        job.refresh_from_db()
        assert (job.state, job.error, job.finished_at) == ("queued", "", None)


@pytest.fixture
def broken_broker(request: pytest.FixtureRequest) -> Iterator[None]:
    """Point Celery at a broker that is not there."""
    gone = {
        "data_folder_in": "/nowhere/in",
        "data_folder_out": "/nowhere/out",
        "control_folder": "/nowhere/c",
    }
    url, options = {
        "redis": (f"redis://127.0.0.1:{free_port()}/0", {}),
        "folder": ("filesystem://localhost", gone),
    }[request.param]
    before = current_app.conf.broker_url, current_app.conf.broker_transport_options
    _use_broker(url, options)
    yield
    _use_broker(*before)


def _use_broker(url: str, options: dict[str, str]) -> None:
    current_app.conf.broker_url = current_app.conf.broker_write_url = url
    current_app.conf.broker_transport_options = options
    current_app.amqp._producer_pool = current_app._pool = None


@pytest.mark.django_db
@pytest.mark.parametrize("broken_broker", ["redis", "folder"], indirect=True)
def test_a_broker_that_is_down_loses_nothing(
    broken_broker: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
    handle: Callable[[Handler], None],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = asked()
    assert f"job {job.pk} waits for the broker" in caplog.text
    job.refresh_from_db()
    assert job.state == "queued"
    Job.objects.filter(pk=job.pk).update(sent_at=timezone.now() - timedelta(hours=1))
    assert jobs.sweep() == [job.pk]
    handle(writes("late"))
    assert jobs.run_now(job).state == "done"


@pytest.mark.django_db
def test_progress_is_written_twice_a_second_at_most_and_renews_the_lease(
    handle: Callable[[Handler], None], settings: Settings
) -> None:
    settings.JOB_LEASE_SECONDS = 60
    seen: list[tuple[int, int, str]] = []

    def look(job: Job) -> None:
        job.refresh_from_db()
        seen.append((job.progress_done, job.progress_total, job.message))

    def counts(job: Job, report: jobs.Report) -> jobs.Finish:
        expire(job)
        for done in range(1, 1000):
            report(done, 1000, "counting")
        look(job)
        assert job.lease_until is not None
        assert job.lease_until > timezone.now() + timedelta(seconds=50)
        report(1000, 1000, "x" * 300)
        look(job)
        return dict

    handle(counts)
    job = jobs.run(asked().pk)
    assert job is not None
    assert job.error == ""
    assert seen == [(1, 1000, "counting"), (1000, 1000, "x" * 200)]
    assert (job.progress_done, job.message) == (1000, "")


@pytest.mark.django_db
def test_a_cancelled_job_stops_at_its_next_report_and_writes_nothing(
    handle: Callable[[Handler], None],
) -> None:
    def cancelled(job: Job, report: jobs.Report) -> jobs.Finish:
        assert jobs.cancel(job)
        return lambda: stored("never")

    handle(cancelled)
    job = jobs.run(asked().pk)
    assert job is not None
    assert (job.state, written()) == ("cancelled", [])
    assert not jobs.cancel(job)
    waiting = asked("waiting")
    assert jobs.cancel(waiting)
    assert jobs.take(waiting.pk) is None


@pytest.mark.django_db
def test_a_refusal_stands_in_the_row_and_the_job_can_be_tried_again(
    handle: Callable[[Handler], None],
) -> None:
    def refuses(job: Job, report: jobs.Report) -> jobs.Finish:
        raise Refusal("Line 7 has no weight.", todo="Send it again.")

    handle(refuses)
    job = jobs.run(asked().pk)
    assert job is not None
    assert (job.state, job.error) == ("failed", "Line 7 has no weight. Send it again.")
    with pytest.raises(Refusal, match="Line 7 has no weight"):
        jobs.run_now(job)
    handle(writes("mended"))
    jobs.retry(job)
    assert jobs.run_now(job).error == ""
    assert written() == ["mended"]


@pytest.mark.django_db
def test_an_unexpected_error_stands_in_the_row(handle: Callable[[Handler], None]) -> None:
    def breaks(job: Job, report: jobs.Report) -> jobs.Finish:
        raise ZeroDivisionError("kilograms")

    handle(breaks)
    job = jobs.run(asked().pk)
    assert job is not None
    assert (job.state, job.error) == ("failed", "ZeroDivisionError: kilograms")
    assert job.finished_at is not None


@pytest.mark.django_db
def test_a_last_step_that_fails_leaves_nothing_half_done(handle: Callable[[Handler], None]) -> None:
    def breaks(job: Job, report: jobs.Report) -> jobs.Finish:
        def finish() -> dict[str, object]:
            stored("half")
            raise Refusal("Somebody was quicker.")

        return finish

    handle(breaks)
    job = jobs.run(asked().pk)
    assert job is not None
    assert (job.state, job.error) == ("failed", "Somebody was quicker.")
    assert written() == []
    assert not Event.objects.exists()


def test_workers_at_once_make_one_result(fresh_database: str, handle: Callable[[Handler], None]) -> None:
    gate, took = threading.Barrier(6), []
    handle(writes("once"))
    job = Job.objects.create(kind=KIND, object_id="1", key="one")

    def work() -> None:
        try:
            gate.wait()
            took.append(jobs.run(job.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([taken for taken in took if taken is not None]) == 1
    assert written() == ["once"]
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 1)


def test_asking_at_once_makes_one_job(fresh_database: str) -> None:
    gate, found = threading.Barrier(6), []

    def work() -> None:
        try:
            gate.wait()
            found.append(asked().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert Job.objects.count() == 1
