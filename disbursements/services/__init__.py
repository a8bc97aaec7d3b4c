"""Services of disbursements."""
