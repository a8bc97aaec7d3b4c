"""Services of applicants."""
