"""Real PostgreSQL, Redis, workers, servers and browsers for the suite, on free ports, stopped after use."""
