"""Maps domain objects to rows and back: `from_row(to_row(x)) == x`."""
