"""Pages of the applicant's side for the auditor."""

from django.urls import URLPattern, URLResolver

from applicants.pages import urls_registers

urlpatterns: list[URLPattern | URLResolver] = [*urls_registers.office_urlpatterns]
