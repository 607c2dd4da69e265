"""Comparing the mirror with the providers' lists."""
