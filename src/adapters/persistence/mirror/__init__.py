"""Mirror records."""
