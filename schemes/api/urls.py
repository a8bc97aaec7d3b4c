"""The computation's API."""

from django.urls import URLPattern, URLResolver, path

from schemes.api.computations import Computations

urlpatterns: list[URLPattern | URLResolver] = [
    path("computations/", Computations.as_view(), name="computations"),
]
