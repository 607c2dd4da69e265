"""The fetch queue."""
