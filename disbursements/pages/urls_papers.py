"""Papers and reports."""

from django.urls import URLPattern, URLResolver, path, re_path

from disbursements.pages import papers, reports

urlpatterns: list[URLPattern | URLResolver] = [
    path("sanctions/<int:pk>/letter.pdf", papers.sanction_letter, name="sanction_letter"),
    path("reports/", reports.reports, name="reports"),
    re_path(r"^reports/(?P<code>[a-z]+)\.(?P<ending>csv|xlsx)$", reports.report_file, name="report_file"),
    path("reports/<slug:code>/", reports.report, name="report"),
]
