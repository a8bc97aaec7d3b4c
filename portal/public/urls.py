"""Public pages."""

from django.urls import URLPattern, URLResolver, path

from portal.public import anchors, grants, orders

urlpatterns: list[URLPattern | URLResolver] = [
    path("verify/", orders.verify, name="verify"),
    path("verify/<slug:token>/", orders.verify_order, name="verify"),
    path("grants/", grants.grants, name="grants"),
    path("grants.csv", grants.grants_csv, name="grants_csv"),
    path("anchors/", anchors.anchors, name="anchors"),
    path("anchors/<int:number>.json", anchors.anchor, name="anchor"),
]
