"""Who people are: persons, users, organisations, roles and which of them exclude each other."""
