"""A real browser for tests of pages, provided by the tests themselves. Start with `fixtures`."""
