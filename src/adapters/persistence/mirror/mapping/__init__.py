"""From facts to rows and back: `from_row(to_row(x)) == x`."""
