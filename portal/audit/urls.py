"""The auditor's rooms."""

from django.urls import URLPattern, URLResolver, path

from portal.audit.pages import events, ledger

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/", events.events, name="events"),
    path("events/<int:seq>/", events.event, name="event"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:pk>/", ledger.account, name="account"),
]
