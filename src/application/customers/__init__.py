"""Registering customers and linking what belongs to them."""
