"""The map of the product: public pages, three audiences, the API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

import applicants.api.urls
import applicants.pages.urls_auditor
import applicants.pages.urls_manufacturer
import applicants.pages.urls_officer
import disbursements.api.urls
import disbursements.pages.urls_auditor
import disbursements.pages.urls_manufacturer
import disbursements.pages.urls_officer
import portal.audit.urls
import schemes.api.urls

manufacturer = (
    applicants.pages.urls_manufacturer.urlpatterns + disbursements.pages.urls_manufacturer.urlpatterns
)
officer = applicants.pages.urls_officer.urlpatterns + disbursements.pages.urls_officer.urlpatterns
auditor = (
    portal.audit.urls.urlpatterns
    + applicants.pages.urls_auditor.urlpatterns
    + disbursements.pages.urls_auditor.urlpatterns
)
api = schemes.api.urls.urlpatterns + applicants.api.urls.urlpatterns + disbursements.api.urls.urlpatterns

urlpatterns = [
    path("", include("portal.home.urls")),
    path("", include("portal.public.urls")),
    path("", include("schemes.pages.urls")),
    path("", include("disbursements.pages.urls_papers")),
    path("manufacturer/", include((manufacturer, "manufacturer"))),
    path("officer/", include((officer, "officer"))),
    path("auditor/", include((auditor, "auditor"))),
    path("api/v1/", include(api)),
    path(
        "api/schema/",
        SpectacularAPIView.as_view(permission_classes=[], authentication_classes=[]),
        name="schema",
    ),
    path(
        "api/docs/",
        SpectacularSwaggerView.as_view(permission_classes=[], authentication_classes=[]),
        name="api_docs",
    ),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
]
