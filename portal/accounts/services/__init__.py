"""Services of people: adding users and granting roles."""
