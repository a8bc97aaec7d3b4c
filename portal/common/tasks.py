"""The two Celery tasks: run one job, sweep what was lost."""

from celery import shared_task

from portal.common import jobs


@shared_task(name=jobs.TASK)
def run_job(job_id: int) -> None:
    """Do the work of one job row; a finished or foreign one is left alone."""
    jobs.run(job_id)


@shared_task(name="portal.common.sweep_jobs")
def sweep_jobs() -> None:
    """Send again what waits unheard or whose worker died."""
    jobs.sweep()
