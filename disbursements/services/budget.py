"""Everything an officer does to the budget: provision, outlay, rounds."""

from disbursements.services.outlay import open_outlay
from disbursements.services.provision import confirm_provision, drop_provision, enter_provision
from disbursements.services.rounds import (
    Allotment,
    Preview,
    approve_round,
    close_round,
    drop_round,
    preview_round,
)

__all__ = [
    "Allotment",
    "Preview",
    "approve_round",
    "close_round",
    "confirm_provision",
    "drop_provision",
    "drop_round",
    "enter_provision",
    "open_outlay",
    "preview_round",
]
