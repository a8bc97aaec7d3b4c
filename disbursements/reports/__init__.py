"""Reports of disbursements."""
