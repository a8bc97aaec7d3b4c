"""Landing, dashboards and the commands that start the portal: the roof of the house."""
