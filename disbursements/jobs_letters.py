"""The job that makes a sanction letter, once."""

from __future__ import annotations

from disbursements.letters import letter_pdf, sanction_letter_context
from disbursements.models import Sanction
from portal.common import jobs
from portal.common.events import record
from portal.common.files import store_bytes
from portal.common.models import Job

KIND = "sanction_letter"


def sanction_letter(job: Job, report: jobs.Report) -> jobs.Finish:
    """Make the letter of the sanction the job names; the one already made stands."""
    sanction = Sanction.objects.select_related(
        "tranche__claim__unit",
        "tranche__computation__book",
        "round_item__round",
        "sanctioned_by__person",
        "payee",
    ).get(pk=job.object_id)
    content = b"" if sanction.letter_id else letter_pdf(sanction_letter_context(sanction))

    def finish() -> dict[str, object]:
        locked = Sanction.objects.select_for_update().get(pk=sanction.pk)
        if locked.letter is None:
            name = f"{locked.number.replace('/', '-')}.pdf"
            locked.letter = store_bytes(content, name=name, media_type="application/pdf")
            locked.save(update_fields=["letter"])
            record(locked, "make_letter", None, {"sha256": locked.letter.sha256, "size": locked.letter.size})
        return {"letter": locked.letter.pk, "sha256": locked.letter.sha256}

    return finish


jobs.register(KIND, sanction_letter)
