"""The roof's own addresses."""

from django.urls import path

from portal.home.dashboard import home
from portal.home.favicon import favicon
from portal.home.health import healthz
from portal.home.information import information
from portal.home.job_progress import job_progress
from portal.home.landing import landing, status
from portal.home.preferences import preferences
from portal.home.user import user
from portal.home.users import user_new, users

urlpatterns = [
    path("", landing, name="landing"),
    path("home/", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("status/", status, name="status"),
    path("preferences/", preferences, name="preferences"),
    path("jobs/<int:pk>/", job_progress, name="job_progress"),
    path("users/", users, name="users"),
    path("users/new/", user_new, name="user_new"),
    path("users/<int:pk>/", user, name="user"),
    path("favicon.ico", favicon, name="favicon"),
    path("about/<slug:name>/", information, name="information"),
]
