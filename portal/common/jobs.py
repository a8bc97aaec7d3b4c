"""Background work. The row is the truth; Celery carries only the id; an attempt number fences the final write.

A service calls ``ask``; each app registers its handlers by kind in ``AppConfig.ready``, so nothing imports tasks.
A handler takes (job, report) and returns a ``Finish``: a function run inside the final transaction, which writes
the result. Work that outlives its lease finds its attempt superseded there and writes nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

from portal.common.clock import business_date, held_date, now
from portal.common.events import recording
from portal.common.models.job import Job
from portal.common.refusals import Refusal

log = logging.getLogger(__name__)

TASK = "portal.common.run_job"
MAX_ATTEMPTS = 5

Finish = Callable[[], dict[str, object]]


class Superseded(Exception):
    """This attempt lost its lease; another one has taken over, and this one's result is thrown away."""


@dataclass
class Report:
    """A running handler's way to tell how far it is. Each report renews the lease; at most two a second are written."""

    job_id: int
    attempt: int
    _last: float = 0.0

    def __call__(self, done: int, total: int = 0, message: str = "") -> None:
        """Store progress (``done`` of ``total``, in the handler's own unit). Raises Superseded, also when cancelled."""
        if time.monotonic() - self._last < 0.5 and done != total:
            return
        self._last = time.monotonic()
        mine = Job.objects.filter(pk=self.job_id, attempt=self.attempt, state=Job.State.RUNNING)
        kept = mine.update(
            progress_done=done, progress_total=total, message=message[:200], lease_until=_lease()
        )
        if not kept:
            raise Superseded(self.job_id)


Handler = Callable[[Job, Report], Finish]
_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Say which function does the work of a kind."""
    _handlers[kind] = handler


def _lease() -> dt.datetime:
    return now() + dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def ask(kind: str, object_id: object, *, key: str, requested_by: str = "system") -> Job:
    """Ask for work on an object, inside the caller's transaction; the message leaves on commit.

    The same key is the same job, whoever asks and however often.
    """
    given = {"kind": kind, "object_id": str(object_id), "requested_by": requested_by, "held_day": held_date()}
    job, made = Job.objects.get_or_create(key=key, defaults=given)
    if made:
        transaction.on_commit(lambda: send(job.pk))
    return job


def retry(job: Job) -> None:
    """Put a failed job back in the queue.

    Attempts go on counting: were a number given twice, a worker that slept through its first use could write
    under the second.
    """
    changed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.QUEUED, error="", finished_at=None
    )
    if changed:
        transaction.on_commit(lambda: send(job.pk))


def send(job_id: int) -> None:
    """Put the job's id on the broker. A broker that can't be reached is no loss: the sweep sends again."""
    Job.objects.filter(pk=job_id).update(sent_at=now())
    try:
        current_app.send_task(TASK, args=[job_id], retry=False)
    except _broker_errors() as error:
        log.warning("job %s waits for the broker: %s", job_id, error)


def _broker_errors() -> tuple[type[BaseException], ...]:
    """Return what sending may raise: the broker's own errors, and the one Celery makes of some of them."""
    broker = current_app.connection()
    return (OSError, OperationalError, *broker.connection_errors, *broker.channel_errors)


def take(job_id: int) -> Job | None:
    """Take a job that is waiting, or whose lease has run out. None if another worker has it or it is finished."""
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now())
    taken = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING, attempt=F("attempt") + 1, lease_until=_lease()
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job_id: int) -> Job | None:
    """Do a job's work once: take it, work, write the result under the fence. Returns the job if it was ours."""
    job = take(job_id)
    if job is None:
        return None
    try:
        with _day_of(job):
            finish = _handlers[job.kind](job, Report(job.pk, job.attempt))
            _finish(job, finish)
    except Superseded:
        log.warning("job %s attempt %s was superseded", job.pk, job.attempt)
    except Refusal as refusal:
        _fail(job, str(refusal))
    except (
        Exception
    ) as error:  # whatever went wrong must stand in the row, or the job would wait for its lease
        log.exception("job %s attempt %s failed", job.pk, job.attempt)
        _fail(job, f"{type(error).__name__}: {error}")
    job.refresh_from_db()
    return job


def _day_of(job: Job) -> AbstractContextManager[None]:
    """Hold the day a demonstration asked on, whichever worker does the work; elsewhere there is nothing to hold."""
    return business_date(job.held_day) if job.held_day else nullcontext()


def _finish(job: Job, finish: Finish) -> None:
    with recording():
        mine = Job.objects.select_for_update().filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)
        if not mine.exists():
            raise Superseded(job.pk)
        result = finish()
        mine.update(
            state=Job.State.DONE,
            result=result,
            finished_at=now(),
            lease_until=None,
            message="",
            progress_done=F("progress_total"),
        )


def _fail(job: Job, error: str) -> None:
    Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING).update(
        state=Job.State.FAILED, error=error[:4000], finished_at=now(), lease_until=None
    )


def cancel(job: Job) -> bool:
    """Stop work that isn't finished; the worker notices at its next report. True if it was stopped."""
    return bool(
        Job.objects.filter(pk=job.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING]).update(
            state=Job.State.CANCELLED, finished_at=now(), lease_until=None
        )
    )


def sweep() -> list[int]:
    """Send again what waits unheard or whose worker died; give up after MAX_ATTEMPTS. Returns the ids sent.

    A job tried again by a person gets as many attempts once more, so every multiple of MAX_ATTEMPTS is an end.
    """
    expired = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now())
    expired.annotate(over=F("attempt") % MAX_ATTEMPTS).filter(over=0).update(
        state=Job.State.FAILED,
        error=f"Given up after {MAX_ATTEMPTS} attempts whose worker died or slept.",
        finished_at=now(),
        lease_until=None,
    )
    unheard = now() - dt.timedelta(seconds=settings.JOB_PICKUP_SECONDS)
    waiting = Job.objects.filter(
        Q(sent_at__lt=unheard) | Q(sent_at__isnull=True, created_at__lt=unheard), state="queued"
    )
    ids = sorted([*expired.values_list("pk", flat=True), *waiting.values_list("pk", flat=True)])
    for job_id in ids:
        send(job_id)
    return ids


def run_now(job: Job, patience: float = 120.0) -> Job:
    """Do the work here, or wait for the worker who has it. Raises Refusal with the job's error if it failed."""
    run(job.pk)
    job.refresh_from_db()
    until = time.monotonic() + patience
    while job.live and time.monotonic() < until:
        time.sleep(0.1)
        run(job.pk)
        job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise Refusal(f"{job.kind} for {job.object_id}: {job.state} {job.error}")
    return job
