"""A register as officers and auditors read it: the same lines, nothing to press."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from applicants.pages.acting import visible
from applicants.pages.register_view import address, register_context
from applicants.permissions import registers_visible_to
from portal.accounts.access import UserRequest, office_or_audit_page


@office_or_audit_page("GET")
def register(request: UserRequest, pk: int) -> HttpResponse:
    """One register with the treatment of each line."""
    rows = registers_visible_to(request.user).select_related("unit", "file", "uploaded_by__person")
    found, space = visible(rows, pk), request.user.audience
    context = {
        **register_context(request, found, space),
        "crumbs": [(found.unit.name, address(f"{space}:unit", found.unit_id)), (str(found), "")],
    }
    return render(request, "officer/register.html", context)
