"""Api of disbursements."""
