"""Ports to a payment provider."""
