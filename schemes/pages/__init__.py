"""Pages of the scheme books."""
