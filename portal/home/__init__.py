"""The roof's home: landing, dashboards, the shell around every page."""
