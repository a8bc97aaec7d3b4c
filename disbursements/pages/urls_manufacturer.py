"""Pages of money for the manufacturer."""

from django.urls import path

from disbursements.pages.act import do_company
from disbursements.pages.claims import claim_manufacturer
from disbursements.pages.claims_manufacturer import claim_new, claims, letters

urlpatterns = [
    path("claims/", claims, name="claims"),
    path("claims/new/", claim_new, name="claim_new"),
    path("claims/<int:pk>/", claim_manufacturer, name="claim"),
    path("<slug:thing>s/<int:pk>/do/<slug:action>/", do_company, name="do"),
    path("letters/", letters, name="letters"),
]
