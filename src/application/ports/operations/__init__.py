"""Ports to the clock, metrics, limits and the public endpoint."""
