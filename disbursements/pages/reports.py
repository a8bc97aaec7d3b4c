"""Pages of the reports: the list, each report, and its files under the same filters."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from disbursements.reports import KINDS, ReportFilter, build
from portal.accounts.access import office_or_audit_page
from portal.accounts.models import User
from portal.common.exports import Report, csv_response, xlsx_response
from portal.common.tables import Empty, build_table
from portal.common.templatetags.portal_money import grouped

FILES = {"csv": csv_response, "xlsx": xlsx_response}


@office_or_audit_page()
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports."""
    crumbs = [(_("Home"), reverse("home")), (_("Reports"), None)]
    return render(request, "reports/list.html", {"kinds": KINDS.values(), "crumbs": crumbs})


def _asked(request: HttpRequest, code: str) -> tuple[Report, ReportFilter]:
    """The report under the filters of the address. A filter that names nothing leaves no rows out but says so."""
    if code not in KINDS:
        raise Http404(code)
    user = cast("User", request.user)
    chosen = ReportFilter(request.GET, user=user)
    if not chosen.is_valid():
        for name in chosen.errors:
            chosen.cleaned_data[name] = None if name == "unit" else ""
    return build(code, user, chosen), chosen


@office_or_audit_page()
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Show a report with its totals and its digest."""
    shown, chosen = _asked(request, code)
    totals = shown.totals()
    exports = {name.upper(): reverse("report_file", args=[code, name]) for name in FILES}
    context: dict[str, Any] = {
        "report": shown,
        "chosen": chosen,
        "footer": [
            {"label": label, "value": grouped(value) if isinstance(value, int) else value}
            for label, value in shown.footer(totals)
        ],
        "table": build_table(
            request,
            shown.rows,
            columns=shown.columns,
            caption=shown.title,
            filters=chosen,
            exports=exports,
            total=totals.sums if totals.count else None,
            empty=Empty(_("No rows under these filters."), _("Show all, or choose another year or unit.")),
        ),
        "crumbs": [(_("Home"), reverse("home")), (_("Reports"), reverse("reports")), (shown.title, None)],
    }
    return render(request, "reports/report.html", context, status=422 if chosen.errors else 200)


@office_or_audit_page()
def report_file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """Download a report as CSV or XLSX under the filters of the address."""
    shown, chosen = _asked(request, code)
    if chosen.errors:
        return report(request, code)
    return FILES[ending](shown)
