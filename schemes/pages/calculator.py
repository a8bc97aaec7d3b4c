"""“What would I get?”: a year's sales through the engine that pays. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.accounts.access import public_page
from portal.common.charts import Bar, BarChart
from portal.common.clock import business_today
from portal.common.forms import sentence
from portal.common.refusals import Refusal
from schemes.api.computations import compute_here
from schemes.forms import CalculatorForm
from schemes.terms import book_of, current_versions

FIELDS = {
    "unit.capacity_mtpa": "capacity_mtpa",
    "unit.award_rate": "award_rate",
    "unit.award_date": "award_date",
    "unit.commissioned[0].capacity_mtpa": "commissioned_mtpa",
    "unit.commissioned": "commissioned_on",
    "year_to_date.period_end": "period_end",
    "year_to_date.sold_kg": "sold_kg",
    "year_to_date.net_sales_turnover": "net_sales_turnover",
    "entitled_before": "entitled_before",
    "scheme": "book",
}
START = {
    "book": "repm-7350",
    "capacity_mtpa": 1000,
    "award_rate": Decimal("1900.00"),
    "award_date": dt.date(2027, 1, 15),
    "commissioned_on": dt.date(2028, 6, 1),
    "commissioned_mtpa": 1000,
    "period_end": dt.date(2030, 3, 31),
    "sold_kg": Decimal("820000.000"),
    "net_sales_turnover": Decimal("4750000000.00"),
    "entitled_before": 0,
}


def _form(request: HttpRequest) -> CalculatorForm:
    form = CalculatorForm(request.GET or None, initial=START)
    versions = {version.code: version for version in current_versions()}
    form.fields["book"].choices = [(code, str(version)) for code, version in versions.items()]  # type: ignore[attr-defined]
    version = versions.get(request.GET.get("book", "")) or versions.get("repm-7350")
    steps = list(book_of(version).ladder(business_today())) if version else []
    form.fields["capacity_mtpa"].choices = [(step, f"{step:,}") for step in steps]  # type: ignore[attr-defined]
    return form


def facts_of(values: dict[str, Any]) -> dict[str, object]:
    """Return the engine's facts for the form's values."""
    phase = {"on": values["commissioned_on"].isoformat(), "capacity_mtpa": values["commissioned_mtpa"]}
    return {
        "schema": "repm.facts/1",
        "scheme": values["book"],
        "claim": "sales_linked",
        "unit": {
            "capacity_mtpa": values["capacity_mtpa"],
            "award_rate": f"{values['award_rate']:.2f}",
            "award_date": values["award_date"].isoformat(),
            "commissioned": [phase],
            "window_to": None,
        },
        "year_to_date": {
            "period_end": values["period_end"].isoformat(),
            "sold_kg": f"{values['sold_kg']:.3f}",
            "net_sales_turnover": f"{values['net_sales_turnover']:.2f}",
        },
        "entitled_earlier_this_year": "0",
        "entitled_before": str(values["entitled_before"] or 0),
    }


def limits_chart(result: dict[str, Any]) -> BarChart:
    """Show the limits of a sales-linked computation beside each other, the one that binds dark."""
    amounts = {line["key"]: line["amount"] for line in result["working"]}
    names = {
        "by_rate": (_("Rate × eligible weight"), ("rate", "allocation")),
        "by_turnover": (_("Share of net sales turnover"), ("turnover",)),
        "lifetime_left": (_("Left under the ceiling"), ("lifetime",)),
    }
    bars = []
    for key, (label, binds) in names.items():
        if amounts.get(key) is None:
            continue
        bound = result["binding"] in binds
        note = _("the least: this binds") if bound else ""
        bars.append(Bar(label, max(Decimal(0), Decimal(amounts[key])), "strong" if bound else "light", note))
    return BarChart(
        key="limits",
        title=_("What limits the amount"),
        desc=_("The limits of the computation in crore rupees; the least of them is paid."),
        bars=bars,
    )


@public_page()
def calculator(request: HttpRequest) -> HttpResponse:
    """Compute what was typed, and show the working the paying engine gives."""
    form, result = _form(request), None
    if form.is_bound and form.is_valid():
        try:
            result = compute_here(facts_of(form.cleaned_data))
        except Refusal as refusal:
            name = next((FIELDS[key] for key in FIELDS if refusal.where.startswith(key)), None)
            form.add_error(name, sentence(refusal))
    context = {
        "form": form,
        "books": bool(form.fields["book"].choices),  # type: ignore[attr-defined]
        "result": result,
        "chart": limits_chart(result) if result else None,
        "crumbs": [(_("Home"), "/"), (_("Calculator"), None)],
    }
    return render(request, "schemes/calculator.html", context)
