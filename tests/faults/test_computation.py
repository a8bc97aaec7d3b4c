"""A computation under faults: whatever happens to its worker, the claim gets exactly one version.

The worker is a real process and is ended with SIGKILL inside its final transaction. A trigger in the test's own
database makes the insert of the version last, so that the moment is sure.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Callable

import pytest
from django.db import connection

from disbursements.jobs_claims import compute_claim
from disbursements.models import Claim, Computation, LedgerEntry
from disbursements.selectors.decisions import computing_job
from disbursements.selectors.trial_balance import trial_balance
from disbursements.services import claims
from portal.common import jobs
from portal.common.clock import now
from portal.common.models import Event, Job
from tests import factories_money as money
from tests.factories import awarded_unit, on_day
from tests.factories_money import CRORE, DAY
from tests.services.processes import Running

PATIENCE_SECONDS = 60
ENDLESS = (
    "WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 1000000000)"
    " SELECT count(*) FROM step"
)


def submitted() -> Claim:
    """A submitted claim; its computation's message is on the broker."""
    with on_day(DAY):
        made = awarded_unit()
        claim = money.draft_claim(made)
        return claims.submit_claim(by=made.signatory, claim_id=claim.pk, version=None)


def execute(*statements: str) -> None:
    """Run statements in the test's database."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def hold_inserts_of_versions() -> None:
    """From now on whoever inserts a version stays inside that statement."""
    if connection.vendor == "sqlite":
        execute(f"CREATE TRIGGER hold AFTER INSERT ON disbursements_computation BEGIN {ENDLESS}; END")
        return
    execute(
        "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$",
        "CREATE TRIGGER hold AFTER INSERT ON disbursements_computation FOR EACH ROW EXECUTE FUNCTION hold()",
    )


def let_go_of_inserts() -> None:
    """End what a dead worker left in the server, then take the trigger away."""
    if connection.vendor == "sqlite":
        execute("DROP TRIGGER hold")
        return
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        " AND datname = current_database()",
        "DROP TRIGGER hold ON disbursements_computation",
    )


def is_held() -> bool:
    """Whether somebody is inside the statement that inserts the version."""
    if connection.vendor == "sqlite":
        probe = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
        try:
            probe.execute("BEGIN IMMEDIATE")
            probe.execute("ROLLBACK")
        except sqlite3.OperationalError:
            return True
        else:
            return False
        finally:
            probe.close()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def wait_for(what: Callable[[], bool], worker: Running) -> None:
    """Wait until something holds. Fails after a minute, or when a job failed, with the worker's last words."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not what():
        failed = list(Job.objects.filter(state=Job.State.FAILED).values_list("error", flat=True))
        assert not failed, failed
        assert time.monotonic() < until, worker.output()[-3000:]
        time.sleep(0.02)


def is_held_for_good() -> bool:
    """Held now and still held a while later: a short write of another kind has passed by then."""
    if not is_held():
        return False
    time.sleep(1)
    return is_held()


def state_of(job: Job) -> str:
    """The job's state as it stands in the database."""
    return Job.objects.get(pk=job.pk).state


def check_one_result(claim: Claim) -> None:
    """The claim was computed once: one version, one set of postings, one event."""
    claim.refresh_from_db()
    assert list(Computation.objects.filter(claim=claim)) == [claim.current]
    assert claim.current.entitlement == 168 * CRORE
    drawn = LedgerEntry.objects.filter(credit__kind="ceiling", debit__claim=claim)
    assert [entry.amount for entry in drawn] == [168 * CRORE]
    told = Event.objects.filter(object_type="disbursements.claim", object_id=str(claim.pk), action="compute")
    assert told.count() == 1
    found = trial_balance()
    assert (found.difference, found.wrong) == (0, ())


def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_writes_once(
    start_worker: Callable[..., Running],
) -> None:
    hold_inserts_of_versions()
    worker = start_worker(DEMO="1")  # the claim's day is one of the demonstration's calendar
    claim = submitted()
    job = computing_job(claim)
    wait_for(lambda: state_of(job) == Job.State.RUNNING, worker)
    wait_for(is_held_for_good, worker)
    worker.kill()
    let_go_of_inserts()
    assert not Computation.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert state_of(job) == Job.State.RUNNING
    Job.objects.filter(pk=job.pk).update(lease_until=now() - dt.timedelta(seconds=1))
    second = start_worker(DEMO="1")
    assert jobs.sweep() == [job.pk]
    wait_for(lambda: state_of(job) == Job.State.DONE, second)
    assert Job.objects.get(pk=job.pk).attempt == 2
    check_one_result(claim)


def test_a_message_delivered_three_times_computes_once(start_worker: Callable[..., Running]) -> None:
    worker = start_worker(DEMO="1")
    claim = submitted()
    job = computing_job(claim)
    jobs.send(job.pk)
    jobs.send(job.pk)
    wait_for(lambda: state_of(job) == Job.State.DONE, worker)
    after = submitted()
    wait_for(lambda: state_of(computing_job(after)) == Job.State.DONE, worker)
    assert Job.objects.get(pk=job.pk).attempt == 1
    check_one_result(claim)


def test_a_worker_that_wakes_after_its_lease_writes_nothing(fresh_database: str) -> None:
    claim = submitted()
    with on_day(DAY):
        job = jobs.take(computing_job(claim).pk)
        finish = compute_claim(job, jobs.Report(job.pk, job.attempt))
        Job.objects.filter(pk=job.pk).update(lease_until=now() - dt.timedelta(seconds=1))
        assert jobs.run(job.pk).state == Job.State.DONE
        with pytest.raises(jobs.Superseded):
            jobs._finish(job, finish)
    check_one_result(claim)


def test_asking_again_reuses_the_version_of_the_same_inputs(fresh_database: str) -> None:
    claim = submitted()
    with on_day(DAY):
        money.computed(claim)
        jobs.run_now(jobs.ask("compute_claim", claim.pk, key=f"again:{claim.pk}"))
    check_one_result(claim)
