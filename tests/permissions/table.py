"""The table of who may look at what and who may do what. What doesn't stand here is open to nobody.

ANYBODY has not signed in. RIVAL signs for another company: it may open its own lists, never the ids of this one.
"""

from __future__ import annotations

from portal.accounts.roles import Role
from tests.permissions.world import ANYBODY, RIVAL

Group = frozenset[str]


def _group(*members: str | Role | Group) -> Group:
    found: set[str] = set()
    for member in members:
        found |= member if isinstance(member, frozenset) else {str(member)}
    return frozenset(found)


SIGNATORY, PREPARER = _group(Role.APPLICANT_SIGNATORY), _group(Role.APPLICANT_PREPARER)
OWN = _group(SIGNATORY, PREPARER)
COMPANY = _group(OWN, RIVAL)
AGENCY_DESK, AGENCY_HEAD = _group(Role.PMA_OFFICER), _group(Role.PMA_HEAD)
SECTION, DIRECTOR, UNDER = _group(Role.MHI_SO), _group(Role.MHI_DIRECTOR), _group(Role.MHI_US)
FINANCE, AUTHORITY = _group(Role.IFD), _group(Role.COMPETENT_AUTHORITY)
DRAWING, ACCOUNTS = _group(Role.DDO), _group(Role.PAO)
AUDITOR, ADMINISTRATOR = _group(Role.AUDITOR), _group(Role.SYS_ADMIN)
OFFICE = _group(
    *(AGENCY_DESK, AGENCY_HEAD, SECTION, DIRECTOR, UNDER, FINANCE, AUTHORITY, DRAWING, ACCOUNTS),
    *(Role.TECH_MEMBER, Role.TECH_CHAIR),
)
READERS = _group(OFFICE, AUDITOR)
SIGNED_IN = _group(READERS, COMPANY, ADMINISTRATOR)
ALL = _group(SIGNED_IN, ANYBODY)
NOBODY: Group = frozenset()

