"""What fills the parts of each address."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from disbursements.actions import ACTIONS
from tests.permissions.addresses import Address

# Addresses whose parts are no ids, or whose thing is another than the name says.
FIXED: dict[str, dict[str, object]] = {
    "anchor": {"number": 1},
    "information": {"name": "help"},
    "book": {"code": "repm-7350", "number": 1},
    "book_difference": {},
    "book_prepare": {"code": "repm-7350"},
    "book_authority": {"code": "repm-7350"},
    "report": {"code": "payments"},
    "report_file": {"code": "payments", "ending": "csv"},
    "auditor:event": {"seq": 1},
    "manufacturer:register_template": {"kind": "sales"},
    "officer:applications_export": {"form": "csv"},
    "officer:awards_export": {"form": "csv"},
    "officer:claims_file": {"kind": "csv"},
    "auditor:claims_file": {"kind": "csv"},
    "account_confirm_email": {"key": "none"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
}
# Which thing an address's id is of, where its name doesn't begin with it.
THINGS = {
    "sanction_letter": "sanction",
    "job_progress": "job",
    "user": "user",
    "book_publish": "book_draft",
    "manufacturer:application_step": "draft",
    "manufacturer:application_check": "draft",
    "manufacturer:application_ladder": "draft",
    "manufacturer:application_document": "draft",
    "manufacturer:phase_new": "unit",
    "officer:award_new": "application",
    "officer:application_screen": "waiting",
    "officer:application_document": "waiting",
    "auditor:evidence": "claim",
    "auditor:evidence_file": "claim",
    "auditor:account": "account",
    "verify": "token",
}
QUERIES = {"book_difference": "?a=1&b=2", "api_round_preview": "?head=SLI&fy=2030-31&cut_off=2030-05-10"}
WORDS = {
    "manufacturer:application_step": {"step": "standing"},
    "manufacturer:application_document": {"document_pk": "own_document"},
    "officer:application_document": {"document_pk": "document"},
    "officer:award_paper": {"what": "letter"},
    "api_register_action": {"action": "discard"},
}


def paths(address: Address, ids: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return each path of an address with its name in the table; the steps of money are one each."""
    if address.name.endswith(":do"):
        return [
            (f"{address.name} {thing}/{action}", reverse(address.name, args=[thing, ids[thing], action]))
            for thing, action in ACTIONS
        ]
    path = reverse(address.name, kwargs=_filled(address, ids))
    return [(_name_in_table(address), path + QUERIES.get(address.name, ""))]


def _name_in_table(address: Address) -> str:
    thing, _line, action = address.name.removeprefix("api_").partition("_")
    if address.name.startswith("api_") and (thing, action) in ACTIONS:
        return f"api:do {thing}/{action}"
    if address.name == "manufacturer:unit" and not address.parts:
        return "manufacturer:units"
    return (
        "manufacturer:sent_register"
        if address.name == "manufacturer:register" and address.parts
        else address.name
    )


def _filled(address: Address, ids: Mapping[str, object]) -> dict[str, object]:
    if address.name in FIXED:
        return FIXED[address.name]
    words: dict[str, object] = {
        part: ids.get(word, word) for part, word in WORDS.get(address.name, {}).items()
    }
    bare = address.name.removeprefix("api_").rpartition(":")[2]
    thing = THINGS.get(address.name, bare)
    found = ids.get(thing, ids.get(thing.partition("_")[0].partition("-")[0]))
    return {part: words.get(part, found) for part in address.parts}
