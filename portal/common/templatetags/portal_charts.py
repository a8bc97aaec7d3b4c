"""Charts in templates: `{% include "components/chart.html" with chart=chart %}` uses these."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.common import charts

register = template.Library()


@register.filter
def chart_svg(chart: charts.Chart) -> SafeString:
    """The chart at page or paper width."""
    return mark_safe(charts.draw(chart, charts.WIDE))


@register.filter
def chart_svg_narrow(chart: charts.Chart) -> SafeString:
    """The chart for a telephone."""
    return mark_safe(charts.draw(chart, charts.NARROW))


@register.filter
def legend_mark(item: charts.LegendItem) -> SafeString:
    """The little square before a legend's words."""
    return mark_safe(charts.draw_mark(item.tone))
