"""Erasing and exporting a customer's data."""
