"""The applicant's app."""

from importlib import import_module

from django.apps import AppConfig

from portal.common import guards

READ_ON_START = (
    "applicants.jobs_award",
    "applicants.jobs_register",
    "applicants.todo",
)  # each registers its job or its to-do list when it is read

SUBMITTED = (
    "manufacturer_id",
    "book_code",
    "number",
    "capacity_mtpa",
    "quoted_rate",
    "net_worth_crore",
    "lead_equity_percent",
    "clearance",
    "stages",
    "submitted_by_id",
    "submitted_at",
    "submitted_day",
    "content_sha256",
)
AWARDED = (
    "number",
    "manufacturer_id",
    "unit_id",
    "book_code",
    "capacity_mtpa",
    "award_rate",
    "award_date",
    "issued_by_id",
)
RANKED = ("book_code", "book_version", "facts", "result", "result_sha256", "prepared_by_id")


class ApplicantsConfig(AppConfig):
    """applicants."""

    name = "applicants"

    def ready(self) -> None:
        """A submitted application, a finding and an issued award keep what was decided on."""
        guards.append_only("applicants_finding", "applicants_selectionentry")
        guards.frozen("applicants_application", SUBMITTED, "OLD.submitted_at IS NOT NULL")
        guards.frozen("applicants_award", AWARDED, "OLD.state = 'issued'")
        guards.frozen(
            "applicants_phase",
            ("commissioned_on", "capacity_mtpa", "confirmed_by_id"),
            "OLD.state = 'confirmed'",
        )
        guards.frozen("applicants_selection", RANKED, "1 = 1")
        for name in READ_ON_START:
            import_module(name)
