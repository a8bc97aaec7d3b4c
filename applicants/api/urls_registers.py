"""The API of registers."""

from django.urls import URLPattern, URLResolver, path, re_path

from applicants.api import registers

urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", registers.Registers.as_view(), name="api_registers"),
    path("registers/<int:pk>/", registers.RegisterDetail.as_view(), name="api_register"),
    path("registers/<int:pk>/lines/", registers.RegisterLines.as_view(), name="api_register_lines"),
    path("registers/<int:pk>/problems/", registers.RegisterProblems.as_view(), name="api_register_problems"),
    re_path(
        r"^registers/(?P<pk>\d+)/actions/(?P<action>discard|recount)/$",
        registers.RegisterAction.as_view(),
        name="api_register_action",
    ),
]
