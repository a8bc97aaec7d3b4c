"""Background work on awards: the letter of award."""

from applicants.services.award_letter import make_award_letter
from portal.common import jobs

jobs.register("award_letter", make_award_letter)
