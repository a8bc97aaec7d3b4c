"""The job that makes an evidence pack for an auditor; the same claim at the same event is the same pack."""

from __future__ import annotations

import tempfile

from disbursements.evidence.figures import ledger_figures
from disbursements.evidence.gather import events_of
from disbursements.evidence.pack import write_pack
from disbursements.models import Claim
from portal.common import anchors, jobs
from portal.common.files import store_bytes
from portal.common.models import Job

KIND = "evidence_pack"
ZIP = "application/zip"


def evidence_pack(job: Job, report: jobs.Report) -> jobs.Finish:
    """Pack the claim the job names. The pack becomes a kept file, named in the job's result."""
    claim = Claim.objects.select_related("unit__award", "register__file", "manufacturer").get(
        pk=job.object_id
    )
    with tempfile.TemporaryFile() as out:
        write_pack(claim, out)
        out.seek(0)
        content = out.read()

    def finish() -> dict[str, object]:
        name = f"evidence-{str(claim.number).replace('/', '-')}.zip"
        stored = store_bytes(content, name=name, media_type=ZIP)
        return {"file": stored.pk, "sha256": stored.sha256}

    return finish


def key_of(claim: Claim) -> str:
    """Return the key of the job for the claim as it stands: its last event decides whether a pack is still new."""
    return f"{KIND}:{claim.pk}:{events_of(claim)[-1].seq}"


jobs.register(KIND, evidence_pack)
anchors.include_figures("ledger", ledger_figures)
