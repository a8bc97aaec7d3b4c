"""Api of applicants."""
