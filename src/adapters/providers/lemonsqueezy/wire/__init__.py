"""The parts of Lemon Squeezy's JSON:API documents that are used.

There are no API versions: anything may be added at any time, so unknown fields are ignored, and a field is required
only if nothing can be decoded without it.
"""
