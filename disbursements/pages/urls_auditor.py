"""Pages of money for the auditor."""

from django.urls import path

from disbursements.pages.claim_lists import claims, claims_file
from disbursements.pages.claims import claim_auditor

urlpatterns = [
    path("claims/", claims, name="claims"),
    path("claims/file.<slug:kind>", claims_file, name="claims_file"),
    path("claims/<int:pk>/", claim_auditor, name="claim"),
]
