"""Pages of money for the officer."""

from django.urls import path

from disbursements.pages.act import do_officer
from disbursements.pages.budget import budget, provision_new
from disbursements.pages.claim_lists import claims, claims_file
from disbursements.pages.claims import claim_officer
from disbursements.pages.payments import payments
from disbursements.pages.rounds import round_new, round_page
from disbursements.pages.sanctions import sanction, sanctions

urlpatterns = [
    path("claims/", claims, name="claims"),
    path("claims/file.<slug:kind>", claims_file, name="claims_file"),
    path("claims/<int:pk>/", claim_officer, name="claim"),
    path("<slug:thing>s/<int:pk>/do/<slug:action>/", do_officer, name="do"),
    path("budget/", budget, name="budget"),
    path("budget/provisions/new/", provision_new, name="provision_new"),
    path("budget/rounds/new/", round_new, name="round_new"),
    path("budget/rounds/<int:pk>/", round_page, name="round"),
    path("sanctions/", sanctions, name="sanctions"),
    path("sanctions/<int:pk>/", sanction, name="sanction"),
    path("payments/", payments, name="payments"),
]
