"""The money's API."""

from django.urls import URLPattern, URLResolver, path

from disbursements.api import views
from disbursements.api.step_views import step_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("claims/", views.Claims.as_view(), name="api_claims"),
    path("claims/<reference:reference>/", views.ClaimDetail.as_view(), name="api_claim"),
    *step_urls("claim", "claims"),
    path("tranches/", views.Tranches.as_view(), name="api_tranches"),
    path("tranches/<reference:reference>/", views.TrancheDetail.as_view(), name="api_tranche"),
    *step_urls("tranche", "tranches"),
    path("sanctions/", views.Sanctions.as_view(), name="api_sanctions"),
    path("sanctions/<reference:reference>/", views.SanctionDetail.as_view(), name="api_sanction"),
    path("payments/", views.Payments.as_view(), name="api_payments"),
    path("payments/<reference:reference>/", views.PaymentDetail.as_view(), name="api_payment"),
    *step_urls("payment", "payments"),
    path("provisions/", views.Provisions.as_view(), name="api_provisions"),
    path("provisions/<reference:reference>/", views.ProvisionDetail.as_view(), name="api_provision"),
    *step_urls("provision", "provisions"),
    path("rounds/", views.Rounds.as_view(), name="api_rounds"),
    path("rounds/preview/", views.RoundPreview.as_view(), name="api_round_preview"),
    path("rounds/<reference:reference>/", views.RoundDetail.as_view(), name="api_round"),
    *step_urls("round", "rounds"),
]
