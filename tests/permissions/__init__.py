"""Who may open what: every address of the portal, for every role."""
