"""The page of one claim, for every audience, and the steps taken on it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from disbursements.pages.context.claim_page import claim_page, read_claim
from disbursements.pages.context.turn import Attempt
from portal.accounts.access import UserRequest, auditor_page, company_page, officer_page


def show(request: UserRequest, pk: int, *, attempt: Attempt | None = None, status: int = 200) -> HttpResponse:
    """Answer with a claim's page; 404 where the reader does not see the claim."""
    claim = read_claim(request.user, pk)
    if claim is None:
        raise Http404
    page = claim_page(claim, request.user, again=request.GET.get("again") == "1", attempt=attempt)
    context = {"page": page, "crumbs": page.crumbs}
    return render(request, f"{page.audience}/claim.html", context, status=status)


@company_page("GET")
def claim_manufacturer(request: UserRequest, pk: int) -> HttpResponse:
    """Show a claim to its company."""
    return show(request, pk)


@officer_page("GET")
def claim_officer(request: UserRequest, pk: int) -> HttpResponse:
    """Show a claim to an officer."""
    return show(request, pk)


@auditor_page("GET")
def claim_auditor(request: UserRequest, pk: int) -> HttpResponse:
    """Show a claim to an auditor."""
    return show(request, pk)
