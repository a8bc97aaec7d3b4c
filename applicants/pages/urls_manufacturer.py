"""Pages of the applicant's side for the manufacturer."""

from django.urls import URLPattern, URLResolver, path

from applicants.pages import manufacturer_applications as applications
from applicants.pages import manufacturer_company as company
from applicants.pages import manufacturer_steps as steps
from applicants.pages import manufacturer_unit as unit
from applicants.pages import urls_registers

urlpatterns: list[URLPattern | URLResolver] = [
    path("register/", company.register, name="register"),
    path("company/", company.users, name="users"),
    path("applications/", applications.applications, name="applications"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/check/", applications.application_check, name="application_check"),
    path("applications/<int:pk>/done/", applications.application_done, name="application_done"),
    path("applications/<int:pk>/withdraw/", applications.application_withdraw, name="application_withdraw"),
    path("applications/<int:pk>/ladder/", steps.application_ladder, name="application_ladder"),
    path(
        "applications/<int:pk>/acknowledgement.pdf",
        applications.application_acknowledgement,
        name="application_acknowledgement",
    ),
    path(
        "applications/<int:pk>/documents/<int:document_pk>/",
        applications.application_document,
        name="application_document",
    ),
    path("applications/<int:pk>/<slug:step>/", steps.application_step, name="application_step"),
    path("unit/", unit.unit, name="unit"),
    path("unit/<int:pk>/", unit.unit, name="unit"),
    path("unit/<int:pk>/phase/", unit.phase_new, name="phase_new"),
    path("awards/<int:pk>/letter.pdf", unit.award_letter, name="award_letter"),
    path("phases/<int:pk>/certificate/", unit.phase_certificate, name="phase_certificate"),
    *urls_registers.urlpatterns,
]
