"""The Celery tasks: run one job, sweep what was lost, anchor the day's events."""

from celery import shared_task

from portal.common import anchors, jobs


@shared_task(name=jobs.TASK)
def run_job(job_id: int) -> None:
    """Do the work of one job row; a finished or foreign one is left alone."""
    jobs.run(job_id)


@shared_task(name="portal.common.sweep_jobs")
def sweep_jobs() -> None:
    """Send again what waits unheard or whose worker died."""
    jobs.sweep()


@shared_task(name="portal.common.make_anchor")
def make_anchor() -> None:
    """Anchor the events that have no anchor yet; nothing new makes nothing."""
    anchors.make_anchor()
