"""Fetching provider objects that are due."""
