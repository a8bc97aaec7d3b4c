"""The evidence pack of a claim: asked for by an auditor, made by a job, downloaded, verified anywhere."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from disbursements.jobs_evidence import KIND, key_of
from disbursements.models import Claim
from disbursements.permissions import claims_visible_to
from portal.accounts.access import auditor_page
from portal.accounts.models import User
from portal.common import jobs, signing
from portal.common.files import serve
from portal.common.models import Job, StoredFile


def _claim(request: HttpRequest, pk: int) -> Claim:
    return get_object_or_404(claims_visible_to(cast("User", request.user)), pk=pk)


def _job(claim: Claim) -> Job | None:
    return Job.objects.filter(kind=KIND, object_id=str(claim.pk)).order_by("-pk").first()


def _file(job: Job | None) -> StoredFile | None:
    if job is None or job.state != Job.State.DONE or job.result is None:
        return None
    return StoredFile.objects.get(pk=job.result["file"])


@auditor_page("GET", "POST")
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the claim's latest pack; asking makes one of the claim as it stands now."""
    claim = _claim(request, pk)
    if request.method == "POST":
        _ask(claim, cast("User", request.user))
        return redirect("auditor:evidence", pk=pk)
    job = _job(claim)
    context = {
        "claim": claim,
        "job": job,
        "file": _file(job),
        "current": job is not None and job.key == key_of(claim),
        "poll_url": reverse("job_progress", args=[job.pk]) if job else "",
        "public_key": signing.public_key_here(),
        "crumbs": [
            (_("Home"), reverse("home")),
            (_("Claims"), reverse("auditor:claims")),
            (str(claim), reverse("auditor:claim", args=[pk])),
            (_("Evidence pack"), None),
        ],
    }
    return render(request, "auditor/evidence.html", context)


def _ask(claim: Claim, by: User) -> None:
    with transaction.atomic():
        job = jobs.ask(KIND, claim.pk, key=key_of(claim), requested_by=by.pseudonym)
        jobs.retry(job)


@auditor_page()
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download the claim's latest pack."""
    stored = _file(_job(_claim(request, pk)))
    if stored is None:
        raise Http404
    return serve(stored)
