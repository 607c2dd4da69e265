"""Conversion of domain objects to response schemas."""
