"""A real browser for tests of pages, brought by the tests themselves. Start with `fixtures`."""
