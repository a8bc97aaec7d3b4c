"""Officers' and auditors' sign-ins, kept by the system administrator, who has no business rights."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.access import UserRequest, administrator_page
from portal.accounts.forms import OfficerForm
from portal.accounts.models import RoleGrant
from portal.accounts.roles import COMPANY
from portal.accounts.services.users import add_officer
from portal.common.forms import refuse
from portal.common.refusals import Refusal
from portal.common.tables import Column, Empty, build_table


@administrator_page()
def users(request: UserRequest) -> HttpResponse:
    """List who holds which role, ended ones too; a person's name leads to what can be changed."""
    grants = RoleGrant.objects.exclude(role__in=COMPANY)
    table = build_table(
        request,
        grants.select_related("user__person", "organisation").order_by("role", "pk"),
        caption=_("Officers and auditors"),
        columns=[
            Column(
                "user.person.name",
                _("Name"),
                kind="link",
                url=lambda grant: reverse("user", args=[grant.user_id]),
                sortable=True,
                order_by=("user__person__name",),
            ),
            Column("user.email", _("E-mail"), sortable=True, order_by=("user__email",)),
            Column("role", _("Role"), value=lambda grant: grant.get_role_display(), sortable=True),
            Column("organisation.name", _("Office")),
            Column("state", _("State"), kind="badge", value=_state),
        ],
        empty=Empty(_("Nobody yet."), _("Add the first officer."), reverse("user_new"), _("Add a person")),
    )
    return render(request, "officer/users.html", {"table": table})


def _state(grant: RoleGrant) -> tuple[str, str]:
    if grant.revoked_at:
        return _("ended"), "neutral"
    return (_("in force"), "ok") if grant.user.is_active else (_("sign-in closed"), "wait")


@administrator_page("GET", "POST")
def user_new(request: UserRequest) -> HttpResponse:
    """Add an officer or auditor with one role."""
    form = OfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = add_officer(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("%(name)s can sign in now.") % {"name": user.person.name})
            return redirect("users")
    return render(request, "officer/user_new.html", {"form": form}, status=422 if form.errors else 200)
