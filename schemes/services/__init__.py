"""Services of the scheme books."""
