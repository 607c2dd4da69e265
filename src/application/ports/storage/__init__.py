"""Ports to the database."""
