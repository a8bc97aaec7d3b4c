"""The whole thread in a real browser, from an empty portal, with the portal's own processes."""
