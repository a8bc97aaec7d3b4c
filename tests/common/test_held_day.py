"""A demonstration's jobs are done on the day they were asked for, whichever worker does them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import override_settings

from portal.common import jobs
from portal.common.clock import business_date, business_today
from portal.common.models import DemoCalendar, Job

DAY = dt.date(2029, 8, 20)
SHOWN = dt.date(2031, 10, 12)


def _tell_the_day(job: Job, report: jobs.Report) -> jobs.Finish:
    began = business_today().isoformat()
    return lambda: {"began": began, "ended": business_today().isoformat()}


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_a_job_is_done_on_the_day_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jobs._handlers, "tell_the_day", _tell_the_day)
    DemoCalendar.objects.create(pk=1, today=SHOWN)
    with business_date(DAY):
        held = jobs.ask("tell_the_day", 1, key="held")
    free = jobs.ask("tell_the_day", 2, key="free")
    assert jobs.run_now(held).result == {"began": DAY.isoformat(), "ended": DAY.isoformat()}
    assert jobs.run_now(free).result == {"began": SHOWN.isoformat(), "ended": SHOWN.isoformat()}