# name: (who may GET, who may POST); None where the address has no such method at all.
Row = tuple[Group | None, Group | None]
PAGES: dict[str, Row] = {
    **dict.fromkeys(("landing", "healthz", "status", "favicon", "information"), (ALL, None)),
    **dict.fromkeys(("verify", "grants", "grants_csv", "anchors", "anchor"), (ALL, None)),
    **dict.fromkeys(("books", "book", "book_difference", "calculator"), (ALL, None)),
    "preferences": (None, ALL),
    "home": (SIGNED_IN, None),
    "job_progress": (_group(OWN, READERS, ADMINISTRATOR), None),
    "users": (ADMINISTRATOR, None),
    "user_new": (ADMINISTRATOR, ADMINISTRATOR),
    "user": (ADMINISTRATOR, ADMINISTRATOR),
    "book_publish": (_group(SECTION, DIRECTOR, AUDITOR), DIRECTOR),
    "book_prepare": (SECTION, SECTION),
    "book_authority": (_group(SECTION, DIRECTOR), _group(SECTION, DIRECTOR)),
    "sanction_letter": (_group(OWN, READERS), None),
    **dict.fromkeys(("reports", "report", "report_file"), (READERS, None)),
    "manufacturer:register": (ALL, ALL),
}
MANUFACTURER: dict[str, Row] = {
    "users": (COMPANY, COMPANY),
    "applications": (COMPANY, COMPANY),
    "application": (OWN, None),
    "application_step": (OWN, OWN),
    "application_check": (OWN, SIGNATORY),
    "application_withdraw": (OWN, SIGNATORY),
    **dict.fromkeys(("application_done", "application_ladder", "application_acknowledgement"), (OWN, None)),
    "application_document": (OWN, None),
    "units": (COMPANY, None),
    "unit": (OWN, None),
    "phase_new": (OWN, OWN),
    **dict.fromkeys(("award_letter", "phase_certificate"), (OWN, None)),
    **dict.fromkeys(("registers", "register_template", "claims", "letters"), (COMPANY, None)),
    "register_new": (COMPANY, COMPANY),
    "sent_register": (OWN, None),
    **dict.fromkeys(("register_discard", "register_recount"), (None, OWN)),
    "claim_new": (COMPANY, COMPANY),
    "claim": (OWN, None),
}
REGISTER_FILES = ("register_file", "register_lines_csv", "register_problems_csv", "register_problems_xlsx")
OFFICER: dict[str, Row] = {
    **dict.fromkeys(
        ("applications", "applications_export", "application", "application_document"), (READERS, None)
    ),
    "application_screen": (None, AGENCY_DESK),
    "application_clearance": (None, SECTION),
    "award_new": (SECTION, SECTION),
    **dict.fromkeys(("selections", "selection"), (READERS, None)),
    "selection_prepare": (None, DIRECTOR),
    "selection_approve": (None, AUTHORITY),
    "selection_drop": (None, _group(DIRECTOR, AUTHORITY)),
    **dict.fromkeys(("awards", "awards_export", "award", "award_paper"), (READERS, None)),
    "award_record": (SECTION, SECTION),
    "award_issue": (None, UNDER),
    "award_drop": (None, _group(SECTION, UNDER)),
    **dict.fromkeys(("phases", "phase", "phase_certificate", "unit", "register"), (READERS, None)),
    **dict.fromkeys(("phase_confirm", "phase_reject"), (None, AGENCY_HEAD)),
    **dict.fromkeys(("claims", "claims_file", "budget", "round"), (READERS, None)),
    "claim": (OFFICE, None),
    "provision_new": (SECTION, SECTION),
    "round_new": (READERS, SECTION),
    **dict.fromkeys(("sanctions", "sanction", "payments"), (READERS, None)),
}
AUDIT: dict[str, Row] = {
    **dict.fromkeys(("events", "event", "ledger", "account", "evidence_file", "claim"), (AUDITOR, None)),
    "evidence": (AUDITOR, AUDITOR),
    **dict.fromkeys(("applications", "application", "selection", "awards", "award", "unit"), (READERS, None)),
    **dict.fromkeys(("register", "claims", "claims_file"), (READERS, None)),
}
# Each step of money, by page and by API alike: thing/action.
STEPS: dict[str, Group] = {
    "claim/submit": SIGNATORY,
    "claim/withdraw": SIGNATORY,
    "claim/answer": OWN,
    "claim/compute_again": _group(OWN, AGENCY_DESK, AGENCY_HEAD),
    **dict.fromkeys(
        ("claim/start_check", "claim/query", "claim/finish_check", "claim/return", "claim/reconcile"),
        AGENCY_DESK,
    ),
    **dict.fromkeys(("claim/verify", "claim/back_to_desk", "claim/reject"), AGENCY_HEAD),
    "tranche/recommend": DIRECTOR,
    "tranche/concur": FINANCE,
    "tranche/approve": AUTHORITY,
    # One service sends back from either desk; the state says whose turn it is.
    **dict.fromkeys(("tranche/not_concur", "tranche/not_approve"), _group(FINANCE, AUTHORITY)),
    "tranche/sanction": UNDER,
    "payment/bill": DRAWING,
    **dict.fromkeys(("payment/release", "payment/record_payment", "payment/record_failure"), ACCOUNTS),
    "round/approve": AUTHORITY,
    "round/drop": _group(SECTION, AUTHORITY),
    "provision/confirm": DIRECTOR,
    "provision/drop": _group(SECTION, DIRECTOR),
}
OWN_OR_READERS = _group(OWN, READERS)
API: dict[str, Row] = {
    "computations": (None, ALL),
    "application-list": (SIGNED_IN, COMPANY),
    **dict.fromkeys(("application-detail", "application-findings"), (OWN_OR_READERS, None)),
    "application-documents": (None, OWN),
    "application-submit": (None, SIGNATORY),
    "application-withdraw": (None, SIGNATORY),
    "application-screen": (None, AGENCY_DESK),
    "application-clearance": (None, SECTION),
    "selection-list": (SIGNED_IN, DIRECTOR),
    "selection-detail": (READERS, None),
    "selection-approve": (None, AUTHORITY),
    "selection-drop": (None, _group(DIRECTOR, AUTHORITY)),
    "award-list": (SIGNED_IN, SECTION),
    "award-record": (None, SECTION),
    "award-detail": (OWN_OR_READERS, None),
    "award-issue": (None, UNDER),
    "award-drop": (None, _group(SECTION, UNDER)),
    **dict.fromkeys(("unit-list", "phase-list"), (SIGNED_IN, None)),
    **dict.fromkeys(("unit-detail", "unit-facts", "phase-detail"), (OWN_OR_READERS, None)),
    "unit-phases": (None, OWN),
    **dict.fromkeys(("phase-confirm", "phase-reject"), (None, AGENCY_HEAD)),
    "api_registers": (SIGNED_IN, OWN),
    **dict.fromkeys(("api_register", "api_register_lines", "api_register_problems"), (OWN_OR_READERS, None)),
    "api_register_action": (None, OWN),
    "api_claims": (SIGNED_IN, OWN),
    **dict.fromkeys(("api_tranches", "api_sanctions", "api_payments"), (SIGNED_IN, None)),
    **dict.fromkeys(("api_claim", "api_tranche", "api_sanction", "api_payment"), (OWN_OR_READERS, None)),
    "api_provisions": (SIGNED_IN, SECTION),
    "api_rounds": (SIGNED_IN, SECTION),
    **dict.fromkeys(("api_provision", "api_round", "api_round_preview"), (READERS, None)),
}
# Pages of packages: sign-in, second factor, language. They guard themselves; the portal has no say in them.
OF_PACKAGES = ("account_", "mfa_", "set_language", "schema", "api_docs")


def _within(space: str, rows: dict[str, Row]) -> dict[str, Row]:
    return {f"{space}:{name}": row for name, row in rows.items()}


def _steps() -> dict[str, Row]:
    """Each step by its three addresses. A look at the step's address leads to the page of its thing."""
    rows: dict[str, Row] = {}
    for step, doers in STEPS.items():
        of_company = OWN if step.startswith("claim/") else NOBODY
        rows[f"manufacturer:do {step}"] = of_company, doers & of_company
        rows[f"officer:do {step}"] = OFFICE, doers & OFFICE
        rows[f"api:do {step}"] = None, doers
    return rows


FILES = dict.fromkeys(REGISTER_FILES, (OWN_OR_READERS, None))
TABLE: dict[str, Row] = {
    **PAGES,
    **_within("manufacturer", {**MANUFACTURER, **FILES}),
    **_within("officer", {**OFFICER, **FILES}),
    **_within("auditor", {**AUDIT, **FILES}),
    **API,
    **_steps(),
}
