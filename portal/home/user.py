"""One officer's or auditor's sign-in: its roles, and whether it is let in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.accounts.access import UserRequest, administrator_page
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import COMPANY
from portal.accounts.services.users import revoke_role, set_active


@administrator_page("GET", "POST")
def user(request: UserRequest, pk: int) -> HttpResponse:
    """Show a sign-in of an office; end a role of it, close it or open it again."""
    officers = User.objects.exclude(grants__role__in=COMPANY).select_related("person")
    found = get_object_or_404(officers, pk=pk)
    if request.method == "POST":
        _act(request, found)
        return redirect("user", pk=pk)
    grants = found.grants.select_related("organisation", "granted_by__person").order_by("pk")
    context = {
        "someone": found,
        "grants": grants,
        "own": found.person_id == request.user.person_id,
        "crumbs": [(_("People"), "/users/"), (found.person.name, None)],
    }
    return render(request, "officer/user.html", context)


def _act(request: UserRequest, found: User) -> None:
    """Do what the pressed button says; a button that is not there any more does nothing."""
    if "active" in request.POST:
        set_active(user=found, active=request.POST["active"] == "1", by=request.user)
        messages.success(
            request, _("The sign-in is open.") if _opens(request) else _("The sign-in is closed.")
        )
        return
    grant = found.grants.filter(pk=_number(request.POST.get("revoke", ""))).first()
    if isinstance(grant, RoleGrant):
        revoke_role(grant=grant, by=request.user)
        messages.success(request, _("The role has ended."))


def _opens(request: HttpRequest) -> bool:
    return request.POST.get("active") == "1"


def _number(text: str) -> int:
    """Return the number of a posted id, 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
