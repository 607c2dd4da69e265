"""Lemon Squeezy's JSON:API documents, as far as they are looked at.

There are no API versions: anything may be added at any time, so unknown fields are passed over and a field is required
only where nothing could be said without it.
"""
