"""Reading the money side."""
