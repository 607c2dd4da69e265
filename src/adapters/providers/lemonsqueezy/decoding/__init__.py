"""Decoding of Lemon Squeezy's objects into snapshots and claims, with a file for each kind of object.

Events and responses both carry the whole object, so the same functions decode both, with the same result.
"""
