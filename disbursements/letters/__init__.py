"""Letters on money: dataclass, then html, then bytes."""

from disbursements.letters.letter import Letter
from disbursements.letters.making import sanction_letter_context
from disbursements.letters.printing import letter_pdf, render_letter

__all__ = ["Letter", "letter_pdf", "render_letter", "sanction_letter_context"]
