"""Pages of the applicant's side for the auditor: the officer's, which only look for whoever holds no deciding role."""

from django.urls import URLPattern, URLResolver, path

from applicants.pages import officer_applications as applications
from applicants.pages import officer_award as award
from applicants.pages import officer_awards as awards
from applicants.pages import officer_selections as selections
from applicants.pages import officer_units as units
from applicants.pages import urls_registers

urlpatterns: list[URLPattern | URLResolver] = [
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("selections/<int:pk>/", selections.selection, name="selection"),
    path("awards/", awards.awards, name="awards"),
    path("awards/<int:pk>/", award.award, name="award"),
    path("units/<int:pk>/", units.unit, name="unit"),
    *urls_registers.office_urlpatterns,
]
