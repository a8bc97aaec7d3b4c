"""Pages anyone may see: verification of a sanction order, the register of grants."""
