"""Pages of registers, by audience; each list stands inside its audience's addresses."""

from django.urls import URLPattern, URLResolver, path

from applicants.pages import register_files, registers, registers_office

_files: list[URLPattern | URLResolver] = [
    path("registers/<int:pk>/file/", register_files.register_file, name="register_file"),
    path("registers/<int:pk>/lines.csv", register_files.register_lines_csv, name="register_lines_csv"),
    path(
        "registers/<int:pk>/came-back.csv", register_files.register_problems_csv, name="register_problems_csv"
    ),
    path(
        "registers/<int:pk>/came-back.xlsx",
        register_files.register_problems_xlsx,
        name="register_problems_xlsx",
    ),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/", registers.registers, name="registers"),
    path("registers/new/", registers.register_new, name="register_new"),
    path("registers/template/<slug:kind>.csv", register_files.register_template, name="register_template"),
    path("registers/<int:pk>/", registers.register, name="register"),
    path("registers/<int:pk>/discard/", registers.register_discard, name="register_discard"),
    path("registers/<int:pk>/recount/", registers.register_recount, name="register_recount"),
    *_files,
]
office_urlpatterns: list[URLPattern | URLResolver] = [
    path("registers/<int:pk>/", registers_office.register, name="register"),
    *_files,
]
