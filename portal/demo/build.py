"""Building the demonstration: a job behind the first page, step by step, each by the services people use."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.common import jobs
from portal.common.clock import business_date
from portal.common.events import record, service
from portal.common.models import DemoCalendar, Job
from portal.demo.story import TODAY, steps

KIND = "build_demo"


def build(job: Job, report: jobs.Report) -> jobs.Finish:
    """Do every step on its day; what a killed attempt did is found done and left alone."""
    told = steps()
    for number, step in enumerate(told):
        report(number, len(told), step.words)
        with business_date(step.day):
            step.do()
    report(len(told), len(told))
    return lambda: {"steps": len(told), "today": TODAY.isoformat()}


@service
def start_demo() -> Job:
    """Set the demonstration's calendar and ask for its building; once. Raises ImproperlyConfigured outside a demo."""
    if not settings.DEMO:
        raise ImproperlyConfigured("There is no demonstration here: DEMO=0 or production.")
    calendar, made = DemoCalendar.objects.get_or_create(pk=1, defaults={"today": TODAY})
    if made:
        record(calendar, "set_calendar", None, {"today": TODAY.isoformat()})
    job = jobs.ask(KIND, "demo", key=KIND)
    jobs.retry(job)  # only a failed one: the steps it did are found done
    job.refresh_from_db()
    return job


jobs.register(KIND, build)
