"""The job that makes the letter of award, once."""

from __future__ import annotations

from applicants.letters import award_letter_of, award_letter_pdf
from applicants.models import Award
from portal.common.events import record
from portal.common.files import store_bytes
from portal.common.jobs import Finish, Report
from portal.common.models import Job


def make_award_letter(job: Job, report: Report) -> Finish:
    """Render the letter outside a transaction; the closure stores it, unless a letter is there already."""
    award = Award.objects.select_related("manufacturer", "unit", "application", "issued_by__person").get(
        pk=int(job.object_id)
    )
    letter = award_letter_of(award)
    pdf = award_letter_pdf(letter, award.state_since)
    report(1, 1)

    def finish() -> dict[str, object]:
        locked = Award.objects.select_for_update().get(pk=award.pk)
        if locked.letter is not None:
            return {"sha256": locked.letter.sha256}
        name = f"{letter.number.replace('/', '-')}.pdf"
        locked.letter = store_bytes(pdf, name=name, media_type="application/pdf")
        locked.save(update_fields=["letter"])
        record(locked, "make_letter", None, {"sha256": locked.letter.sha256})
        return {"sha256": locked.letter.sha256}

    return finish
