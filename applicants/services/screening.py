"""Screening: findings by the rules, and the officer's word."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from applicants.labels import finding_label
from applicants.lifecycle import APPLICATION
from applicants.models import Application, Finding
from applicants.selectors.applications import eligibility_facts, terms_of
from applicants.services.application import locked_application, required_note
from portal.accounts.models import User
from portal.common.events import service
from portal.common.refusals import Refusal
from portal.common.workflow import advance, check
from schemes.rules import eligibility

HOLDS_THE_PLACE = ("clearance",)  # a missing clearance holds the place, it does not refuse (domain.md 10.6)


@service
def screen(
    *,
    by: User,
    application_id: int,
    version: int | None,
    responsive: bool,
    note: str = "",
    remarks: Mapping[str, str] | None = None,
) -> Application:
    """Find a submitted application responsive or not; stores every finding as the rules make it.

    ``remarks`` are the officer's words by finding key. Raises Refusal when a finding that decides does not hold and
    the application is to be found responsive all the same; a finding of not responsive needs a note.
    """
    application = locked_application(by, application_id)
    action = "find_responsive" if responsive else "find_non_responsive"
    check(application, APPLICATION, action, by, version)
    terms = terms_of(application)
    findings = eligibility.findings(eligibility_facts(application), terms.book, terms.on)
    failed = [found for found in findings if not found.holds and found.key not in HOLDS_THE_PLACE]
    if responsive and failed:
        raise Refusal(
            _("It can't be found responsive: %(label)s does not hold.")
            % {"label": finding_label(failed[0].key, failed[0].label)},
            where=failed[0].key,
            given=failed[0].given,
            expected=failed[0].required,
            todo=_("Find it not responsive, with the reason."),
        )
    if not responsive:
        application.note = required_note(note)
        application.save(update_fields=["note"])
    Finding.objects.bulk_create(_row(application, found, by, (remarks or {})) for found in findings)
    changes = {"holds": {found.key: found.holds for found in findings}, "note": application.note}
    advance(application, APPLICATION, action, actor=by, version=version, changes=changes)
    return application


def _row(
    application: Application, found: eligibility.Finding, by: User, remarks: Mapping[str, str]
) -> Finding:
    return Finding(
        application=application,
        key=found.key,
        label=found.label,
        clause=found.clause[:240],
        given=found.given[:240],
        required=found.required[:240],
        holds=found.holds,
        tag=found.tag,
        remark=remarks.get(found.key, "")[:400],
        found_by=by,
    )
