"""Home, one for each audience: what waits for me, then the money, then the rest."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.access import UserRequest, signed_in_page
from portal.accounts.roles import Role
from portal.common.models import Anchor, ChainHead
from portal.common.todo import todo_for
from portal.home.charts import outlay_chart, year_chart
from portal.home.company import company_context
from portal.home.overview import output_of
from portal.home.scheme_money import balances, heads, years
from portal.home.tables import year_table


@signed_in_page("GET")
def home(request: UserRequest) -> HttpResponse:
    """Show the home of the signed-in person's audience; the administrator's is the list of people."""
    if request.user.has_role(Role.SYS_ADMIN):
        return redirect("users")
    context: dict[str, object] = {"tasks": todo_for(request.user)}
    if request.user.audience == "manufacturer":
        return render(request, "manufacturer/home.html", {**context, **company_context(request.user)})
    if request.user.audience == "auditor":
        context |= _trail_context()
    return render(request, f"{request.user.audience}/home.html", {**context, **_scheme_context()})


def _trail_context() -> dict[str, object]:
    """Where the chain ends and when it was anchored last: what an auditor writes down on the first day."""
    return {"chain": ChainHead.objects.get(pk=1), "anchor": Anchor.objects.order_by("-pk").first()}


def _scheme_context() -> dict[str, object]:
    found = balances()
    money, by_year = heads(found), years(found)
    return {
        "heads": money,
        "outlay": outlay_chart(money) if money else None,
        "years": year_chart(by_year) if by_year else None,
        "year_table": year_table(by_year),
        "output": output_of(),
    }
