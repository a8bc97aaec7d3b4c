"""What the pages of money show, as plain values: each module builds one part of the story."""
