"""The first page, and how far the demonstration is built."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.accounts.access import public_page
from portal.common.models import Job
from portal.home.charts import outlay_chart
from portal.home.overview import output_of
from portal.home.scheme_money import balances, heads

DEMO_JOB = "build_demo"


def _demo_job() -> Job | None:
    return Job.objects.filter(kind=DEMO_JOB).first() if settings.DEMO else None


@public_page()
def landing(request: HttpRequest) -> HttpResponse:
    """Say what the scheme is, how it stands and where to go."""
    money = heads(balances())
    context = {
        "outlay": outlay_chart(money) if money else None,
        "output": output_of(),
        "job": _demo_job(),
        "poll_url": reverse("status"),
    }
    return render(request, "home/landing.html", context)


@public_page()
def status(request: HttpRequest) -> HttpResponse:
    """Show how far the demonstration is; the only job that needs no sign-in to look at."""
    job = _demo_job()
    fragment = request.headers.get("HX-Request") == "true"
    answer = render(
        request,
        "components/progress.html" if fragment and job else "home/job.html",
        {"job": job, "poll_url": reverse("status"), "back": "/"},
    )
    if fragment and (job is None or not job.live):
        answer["HX-Refresh"] = "true"
    return answer
