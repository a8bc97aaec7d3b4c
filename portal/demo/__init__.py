"""The demonstration: plainly fictitious units, built through the same services."""
