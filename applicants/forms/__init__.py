"""Forms of the applicant's side. They keep what was typed; the services decide whether it can be taken."""
