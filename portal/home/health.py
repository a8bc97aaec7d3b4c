"""``/healthz``: whether the portal can work, for whoever watches it from outside."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.models import Count, Q
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from portal.accounts.access import public_page
from portal.common.models import Job


@never_cache
@public_page()
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 with the state of database and jobs, 503 when the database does not answer.

    `expired` counts the running jobs whose lease is over: they wait for the sweep, so a number that
    stays is a sign that no scheduler runs. `oldest_queued_seconds` is null when nothing waits.
    """
    try:
        jobs = _jobs()
    except DatabaseError:
        connection.close()
        return JsonResponse({"status": "unavailable", "database": "unavailable", "jobs": None}, status=503)
    return JsonResponse({"status": "ok", "database": "ok", "jobs": jobs})


def _jobs() -> dict[str, int | None]:
    now = timezone.now()
    states = {state: Count("pk", filter=Q(state=state)) for state in Job.State.values}
    expired = Count("pk", filter=Q(state=Job.State.RUNNING, lease_until__lt=now))
    counted: dict[str, int | None] = Job.objects.aggregate(**states, expired=expired)
    first = (
        Job.objects.filter(state=Job.State.QUEUED).order_by("created_at").values_list("created_at", flat=True)
    )
    oldest = first.first()
    counted["oldest_queued_seconds"] = None if oldest is None else int((now - oldest).total_seconds())
    return counted
