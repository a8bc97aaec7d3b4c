"""The applicant's API."""

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter

from applicants.api import urls_registers, views

router = SimpleRouter()
router.register("applications", views.Applications, basename="application")
router.register("selections", views.Selections, basename="selection")
router.register("awards", views.Awards, basename="award")
router.register("units", views.Units, basename="unit")
router.register("phases", views.Phases, basename="phase")

urlpatterns: list[URLPattern | URLResolver] = [*router.urls, *urls_registers.urlpatterns]
