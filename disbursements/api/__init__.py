"""The money's API: what a page can do to a claim, under the same permissions."""
