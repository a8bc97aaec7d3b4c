"""How far a job is: a page for people without scripts, a fragment for htmx."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from portal.accounts.access import UserRequest, signed_in_page
from portal.accounts.models import RoleGrant, User
from portal.common.middleware import own_address
from portal.common.models import Job


@signed_in_page("GET")
def job_progress(request: UserRequest, pk: int) -> HttpResponse:
    """Show one job to the person who asked for it, or to any officer or auditor."""
    user = request.user
    jobs = Job.objects.all()
    if user.audience == "manufacturer":
        jobs = jobs.filter(requested_by__in=_colleagues(user))
    job = get_object_or_404(jobs, pk=pk)
    fragment = request.headers.get("HX-Request") == "true"
    context = {
        "job": job,
        "poll_url": reverse("job_progress", args=[pk]),
        "back": own_address(request, request.GET.get("back", "")),
    }
    answer = render(request, "components/progress.html" if fragment else "home/job.html", context)
    if fragment and not job.live:
        answer["HX-Refresh"] = "true"
    return answer


def _colleagues(user: User) -> set[str]:
    """Return the pseudonyms of the user and of everybody who acts for the user's organisations alone.

    A job knows the person who asked, not the company; what a person of two companies asked for, no colleague sees.
    """
    grants = RoleGrant.objects.filter(revoked_at__isnull=True)
    inside = grants.filter(organisation_id__in=user.organisation_ids)
    elsewhere = grants.exclude(organisation_id__in=user.organisation_ids).values("user__person_id")
    found = inside.exclude(user__person_id__in=elsewhere).values_list("user__person__pseudonym", flat=True)
    return {user.pseudonym, *found}
