"""Middleware: limits, headers and paths."""
