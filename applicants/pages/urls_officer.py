"""Pages of the applicant's side for the officer; those that only look are the auditor's too."""

from django.urls import URLPattern, URLResolver, path

from applicants.pages import officer_applications as applications
from applicants.pages import officer_award as award
from applicants.pages import officer_awards as awards
from applicants.pages import officer_selections as selections
from applicants.pages import officer_units as units
from applicants.pages import urls_registers

urlpatterns: list[URLPattern | URLResolver] = [
    path("applications/", applications.applications, name="applications"),
    path("applications/export.<slug:form>", applications.applications_export, name="applications_export"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/screen/", applications.application_screen, name="application_screen"),
    path(
        "applications/<int:pk>/clearance/", applications.application_clearance, name="application_clearance"
    ),
    path(
        "applications/<int:pk>/documents/<int:document_pk>/",
        applications.application_document,
        name="application_document",
    ),
    path("applications/<int:pk>/award/", awards.award_new, name="award_new"),
    path("selections/", selections.selections, name="selections"),
    path("selections/prepare/", selections.selection_prepare, name="selection_prepare"),
    path("selections/<int:pk>/", selections.selection, name="selection"),
    path("selections/<int:pk>/approve/", selections.selection_approve, name="selection_approve"),
    path("selections/<int:pk>/drop/", selections.selection_drop, name="selection_drop"),
    path("awards/", awards.awards, name="awards"),
    path("awards/export.<slug:form>", awards.awards_export, name="awards_export"),
    path("awards/record/", awards.award_record, name="award_record"),
    path("awards/<int:pk>/", award.award, name="award"),
    path("awards/<int:pk>/issue/", award.award_issue, name="award_issue"),
    path("awards/<int:pk>/drop/", award.award_drop, name="award_drop"),
    path("awards/<int:pk>/files/<slug:what>/", award.award_paper, name="award_paper"),
    path("phases/", units.phases, name="phases"),
    path("phases/<int:pk>/", units.phase, name="phase"),
    path("phases/<int:pk>/confirm/", units.phase_confirm, name="phase_confirm"),
    path("phases/<int:pk>/reject/", units.phase_reject, name="phase_reject"),
    path("phases/<int:pk>/certificate/", units.phase_certificate, name="phase_certificate"),
    path("units/<int:pk>/", units.unit, name="unit"),
    *urls_registers.office_urlpatterns,
]
