"""Api of the scheme books."""
