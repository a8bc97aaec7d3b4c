"""The auditor's rooms."""

from django.urls import URLPattern, URLResolver, path

from portal.audit.pages import events, evidence, ledger

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", events.events, name="events"),
    path("events/<int:seq>/", events.event, name="event"),
    path("claims/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("claims/<int:pk>/evidence.zip", evidence.evidence_file, name="evidence_file"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:pk>/", ledger.account, name="account"),
]
