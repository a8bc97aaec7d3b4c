"""The money app."""

from importlib import import_module

from django.apps import AppConfig

from portal.common import guards

HANDLERS = (
    "disbursements.jobs_claims",
    "disbursements.jobs_evidence",
    "disbursements.jobs_letters",
    "disbursements.todo",
    "disbursements.impact",
)  # each registers its job when it is read
SANCTION = (
    "number",
    "serial",
    "fy",
    "head",
    "tranche_id",
    "round_item_id",
    "unit_id",
    "payee_id",
    "amount",
    "balance_after",
    "specimen",
    "sanctioned_on",
    "sanctioned_by_id",
    "token",
)


class DisbursementsConfig(AppConfig):
    """disbursements."""

    name = "disbursements"

    def ready(self) -> None:
        """What was computed, decided, posted and sanctioned stays as it was."""
        guards.append_only(
            "disbursements_approval",
            "disbursements_claimfunction",
            "disbursements_computation",
            "disbursements_ledgerentry",
            "disbursements_rounditem",
        )
        guards.frozen("disbursements_sanction", SANCTION, "1 = 1")
        guards.frozen(
            "disbursements_payment", ("utr", "value_date", "amount", "sanction_id"), "OLD.state = 'paid'"
        )
        for name in HANDLERS:
            import_module(name)
